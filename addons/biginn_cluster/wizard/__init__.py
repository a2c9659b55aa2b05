from . import biginn_change_request_refuse
from . import biginn_consent_record
from . import biginn_service_record
from . import biginn_membership_leave
from . import biginn_membership_suspend
from . import biginn_membership_count
from . import biginn_member_list
from . import biginn_member_mail
