from . import biginn_consent_record
