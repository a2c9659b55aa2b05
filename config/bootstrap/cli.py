"""The commands of `./biginn`."""

import contextlib
import os
import signal
import subprocess
import sys

from . import lint, odoo_source, postgres, serve, system, testing, venv
from .base import HOME, ROOT, Stop, locked, say, sentence_of
from .databases import Workshop

USAGE = """\
usage: ./biginn COMMAND

  run                   Odoo with BIGINN and its demo world on http://localhost:8069
  test [--long] [ARGS]  the test suite; ARGS go to pytest (for example -k lump_sum)
  lint                  ruff, pylint-odoo, OCA's checks, Odoo's test_lint, prettier
  bench [ARGS]          measurements as ratios within one run
  shell [-d DB]         Odoo's shell; reads a script on stdin
  odoo -- ARGS          Odoo's own command line, for example: ./biginn odoo -- db list
  stop                  stop what runs of this clone: Odoo and the private PostgreSQL
  clean                 remove everything the tool has made in this clone

Variables: ODOO_HOME, BIGINN_PORT, WKHTMLTOPDF, BIGINN_PYTHON, BIGINN_DB_NAME, BIGINN_TEST_DB,
           BIGINN_DB_HOST, BIGINN_DB_PORT, BIGINN_DB_USER, BIGINN_DB_PASSWORD
"""


def main(arguments):
    """Run one command; returns its exit code. Trouble is one sentence, never a traceback."""
    command, *rest = arguments or ["--help"]
    if command in ("-h", "--help", "help"):
        print(USAGE)
        return 0
    action = COMMANDS.get(command)
    if action is None:
        print(f"biginn: there is no command {command!r}; ./biginn --help lists them.",
              file=sys.stderr)
        return 1
    # SIGINT too: a shell without job control starts background commands with it ignored
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _interrupt)
    try:
        return action(rest) or 0
    except Stop as stop:
        print(f"biginn: {stop}", file=sys.stderr)
    except KeyboardInterrupt:
        print("\nbiginn: interrupted; the next call carries on from here.", file=sys.stderr)
        return 130
    except OSError as error:
        print(f"biginn: {sentence_of(error)}", file=sys.stderr)
    return 1


def _interrupt(_signal, _frame):
    raise KeyboardInterrupt


@contextlib.contextmanager
def workshop(packages, *, dev):
    """Everything a command needs, set up where missing: packages, Odoo, Python, PostgreSQL."""
    with locked("setup"):
        system.ensure(packages)
        odoo_path = odoo_source.ensure()
        python = venv.ensure(odoo_path, dev=dev)
    os.environ.pop("ODOO_RC", None)
    os.environ.pop("PYTHONPATH", None)
    with postgres.Server() as server:
        yield Workshop(server, odoo_path, python)


def command_run(_arguments):
    serve.check_port()
    with workshop(system.FOR_RUN, dev=False) as shop:
        system.without_pdf()
        with locked("database"):
            shop.demo(serve.DATABASE)
        return serve.serve(shop)


def command_test(arguments):
    with workshop(system.FOR_TEST, dev=True) as shop:
        return testing.run(shop, arguments)


def command_bench(arguments):
    with workshop(system.FOR_TEST, dev=True) as shop:
        return testing.bench(shop, arguments)


def command_lint(arguments):
    with workshop(system.FOR_LINT, dev=True) as shop:
        return lint.run(shop, arguments)


def command_shell(arguments):
    named = "-d" in arguments or any(item.startswith("--database") for item in arguments)
    with workshop(system.FOR_RUN, dev=False) as shop:
        if not named:
            with locked("database"):
                shop.demo(serve.DATABASE)
            arguments = ["-d", serve.DATABASE, *arguments]
        return odoo_source.run_odoo(
            shop.python, ["shell", "-c", shop.config, "--no-http", *arguments])


def command_odoo(arguments):
    if arguments[:1] == ["--"]:
        arguments = arguments[1:]
    if not arguments:
        raise Stop("Say what Odoo shall do, for example: ./biginn odoo -- db list")
    with workshop(system.FOR_RUN, dev=False) as shop:
        word, *rest = arguments
        if (word, rest) == ("db", ["list"]):  # the one thing Odoo's own `db` does not do
            print("\n".join(sorted(shop.server.databases() - {"postgres"})))
            return 0
        if word.startswith("-"):
            word, rest = "server", arguments
        if word in ("help", "version"):
            return odoo_source.run_odoo(shop.python, [word, *rest])
        return odoo_source.run_odoo(shop.python, [word, "-c", shop.config, *rest])


def command_stop(_arguments):
    ended = serve.stop()
    if system.postgres_bin() and postgres.stop():
        say("The private PostgreSQL has stopped")
    elif not ended:
        say("Nothing was running")


def command_clean(_arguments):
    postgres.remove()
    if HOME.exists():
        subprocess.run(["rm", "-rf", str(HOME)], check=True)
    say(f"Removed {HOME.relative_to(ROOT)}: the next call starts from nothing")


COMMANDS = {
    "run": command_run, "test": command_test, "lint": command_lint, "bench": command_bench,
    "shell": command_shell, "odoo": command_odoo, "stop": command_stop, "clean": command_clean,
}
