from . import fx_import
from . import fx_import_conflict
from . import statement_unlock
