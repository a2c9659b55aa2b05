from . import test_rules_membership
from . import test_rules_sme
