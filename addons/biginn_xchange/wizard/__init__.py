from . import biginn_finding_override
