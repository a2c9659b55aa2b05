"""The private PostgreSQL of this clone, or the one the person names."""

import contextlib
import fcntl
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

from .base import HOME, LOGS, ROOT, Stop, capture, digest, run_logged, step
from .system import postgres_bin

ROLE = "biginn"
PORT = "5432"  # only names the socket file; the private server listens on no network
# For trying, developing and testing: a lost machine may lose the last seconds.
SETTINGS = (
    "listen_addresses=''", "fsync=off", "synchronous_commit=off", "full_page_writes=off",
    "max_connections=200", "shared_buffers=256MB", "work_mem=16MB", "max_wal_size=2GB",
    "autovacuum_naptime=30s", "log_min_messages=warning",
)


class Server:
    """How to reach PostgreSQL; a context that holds it up while the command runs."""

    def __init__(self):
        self.private = not os.environ.get("BIGINN_DB_HOST")
        if self.private:
            self.host, self.port = str(_folder() / "run"), PORT
            self.user, self.password = ROLE, ""
        else:
            self.host = os.environ["BIGINN_DB_HOST"]
            self.port = os.environ.get("BIGINN_DB_PORT", "5432")
            self.user = os.environ.get("BIGINN_DB_USER", "odoo")
            self.password = os.environ.get("BIGINN_DB_PASSWORD", "")
        self._hold = None

    def __enter__(self):
        if self.private:
            HOME.mkdir(parents=True, exist_ok=True)
            self._hold = (HOME / "pg.hold").open("w")
            fcntl.flock(self._hold, fcntl.LOCK_SH)
            start()
        elif self.query("SELECT 1") is None:
            raise Stop(f"PostgreSQL at {self.host}:{self.port} does not let user {self.user} in; "
                       "check BIGINN_DB_HOST, _PORT, _USER and _PASSWORD.")
        return self

    def __exit__(self, *failure):
        if not self.private:
            return
        # the last command of this clone to end takes the server down
        fcntl.flock(self._hold, fcntl.LOCK_UN)
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(self._hold, fcntl.LOCK_EX | fcntl.LOCK_NB)
            stop()
        self._hold.close()

    def environment(self):
        """Variables for PostgreSQL's own programs."""
        found = {"PGHOST": self.host, "PGPORT": self.port, "PGUSER": self.user}
        return {**os.environ, **found, **({"PGPASSWORD": self.password} if self.password else {})}

    def query(self, sql, database="postgres"):
        """Rows as text lines, or None when the server or the database says no."""
        psql = _program("psql")
        out = capture([psql, "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", database,
                       "-c", sql], env=self.environment())
        return None if out is None else out.splitlines()

    def databases(self):
        rows = self.query("SELECT datname FROM pg_database WHERE NOT datistemplate")
        return set(rows or ())

    def create(self, name, template=None):
        """Create a database as a copy of `template`; :raises Stop: when refused."""
        command = [_program("createdb"), "-E", "UTF8", "-T", template or "template0", name]
        if not template:
            command[1:1] = ["--lc-collate", "C"]
        run_logged(command, "postgres", f"The database {name} could not be made.",
                   env=self.environment())

    def drop(self, name):
        run_logged([_program("dropdb"), "--if-exists", "--force", name], "postgres",
                   f"The database {name} could not be removed.", env=self.environment())

    def rename(self, old, new):
        if self.query(f'ALTER DATABASE "{old}" RENAME TO "{new}"') is None:
            raise Stop(f"The database {old} could not be renamed to {new}.")


def start():
    """Start the private server, making its cluster first if there is none."""
    folder = _folder()
    data = folder / "data"
    if not (data / "PG_VERSION").is_file():
        _initialise(folder, data)
    if _running(data):
        return
    _take_stale_away(data)
    options = " ".join(f"-c {setting}" for setting in (
        *SETTINGS, f"unix_socket_directories='{folder / 'run'}'"))
    LOGS.mkdir(parents=True, exist_ok=True)
    run_logged(
        [_program("pg_ctl"), "-D", data, "-w", "-t", "120", "-l", folder / "server.log",
         "-o", options, "start"],
        "postgres", "The private PostgreSQL did not start.", **_as_owner())


def stop():
    """Stop the private server; quiet when it is not running."""
    data = _folder() / "data"
    if (data / "PG_VERSION").is_file() and _running(data):
        run_logged([_program("pg_ctl"), "-D", data, "-w", "-m", "fast", "stop"], "postgres",
                   "The private PostgreSQL did not stop.", **_as_owner())
        return True
    return False


def remove():
    """Stop the private server and delete its files."""
    if postgres_bin():
        stop()
    shutil.rmtree(_folder(), ignore_errors=True)


def _initialise(folder, data):
    with step("Making a private PostgreSQL"):
        shutil.rmtree(data, ignore_errors=True)
        for part in (folder, folder / "run"):
            part.mkdir(parents=True, exist_ok=True)
            if os.geteuid() == 0:
                shutil.chown(part, *_owner())
            part.chmod(0o700)
        fresh = folder / "data.new"
        if fresh.exists():
            shutil.rmtree(fresh)
        run_logged(
            [_program("initdb"), "-D", fresh, "-U", ROLE, "--auth=trust", "-E", "UTF8",
             "--locale=C.UTF-8", "--no-sync"],
            "postgres", "The private PostgreSQL could not be made.", **_as_owner())
        fresh.rename(data)


def _program(name):
    folder = postgres_bin()
    path = os.path.join(folder, name) if folder else shutil.which(name)
    if not path or not os.path.exists(path):
        raise Stop(f"PostgreSQL's program {name} was not found; install PostgreSQL 13 or newer.")
    return path


def _running(data):
    done = subprocess.run([_program("pg_ctl"), "-D", str(data), "status"], capture_output=True,
                          check=False, **_as_owner())
    return done.returncode == 0


def _take_stale_away(data):
    """A machine that went down leaves a pid file whose number another process may have."""
    (data / "postmaster.pid").unlink(missing_ok=True)


def _owner():
    """PostgreSQL refuses to run as root: the unprivileged user and group it gets instead."""
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return entry.pw_uid, entry.pw_gid
    raise Stop("PostgreSQL does not run as root and there is no unprivileged user; "
               "call biginn as another user.")


def _as_owner():
    if os.geteuid() != 0:
        return {}
    user, group = _owner()
    return {"user": user, "group": group, "extra_groups": [], "cwd": "/"}


def _folder():
    """Where cluster and socket lie: in the clone, unless its path is too long for a socket
    (107 bytes) or, for root, closed to the unprivileged user."""
    inside = HOME / "pg"
    long = len(os.fsencode(inside / "run" / f".s.PGSQL.{PORT}.lock")) > 100
    if not long and not _closed_to_owner():
        return inside
    return Path(tempfile.gettempdir()) / f"biginn-{os.geteuid()}-{digest(str(ROOT))}"


def _closed_to_owner():
    if os.geteuid() != 0:
        return False
    done = subprocess.run(["test", "-x", str(ROOT)], check=False, **_as_owner())
    return done.returncode != 0
