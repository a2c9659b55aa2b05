"""Entry point: `python3 config/bootstrap COMMAND …` (the `biginn` script does this)."""

import sys
from pathlib import Path

# The folder itself is on the path when it is run; its parent is what makes it a package.
sys.path[0] = str(Path(__file__).resolve().parent.parent)

from bootstrap.cli import main

sys.exit(main(sys.argv[1:]))
