from . import statement_unlock
