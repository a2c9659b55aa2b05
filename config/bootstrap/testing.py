"""`./biginn test` and `./biginn bench`."""

import os
import subprocess
from pathlib import Path

from .base import ROOT, locked, say, step
from .databases import filestore
from .system import postgres_bin

# the longest files first: each worker takes the next one when it is free
PLUGINS = Path(__file__).resolve().parents[1] / "testing"
SUITE = ("tests", "addons/biginn_xchange", "addons/biginn_cluster", "addons/biginn_reports")
MOST_WORKERS = 4


def run(shop, arguments):
    """Run pytest on a fresh copy of the template; returns pytest's exit code."""
    arguments = list(arguments)
    environment = {**os.environ}
    if "--long" in arguments:
        arguments.remove("--long")
        environment["BIGINN_LONG"] = "1"
    name = fresh_database(shop)
    if not any(_is_target(item) for item in arguments):
        _generate_assets(shop, name)
        arguments += _workers() + [folder for folder in SUITE if (ROOT / folder).is_dir()]
    environment.update(shop.server.environment())
    environment.update(
        PYTHONPATH=str(PLUGINS),
        PATH=os.pathsep.join(filter(None, [postgres_bin(), os.environ.get("PATH")])),
        BIGINN_CONFIG=str(shop.config), BIGINN_TEST_DB=name, BIGINN_VENV_PYTHON=str(shop.python),
        BIGINN_FOUNDATION=shop.foundation())
    return subprocess.call(
        [str(shop.python), "-m", "pytest", "-p", "own_filestore",
         f"--odoo-config={shop.config}", f"--odoo-database={name}",
         f"--odoo-extra=db-filter=^{name}$", "--odoo-http", *arguments],
        cwd=ROOT, env=environment)


def _generate_assets(shop, name):
    """Scripts and styles once for all tests, as Odoo's own test runner does it.

    A test's own ones go with its transaction: each tour and each PDF would make them again.
    """
    code = "env['ir.qweb']._pregenerate_assets_bundles()\nenv.cr.commit()\n"
    with step("Generating scripts and styles"):
        subprocess.run(
            [str(shop.python), "-m", "odoo", "shell", "-c", str(shop.config), "-d", name,
             "--no-http", "--log-level=error"], input=code, text=True, cwd=ROOT, check=True)


def _workers():
    """Options for one worker on each core; pytest-odoo gives each a copy of the database.

    A class stays with one worker, as its records are made once for all its tests.
    """
    cores = min(os.cpu_count() or 1, MOST_WORKERS)
    if cores < 2:
        return []
    return [f"--numprocesses={cores}", "--dist=loadscope", "--no-loadscope-reorder"]


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
