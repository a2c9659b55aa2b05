from . import test_capability
from . import test_company_figure
from . import test_membership
from . import test_rules_membership
from . import test_rules_sme
