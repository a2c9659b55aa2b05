from . import member_profile_report
from . import membership_certificate_report
