from . import directory
from . import portal
from . import portal_address
from . import portal_services
