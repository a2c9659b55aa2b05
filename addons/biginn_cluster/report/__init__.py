from . import capability_sheet_report
from . import member_list_report
from . import membership_certificate_report
