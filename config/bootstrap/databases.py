"""Databases: templates made once per state of the addons, and quick copies of them."""

import configparser
import os
import shutil
from pathlib import Path

from . import odoo_source
from .base import (
    ADDONS,
    HOME,
    LOGS,
    OUR_ADDONS,
    ROOT,
    Stop,
    clear_stamp,
    digest,
    reason_in,
    run_logged,
    set_stamp,
    stamp_is,
    step,
)
from .system import wkhtmltopdf

# What the addons stand on; a database with these is made once and copied from then on.
FOUNDATION = (
    "contacts",
    "portal",
    "mail",
    "account",
    "base_geolocalize",
    "calendar",
    "event",
    "hr_timesheet",
)
# The demo world's three companies keep real books, each by its country's chart of accounts.
LOCALISATIONS = ("l10n_dk", "l10n_es", "l10n_lt")
LANGUAGES = ("da_DK", "es_ES", "lt_LT")
DATA_DIR = HOME / "data"
NOT_IN_DATABASE = {"tests", "__pycache__", "readme"}


class Workshop:
    """Makes databases with one Odoo, one Python and one PostgreSQL."""

    def __init__(self, server, odoo_path, python):
        self.server, self.odoo_path, self.python = server, odoo_path, python
        self.config = self._write_config()

    def _write_config(self):
        """The committed development settings with this clone's own places."""
        parser = configparser.ConfigParser(interpolation=None)
        parser.read(ROOT / "config" / "odoo.conf")
        options = parser["options"]
        paths = [*odoo_source.addons_paths(self.odoo_path), ADDONS]
        options["addons_path"] = ",".join(map(str, paths))
        options["data_dir"] = str(DATA_DIR)
        options["list_db"] = "True"
        options["admin_passwd"] = "biginn"
        options["http_interface"] = "127.0.0.1"
        options["db_host"], options["db_port"] = self.server.host, self.server.port
        options["db_user"] = self.server.user
        if self.server.password:
            options["db_password"] = self.server.password
        if program := wkhtmltopdf():
            options["bin_path"] = os.path.dirname(os.path.abspath(program))
        HOME.mkdir(parents=True, exist_ok=True)
        file, fresh = HOME / "odoo.conf", HOME / f"odoo.conf.{os.getpid()}"
        with fresh.open("w") as handle:
            parser.write(handle)
        fresh.chmod(0o600)
        fresh.rename(file)
        return file

    def odoo(self, database, *arguments, log):
        """Run Odoo without a server on a database; :raises Stop: with the log's reason."""
        file = LOGS / f"{log}.log"
        LOGS.mkdir(parents=True, exist_ok=True)
        run_logged(
            [self.python, "-m", "odoo", "server", "-c", self.config, "-d", database, "--no-http",
             "--max-cron-threads=0", "--stop-after-init", *arguments],
            log, f"Odoo stopped while it prepared the database {database}.")
        text = file.read_text(errors="replace").rpartition("\n$ ")[2]
        # Odoo goes on without demo data that fails; a demo world with holes explains nothing
        signs = (" CRITICAL ", "Failed to load registry", "demo data failed to install")
        if any(sign in text for sign in signs):
            raise Stop(f"Odoo could not prepare the database {database}. {reason_in(file)}"
                       f"Details: {file.relative_to(ROOT)}")

    def test_template(self):
        """Name of the database that each test database is a copy of."""
        foundation = self.foundation()
        prefix = f"biginn_tpl{len(installable())}"
        return self._template(foundation, prefix, f"Installing {', '.join(installable())}")

    def foundation(self):
        """Name of a database with what the addons stand on, and nothing of ours."""
        return self._foundation("biginn_base", FOUNDATION)

    def _foundation(self, prefix, modules):
        name = f"{prefix}_{digest(odoo_source.identity(self.odoo_path), *modules)}"
        if name not in self.server.databases():
            fresh = f"{name}_new"
            with step("Making a database with what the addons stand on (once, some minutes)"):
                self._empty(fresh)
                self.odoo(fresh, "-i", ",".join(modules), "--without-demo", log="foundation")
                self._finish(fresh, name, prefix)
        return name

    def _template(self, foundation, prefix, message):
        name = f"{prefix}_{digest(foundation, *addon_state())}"
        if name not in self.server.databases():
            fresh = f"{name}_new"
            with step(message):
                self.copy(foundation, fresh)
                self.odoo(fresh, "-i", ",".join(installable()), "--without-demo", log="addons")
                self._finish(fresh, name, prefix)
        return name

    def demo(self, name):
        """The database of `./biginn run`, with the demo world; brought up to date when the
        addons have changed since."""
        key = digest(*addon_state(demo=True))
        if name in self.server.databases() and stamp_is(f"db-{name}", key):
            return
        if name in self.server.databases():
            with step(f"Bringing the database {name} up to date with the addons"):
                self.odoo(name, "-u", ",".join(installable()), log="update")
        else:
            self._make_demo(name)
        set_stamp(f"db-{name}", key)

    def _make_demo(self, name):
        foundation = self._foundation("biginn_l10n", (*FOUNDATION, *LOCALISATIONS))
        fresh = f"{name}_new"
        clear_stamp(f"db-{name}")
        with step("Installing BIGINN with its demo world (about two minutes)"):
            self.copy(foundation, fresh)
            # A module's demo loads only where all its dependencies have theirs. Core stays
            # without; the mark on the direct dependencies lets ours load alone.
            names = ", ".join(f"'{module}'" for module in FOUNDATION)
            self.server.query(
                f"UPDATE ir_module_module SET demo = true WHERE name IN ({names})", fresh)
            self.odoo(fresh, "-i", ",".join(installable()), "--with-demo",
                      f"--load-language={','.join(LANGUAGES)}", log="demo")
            self.server.rename(fresh, name)
            shutil.rmtree(filestore(name), ignore_errors=True)
            if filestore(fresh).exists():
                filestore(fresh).rename(filestore(name))

    def copy(self, template, name):
        """A copy of a database with its filestore (hard links: files there never change)."""
        self.server.drop(name)
        self.server.create(name, template)
        shutil.rmtree(filestore(name), ignore_errors=True)
        if filestore(template).exists():
            shutil.copytree(filestore(template), filestore(name), copy_function=os.link)

    def _empty(self, name):
        self.server.drop(name)
        shutil.rmtree(filestore(name), ignore_errors=True)
        self.server.create(name)

    def _finish(self, fresh, name, prefix):
        """Give a finished template its name, and let older ones of its kind go."""
        shutil.rmtree(filestore(name), ignore_errors=True)
        if filestore(fresh).exists():
            filestore(fresh).rename(filestore(name))
        self.server.rename(fresh, name)
        for old in self.server.databases():
            if old.startswith(f"{prefix}_") and old != name and not old.endswith("_new"):
                self.server.drop(old)
                shutil.rmtree(filestore(old), ignore_errors=True)


def filestore(name):
    return Path(DATA_DIR) / "filestore" / name


def installable():
    """Our addons, lowest first; BIGINN_ADDONS=biginn_cluster leaves the upper ones out."""
    wanted = os.environ.get("BIGINN_ADDONS", ",".join(OUR_ADDONS)).split(",")
    return [name for name in OUR_ADDONS
            if name in wanted and (ADDONS / name / "__manifest__.py").is_file()]


def addon_state(demo=False):
    """What the addons put into a database: names and contents of their files."""
    found = []
    files = [file for name in installable() for file in (ADDONS / name).rglob("*")]
    for file in sorted(files):
        parts = file.relative_to(ADDONS).parts
        if not file.is_file() or NOT_IN_DATABASE & set(parts) or file.suffix == ".pyc":
            continue
        if "demo" in parts and not demo:
            continue
        found += ["/".join(parts), file]
    return found
