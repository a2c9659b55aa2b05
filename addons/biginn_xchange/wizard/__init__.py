from . import biginn_closing_remark
from . import biginn_finding_override
