from . import biginn_change_request_refuse
from . import biginn_consent_record
