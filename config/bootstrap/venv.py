"""The clone's own Python environment, with Odoo on its path."""

import os
import shutil
import sys
from pathlib import Path

from .base import HOME, ROOT, capture, digest, run_logged, set_stamp, stamp_is, step

VENV = HOME / "venv"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = ROOT / "config" / "requirements.txt"
DEV_REQUIREMENTS = ROOT / "config" / "requirements-dev.txt"


def ensure(odoo_path, *, dev):
    """Python with what Odoo needs, and with `dev` also what tests and lint need."""
    _make()
    wanted = [REQUIREMENTS, DEV_REQUIREMENTS] if dev else [REQUIREMENTS]
    name = "venv-dev" if dev else "venv"
    key = digest(sys.version, *wanted)
    if not stamp_is(name, key):
        with step("Installing Python packages" + (" for tests and lint" if dev else "")):
            run_logged(
                [PYTHON, "-m", "pip", "install", "--disable-pip-version-check",
                 "--no-input", "-r", wanted[-1]],
                "pip", "The Python packages could not be installed.", env=clean_environment())
        set_stamp(name, key)
        if dev:
            set_stamp("venv", digest(sys.version, REQUIREMENTS))
    _link(odoo_path)
    return PYTHON


def clean_environment():
    """Environment without what would make another Python's packages visible."""
    return {key: value for key, value in os.environ.items()
            if key not in ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "ODOO_RC")}


def _make():
    # the interpreter below any virtual environment that this may have been called from
    python = getattr(sys, "_base_executable", sys.executable)
    key = digest(sys.version, os.path.realpath(python))
    if stamp_is("venv-made", key) and PYTHON.exists():
        return
    with step("Making a Python environment"):
        shutil.rmtree(VENV, ignore_errors=True)
        for name in ("venv", "venv-dev"):
            (HOME / "stamps" / name).unlink(missing_ok=True)
        run_logged([python, "-m", "venv", VENV], "pip",
                   "The Python environment could not be made.")
    set_stamp("venv-made", key)


def _link(odoo_path):
    """A .pth file puts Odoo on the path; in a source checkout `odoo` is beside `addons`."""
    site = (capture([PYTHON, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"])
            or "").strip()
    file = Path(site) / "odoo19.pth"
    content = f"{odoo_path}\n"
    if not file.exists() or file.read_text() != content:
        file.write_text(content)
