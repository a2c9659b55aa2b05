"""Paths, messages and process helpers shared by every step."""

import contextlib
import errno
import fcntl
import hashlib
import os
import shlex
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / ".biginn"  # git-ignored; all that the tool makes lies in here
ADDONS = ROOT / "addons"
OUR_ADDONS = ("biginn_cluster", "biginn_xchange", "biginn_reports")
LOGS = HOME / "log"


class Stop(Exception):
    """Ends the command with one sentence for the person and exit code 1."""


def say(message):
    print(f"· {message}", flush=True)


@contextlib.contextmanager
def step(message):
    """Say what is being done, and how long it took once it is."""
    started = time.monotonic()
    print(f"· {message} …", end="", flush=True)
    try:
        yield
    except BaseException:
        print(" not finished", flush=True)
        raise
    print(f" {time.monotonic() - started:.0f} s", flush=True)


def run_logged(command, log_name, sentence, **kwargs):
    """Run a command with its output in a log file; a failure becomes one sentence.

    :raises Stop: when the command ends with another code than 0
    """
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"{log_name}.log"
    with log.open("ab") as out:
        out.write(f"\n$ {shlex.join(map(str, command))}\n".encode())
        out.flush()
        try:
            done = subprocess.run(
                [str(part) for part in command],
                stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                check=False, **kwargs,
            )
        except FileNotFoundError as error:
            raise Stop(f"{sentence} The program {error.filename} was not found.") from error
    if done.returncode:
        raise Stop(f"{sentence} {reason_in(log)}Details: {log.relative_to(ROOT)}")


def reason_in(log):
    """The likely reason, read off the end of a log: no disk or no network."""
    tail = log.read_bytes()[-20000:].decode(errors="replace").rpartition("\n$ ")[2]
    if "No space left on device" in tail:
        return "The disk is full. "
    signs = (
        "Could not resolve", "Temporary failure", "Network is unreachable", "Connection refused",
        "Failed to establish a new connection", "NewConnectionError", "Could not connect",
        "Unable to connect", "ENOTFOUND", "ECONNREFUSED", "EAI_AGAIN",
    )
    if any(sign in tail for sign in signs):
        return "The network or the package registry cannot be reached. "
    return ""


def capture(command, **kwargs):
    """Standard output of a command, or None when it is missing or fails."""
    try:
        return subprocess.run(
            [str(part) for part in command],
            capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL, **kwargs,
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return None


def stamp_is(name, key):
    """Whether the step `name` was finished for exactly this key."""
    file = HOME / "stamps" / name
    return file.is_file() and file.read_text() == key


def set_stamp(name, key):
    """Remember a finished step; written beside and renamed, so never half."""
    folder = HOME / "stamps"
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f"{name}.{os.getpid()}.new"
    fresh.write_text(key)
    fresh.rename(folder / name)


def clear_stamp(name):
    (HOME / "stamps" / name).unlink(missing_ok=True)


@contextlib.contextmanager
def locked(name):
    """One process of this clone at a time does the step; the others wait their turn."""
    HOME.mkdir(parents=True, exist_ok=True)
    with (HOME / f"{name}.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another biginn command is setting up in this clone; waiting for it")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def digest(*parts):
    """Short stable key of strings and of file contents."""
    total = hashlib.sha256()
    for part in parts:
        data = part.read_bytes() if isinstance(part, Path) else str(part).encode()
        total.update(hashlib.sha256(data).digest())
    return total.hexdigest()[:16]


def sentence_of(error):
    """One sentence for an operating system error."""
    if error.errno == errno.ENOSPC:
        return "The disk is full; free some space and call again, it carries on where it stopped."
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"No permission for {error.filename or 'a file'}; check who owns this clone."
    return f"The system refused: {error.strerror or error} ({error.filename or 'no file named'})."


def is_terminal():
    return sys.stdin is not None and sys.stdin.isatty()
