"""System packages: which are missing, what for, and how they are installed."""

import glob
import os
import shutil
import subprocess

from .base import LOGS, Stop, capture, is_terminal, run_logged, say

POSTGRES_GLOBS = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/local/pgsql/bin")


def postgres_bin():
    """Folder of the newest PostgreSQL server programs, or None. Odoo 19 needs 13 or newer."""
    found = [folder for pattern in POSTGRES_GLOBS for folder in glob.glob(pattern)
             if os.path.exists(os.path.join(folder, "initdb"))]
    if not found and (initdb := shutil.which("initdb")):
        found = [os.path.dirname(os.path.realpath(initdb))]
    return max(found, key=lambda path: [int(n) for n in path.split("/") if n.isdigit()] or [0],
               default=None)


def wkhtmltopdf():
    """Path of wkhtmltopdf, or None: then everything works but PDF."""
    named = os.environ.get("WKHTMLTOPDF")
    if named:
        if not (os.path.isfile(named) and os.access(named, os.X_OK)):
            raise Stop(f"WKHTMLTOPDF={named} is not a program that can be run.")
        return named
    return shutil.which("wkhtmltopdf")


def _has_venv():
    import importlib.util

    return importlib.util.find_spec("ensurepip") is not None


# Debian package → (is it there?, what it is for, can we go on without it?)
NEEDS = {
    "python3-venv": (_has_venv, "a Python environment of this clone's own", False),
    "postgresql": (postgres_bin, "the database server (a private one, no service)", False),
    "wkhtmltopdf": (wkhtmltopdf, "PDF documents", True),
    "fonts-dejavu-core": (
        lambda: os.path.isdir("/usr/share/fonts/truetype/dejavu"),
        "letters of all four languages in PDF", True),
    "chromium": (
        lambda: shutil.which("chromium") or shutil.which("google-chrome"),
        "the browser tests", True),
    "libreoffice-calc": (
        lambda: shutil.which("soffice"), "recalculating workbooks in the tests", True),
    "poppler-utils": (lambda: shutil.which("pdftotext"), "reading PDF in the tests", True),
    "npm": (lambda: shutil.which("npm"), "prettier, which checks XML and JavaScript", True),
}
FOR_RUN = ("python3-venv", "postgresql", "wkhtmltopdf", "fonts-dejavu-core")
FOR_TEST = (*FOR_RUN, "chromium", "libreoffice-calc", "poppler-utils")
FOR_LINT = ("python3-venv", "postgresql", "npm")


def ensure(names):
    """Install the missing ones of these Debian packages.

    :raises Stop: without the rights to do so (with the exact command), or without network
    """
    if os.environ.get("BIGINN_DB_HOST"):
        names = [name for name in names if name != "postgresql"]
    missing = [name for name in names if not NEEDS[name][0]()]
    if not missing:
        return
    vital = [name for name in missing if not NEEDS[name][2]]
    if not shutil.which("apt-get"):
        _go_on_without(missing, vital, "this system has no apt-get")
        return
    prefix = _rights()
    if prefix is None:
        command = f"apt-get install -y --no-install-recommends {' '.join(missing)}"
        raise Stop(f"Some system packages are missing and this user may not install them; "
                   f"as root, run: {command}")
    installable = _installable(missing, prefix)
    _go_on_without([n for n in missing if n not in installable],
                   [n for n in vital if n not in installable], "apt does not offer it here")
    for name in installable:
        say(f"Installing {name} by apt: for {NEEDS[name][1]}")
    _install(installable, prefix)


def _rights():
    """Command prefix that gives root's rights, or None."""
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    if capture(["sudo", "-n", "true"]) is not None:
        return ["sudo", "-n"]
    return ["sudo"] if is_terminal() else None


def _installable(names, prefix):
    def offered():
        text = capture(["apt-cache", "policy", *names]) or ""
        blocks = text.split("\n")
        current, have = None, set()
        for line in blocks:
            if line and not line.startswith(" "):
                current = line.rstrip(":")
            elif "Candidate:" in line and "(none)" not in line:
                have.add(current)
        return [name for name in names if name in have]

    have = offered()
    if len(have) < len(names):
        run_logged([*prefix, "apt-get", "update"], "apt", "apt-get update did not work.")
        have = offered()
    return have


def _install(names, prefix):
    if not names:
        return
    environment = ["env", "DEBIAN_FRONTEND=noninteractive"]
    install = [*prefix, *environment, "apt-get", "install", "-y", "--no-install-recommends"]
    if "postgresql" in names:
        _without_service(prefix, install)
    try:
        run_logged([*install, *names], "apt", "apt could not install the system packages.")
    except Stop:
        # lists may be older than the archive: one fresh look before giving up
        run_logged([*prefix, "apt-get", "update"], "apt", "apt-get update did not work.")
        run_logged([*install, *names], "apt", "apt could not install the system packages.")


def _without_service(prefix, install):
    """Keep Debian's package from making a cluster and a service of the system's own."""
    if os.path.isdir("/etc/postgresql-common"):
        return
    run_logged([*install, "postgresql-common"], "apt", "apt could not install PostgreSQL.")
    LOGS.mkdir(parents=True, exist_ok=True)
    folder = "/etc/postgresql-common/createcluster.d"
    subprocess.run(
        [*prefix, "sh", "-c",
         f"mkdir -p {folder} && echo 'create_main_cluster = false' > {folder}/biginn.conf"],
        check=False)


def _go_on_without(names, vital, why):
    if vital:
        raise Stop(f"{', '.join(vital)} is needed ({NEEDS[vital[0]][1]}) and {why}; "
                   "install it by hand and call again.")
    for name in names:
        say(f"Without {name} ({why}): {NEEDS[name][1]} will be left out")


def without_pdf():
    """One sentence when PDF documents cannot be made."""
    if not wkhtmltopdf():
        say("No wkhtmltopdf: everything works but PDF documents "
            "(install it, or name one with WKHTMLTOPDF=/path/to/wkhtmltopdf)")
