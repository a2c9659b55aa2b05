from . import test_rules_agenda
from . import test_rules_eligibility
from . import test_rules_lump_sum
from . import test_rules_working_days
