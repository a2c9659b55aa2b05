"""`./biginn test` and `./biginn bench`."""

import os
import subprocess

from .base import ROOT, locked, say
from .databases import filestore

SUITE = ("addons", "tests")


def run(shop, arguments):
    """Run pytest on a fresh copy of the template; returns pytest's exit code."""
    arguments = list(arguments)
    environment = {**os.environ}
    if "--long" in arguments:
        arguments.remove("--long")
        environment["BIGINN_LONG"] = "1"
    name = fresh_database(shop)
    if not any(_is_target(item) for item in arguments):
        arguments += [folder for folder in SUITE if (ROOT / folder).is_dir()]
    environment.update(shop.server.environment() if not shop.server.private else {})
    environment.update(
        BIGINN_CONFIG=str(shop.config), BIGINN_TEST_DB=name, BIGINN_VENV_PYTHON=str(shop.python),
        BIGINN_FOUNDATION=shop.foundation())
    return subprocess.call(
        [str(shop.python), "-m", "pytest", f"--odoo-config={shop.config}",
         f"--odoo-database={name}", f"--odoo-extra=db-filter=^{name}$", "--odoo-http",
         *arguments],
        cwd=ROOT, env=environment)


def fresh_database(shop):
    name = os.environ.get("BIGINN_TEST_DB", "biginn_test")
    with locked("database"):
        template = shop.test_template()
        say(f"Test database {name}: a copy of {template}")
        shop.copy(template, name)
    return name


def _is_target(argument):
    return not argument.startswith("-") and (ROOT / argument.split("::")[0]).exists()


def bench(shop, arguments):
    """Run the measurements in tests/bench on a database of their own, in Odoo's shell."""
    name = os.environ.get("BIGINN_TEST_DB", "biginn_bench")
    with locked("database"):
        shop.copy(shop.test_template(), name)
    worst = 0
    for script in sorted((ROOT / "tests" / "bench").glob("bench_*.py")):
        if arguments and not any(word in script.name for word in arguments):
            continue
        with script.open() as code:
            worst = max(worst, subprocess.call(
                [str(shop.python), "-m", "odoo", "shell", "-c", str(shop.config), "-d", name,
                 "--no-http", "--log-level=warn"], stdin=code, cwd=ROOT))
    shop.server.drop(name)
    subprocess.call(["rm", "-rf", str(filestore(name))])
    return worst
