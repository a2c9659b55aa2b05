from . import biginn_candidate_decision
from . import biginn_closing_remark
from . import biginn_exchange_decision
from . import biginn_exchange_import
from . import biginn_exchange_import_line
from . import biginn_finding_override
from . import biginn_sign
