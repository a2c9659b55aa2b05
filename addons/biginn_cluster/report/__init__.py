from . import member_profile_report
