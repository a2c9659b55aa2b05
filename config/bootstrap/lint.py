"""`./biginn lint`: every check, each with its own line; all run even when one fails."""

import os
import shutil
import subprocess
import time

from . import testing
from .base import ADDONS, HOME, ROOT, digest, run_logged, say, set_stamp, stamp_is, step
from .databases import installable

LINT = ROOT / "config" / "lint"
NODE = HOME / "node"
PYTHON_FILES = ("addons", "config", "tests")
# Each check left out, and why.
PYLINT_OFF = {
    "manifest-required-author": "the author is BIGINN, not the OCA",
    "missing-readme": "README.md at the top speaks for the three addons together",
    "consider-merging-classes-inherited": "a large model is split by theme, a file each",
    # test_lint refuses comments that switch a check off in one place, so these are off everywhere
    "context-overridden": "a statement drops its caller's defaults: the context is replaced whole",
    "super-method-mismatch": "`_store` is the one door past the guard of `write`",
    "invalid-commit": "two people at once can only be tested with two connections",
}
# Odoo's test_lint decides where it disagrees with OCA's checks.
OCA_OFF = {
    "file-not-used": "data that code reads cannot be named: test_lint refuses OCA's manifest keys",
    "xml-tag-position": "attributes stand in the order they are read in",
}
OCA_PO_OFF = {
    "po-pretty-format": "empties terms that read the same in both languages: they look missing",
}
ODOO_LINT_OFF = {
    # node's eslint is not among the tools this project installs; prettier reads the JavaScript
    "test_eslint": "needs eslint",
}


def run(shop, arguments):
    """Returns 0 when every check is content."""
    fix = "--fix" in arguments
    checks = [
        ("ruff", lambda: _ruff(shop, fix)),
        ("pylint-odoo", lambda: _pylint(shop)),
        ("OCA module checks", lambda: _oca_module(shop)),
        ("OCA po checks", lambda: _oca_po(shop)),
        ("prettier", lambda: _prettier(fix)),
        ("Odoo's test_lint", lambda: _odoo_lint(shop)),
    ]
    failed = []
    for name, check in checks:
        started = time.monotonic()
        code = check()
        say(f"{name}: {'fine' if code == 0 else 'see above'} ({time.monotonic() - started:.0f} s)")
        if code:
            failed.append(name)
    if failed:
        say(f"Not clean: {', '.join(failed)}")
    return 1 if failed else 0


def _call(command, **kwargs):
    return subprocess.call([str(part) for part in command], cwd=ROOT, **kwargs)


def _bin(shop, name):
    return shop.python.parent / name


def _ruff(shop, fix):
    folders = [name for name in PYTHON_FILES if (ROOT / name).is_dir()]
    return _call([_bin(shop, "ruff"), "check", "--quiet", *(["--fix"] if fix else []), *folders])


def _pylint(shop):
    return _call([_bin(shop, "pylint"), f"--rcfile={LINT / 'pylintrc'}",
                  f"--disable={','.join(PYLINT_OFF)}",
                  *(ADDONS / name for name in installable())])


def _oca_module(shop):
    return _call([_bin(shop, "oca-checks-odoo-module"),
                  f"--disable={','.join(OCA_OFF)}",
                  *(ADDONS / name / "__manifest__.py" for name in installable())])


def _oca_po(shop):
    files = sorted(ADDONS.glob("*/i18n/*.po*"))
    return _call([_bin(shop, "oca-checks-po"),
                  f"--disable={','.join(OCA_PO_OFF)}", *files]) if files else 0


def _prettier(fix):
    if not shutil.which("npm"):
        say("No npm: prettier is left out")
        return 0
    key = digest(LINT / "package.json")
    if not stamp_is("node", key):
        with step("Installing prettier"):
            NODE.mkdir(parents=True, exist_ok=True)
            for name in ("package.json", "prettier.config.cjs"):
                shutil.copy(LINT / name, NODE / name)
            run_logged(["npm", "install", "--no-audit", "--no-fund", "--no-package-lock"],
                       "npm", "prettier could not be installed.", cwd=NODE)
        set_stamp("node", key)
    shutil.copy(LINT / "prettier.config.cjs", NODE / "prettier.config.cjs")
    files = [*ADDONS.glob("*/**/*.xml"), *ADDONS.glob("*/static/**/*.js")]
    return _call([NODE / "node_modules/.bin/prettier", f"--config={NODE / 'prettier.config.cjs'}",
                  "--log-level=warn", "--write" if fix else "--check", *sorted(files)])


def _odoo_lint(shop):
    """Odoo's lint tests, in a database with our addons, looking at our addons only."""
    name = testing.fresh_database(shop)
    tests = shop.odoo_path / "odoo" / "addons" / "test_lint" / "tests"
    if not tests.is_dir():
        tests = shop.odoo_path / "addons" / "test_lint" / "tests"
    off = " and ".join(f"not {test}" for test in ODOO_LINT_OFF)
    environment = {
        **os.environ,
        "PYTHONPATH": str(LINT),
        "PATH": f"{shop.python.parent}{os.pathsep}{os.environ.get('PATH', '')}",
    }
    return _call(
        [shop.python, "-m", "pytest", "-p", "odoo_lint_plugin", f"--odoo-config={shop.config}",
         f"--odoo-database={name}", "-k", f"{off} and not Checker", tests],
        env=environment)
