from . import directory
from . import portal
from . import portal_address
from . import portal_services
from . import portal_language
from . import portal_membership
from . import portal_privacy
from . import portal_team
