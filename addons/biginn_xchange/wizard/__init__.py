from . import biginn_candidate_decision
from . import biginn_closing_remark
from . import biginn_finding_override
from . import biginn_sign
