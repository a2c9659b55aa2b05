"""Odoo 19 itself: a tree the person has, the cached Debian package, or Debian's sid."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from .base import HOME, ROOT, Stop, capture, digest, run_logged, say, set_stamp, stamp_is, step

LOCK = ROOT / "config" / "odoo.lock"
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
UNPACKED = HOME / "odoo"
PACKAGES = UNPACKED / "usr/lib/python3/dist-packages"
HINT = "set ODOO_HOME=/path/to/an/odoo-19.0/source/tree and call again"
# Files that the Odoo package links to in packages of their own; the icon font must be the
# 4.7 that Debian's stable suite has, the rest is taken where the Odoo package comes from.
COMPANIONS = (
    "fonts-font-awesome/bookworm", "fonts-roboto-unhinted/sid", "fonts-montserrat/sid",
    "libjs-jquery/sid", "libjs-jquery-form/sid", "libjs-underscore/sid",
)
# Named by mail's assets but absent from the package: without it each browser test fails.
MISSING_ASSET = "odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"


def locked_version():
    """(package, version, sha256) that the addons were tried on."""
    line = next(row for row in LOCK.read_text().splitlines() if row and row[0] != "#")
    return tuple(line.split())


def ensure():
    """Python path entry that makes `import odoo` work.

    :raises Stop: when no Odoo 19 can be had
    """
    named = os.environ.get("ODOO_HOME")
    if named:
        return _checked(Path(named).expanduser().resolve(), f"ODOO_HOME={named}")
    package, version, sha256 = locked_version()
    if not (stamp_is("odoo", digest(version, sha256, *COMPANIONS)) and PACKAGES.is_dir()):
        _fetch(package, version, sha256)
        set_stamp("odoo", digest(version, sha256, *COMPANIONS))
    return _checked(PACKAGES, "The cached package")


def addons_paths(odoo_path):
    """Folders with Odoo's own addons: a source checkout keeps most beside the package."""
    beside = odoo_path / "addons"
    return [beside] if (beside / "web" / "__manifest__.py").is_file() else []


def identity(odoo_path):
    """Key that changes when another Odoo is used."""
    return digest(str(odoo_path), odoo_path / "odoo" / "release.py")


def _checked(path, what):
    release = path / "odoo" / "release.py"
    if not release.is_file():
        raise Stop(f"{what} holds no Odoo (no odoo/release.py); {HINT}.")
    found = re.search(r"version_info\s*=\s*\((\d+),\s*(\d+)", release.read_text())
    if not found or found.groups() != ("19", "0"):
        raise Stop(f"{what} is not Odoo 19.0; {HINT}.")
    return path


def _fetch(package, version, sha256):
    if not (shutil.which("apt-get") and shutil.which("dpkg") and KEYRING.is_file()):
        raise Stop(f"Odoo 19 is fetched as a Debian package, which this system cannot do; {HINT}.")
    apt = HOME / "apt"
    options = _private_apt(apt)
    with step(f"Fetching Odoo 19 ({package} {version}, about 130 MB) from Debian"):
        sorry = f"Odoo 19 could not be fetched from Debian: {HINT}."
        run_logged(["apt-get", *options, "update"], "odoo", sorry)
        file = _download(package, version, sha256, apt, options, sorry)
        for old in [*apt.glob("fonts-*.deb"), *apt.glob("libjs-*.deb")]:
            old.unlink()
        run_logged(["apt-get", *options, "download", *COMPANIONS], "odoo", sorry, cwd=apt)
    with step("Unpacking Odoo"):
        fresh = HOME / "odoo.new"
        shutil.rmtree(fresh, ignore_errors=True)
        for deb in [file, *apt.glob("fonts-*.deb"), *apt.glob("libjs-*.deb")]:
            run_logged(["dpkg", "-x", deb, fresh], "odoo", "The Odoo package does not unpack.")
        stub = fresh / PACKAGES.relative_to(UNPACKED) / MISSING_ASSET
        if not stub.exists():
            stub.parent.mkdir(parents=True, exist_ok=True)
            stub.write_text("/* left out of the Debian package */\n")
        shutil.rmtree(UNPACKED, ignore_errors=True)
        fresh.rename(UNPACKED)


def _download(package, version, sha256, apt, options, sorry):
    cached = apt / f"{package}_{version}_all.deb"
    if not (cached.is_file() and _sha256(cached) == sha256):
        wanted = f"{package}={version}"
        if version not in (capture(["apt-cache", *options, "madison", package]) or ""):
            wanted = package
        run_logged(["apt-get", *options, "download", wanted], "odoo", sorry, cwd=apt)
    file = max(apt.glob(f"{package}_*.deb"), key=lambda item: item.stat().st_mtime, default=None)
    if file is None:
        raise Stop(sorry)
    if _sha256(file) != sha256:
        say(f"\n· Debian now has {file.name.split('_')[1]}; the addons were tried on {version}")
    return file


def _sha256(file):
    return (capture(["sha256sum", file]) or "").split(" ")[0]


def _private_apt(folder):
    """Options for an apt with lists, cache and sources of its own.

    The mirror is the machine's own; its keyring checks the signatures. The system's
    sources are neither read for packages nor changed.
    """
    for part in ("state/lists/partial", "cache/archives/partial"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    sources = folder / "private.sources"
    sources.write_text(
        f"Types: deb\nURIs: {_mirror()}\nSuites: sid bookworm\nComponents: main\n"
        f"Architectures: {(capture(['dpkg', '--print-architecture']) or 'amd64').strip()}\n"
        f"Signed-By: {KEYRING}\n")
    values = {
        "Dir::Etc::SourceList": sources, "Dir::Etc::SourceParts": "/dev/null",
        "Dir::State": folder / "state", "Dir::Cache": folder / "cache",
        "Dir::State::status": "/dev/null", "Debug::NoLocking": "1",
        "Acquire::Languages": "none", "APT::Update::Error-Mode": "any", "APT::Sandbox::User": _me(),
    }
    return [part for key, value in values.items() for part in ("-o", f"{key}={value}")]


def _me():
    import getpass

    return getpass.getuser()


def _mirror():
    """Debian mirror of this machine, from apt's own configuration."""
    rows = capture(["apt-get", "indextargets", "--format", "$(REPO_URI) $(RELEASE) $(COMPONENT)"])
    for row in (rows or "").splitlines():
        uri, _, rest = row.partition(" ")
        if rest.endswith(" main") and "security" not in row and "/debian" in uri:
            return uri
    raise Stop(f"apt names no Debian mirror on this machine; {HINT}.")


def run_odoo(python, arguments, **kwargs):
    """Run Odoo's own command line in the foreground; returns its exit code."""
    return subprocess.call([str(python), "-m", "odoo", *map(str, arguments)], **kwargs)
