"""`./biginn run`: serves the demo world and says where to click."""

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from .base import HOME, LOGS, ROOT, Stop, say

RUNNING = HOME / "run.pid"
DATABASE = os.environ.get("BIGINN_DB_NAME", "biginn")
WELCOME = """
  BIGINN is ready:  {url}

    who              login      password   look at
    cluster staff    staff      staff      BIGINN > Members, Exchanges, Agendas
    cluster manager  manager    manager    BIGINN > Configuration
    grant finance    finance    finance    BIGINN > Grants: one locked and one open statement
    a member         member     member     {url}/my/organisation
    administrator    admin      admin      everything

  Log: {log}    Ctrl-C stops it all.
"""


def port():
    """The port to serve on; :raises Stop: when BIGINN_PORT is no port number."""
    text = os.environ.get("BIGINN_PORT", "8069")
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise Stop(f"BIGINN_PORT={text} is not a port number (1 to 65535).")
    return int(text)


def check_port():
    """:raises Stop: when somebody else listens on the port"""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port()))
        except OSError as error:
            raise Stop(f"Port {port()} is taken or not allowed; choose another one, for example "
                       f"BIGINN_PORT={port() + 1} ./biginn run") from error


def serve(shop):
    """Start Odoo, wait until it answers, print the welcome, and stay until Ctrl-C."""
    log = LOGS / "odoo.log"
    LOGS.mkdir(parents=True, exist_ok=True)
    _say_where_it_is(shop.server)
    with log.open("ab") as out:
        process = subprocess.Popen(
            [str(shop.python), "-m", "odoo", "server", "-c", str(shop.config), "-d", DATABASE,
             f"--db-filter=^{DATABASE}$", f"--http-port={port()}"],
            stdout=out, stderr=out, stdin=subprocess.DEVNULL, cwd=HOME, start_new_session=True)
        RUNNING.write_text(str(os.getpid()))
        try:
            _wait_until_ready(process, log)
            url = f"http://localhost:{port()}"
            print(WELCOME.format(url=url, log=log.relative_to(ROOT)), flush=True)
            code = process.wait()
            raise Stop(f"Odoo ended by itself (code {code}). Details: {log.relative_to(ROOT)}")
        except KeyboardInterrupt:
            print()
            say("Stopping")
            return 0
        finally:
            _end(process)


def _say_where_it_is(server):
    """PDF documents and links in mails need to know the port of this start."""
    for key in ("report.url", "web.base.url"):
        server.query(
            "INSERT INTO ir_config_parameter (key, value) "
            f"VALUES ('{key}', 'http://localhost:{port()}') "
            "ON CONFLICT (key) DO UPDATE SET value = excluded.value", DATABASE)


def _wait_until_ready(process, log):
    print("· Starting Odoo …", end="", flush=True)
    started = time.monotonic()
    while process.poll() is None:
        try:
            with urllib.request.urlopen(
                    f"http://127.0.0.1:{port()}/web/login?db={DATABASE}", timeout=120) as answer:
                answer.read()
            print(f" {time.monotonic() - started:.0f} s", flush=True)
            return
        except urllib.error.HTTPError as error:
            raise Stop(f"Odoo answers with error {error.code}. "
                       f"Details: {log.relative_to(ROOT)}") from error
        except OSError:
            time.sleep(0.2)  # not listening yet: ask again
    raise Stop(f"Odoo did not start. Details: {log.relative_to(ROOT)}")


def stop():
    """End a `run` of this clone in another terminal; True when there was one."""
    try:
        number = int(RUNNING.read_text())
        command = Path(f"/proc/{number}/cmdline").read_bytes()
    except (OSError, ValueError):
        return False
    if str(ROOT).encode() not in command:  # the number belongs to somebody else by now
        return False
    os.kill(number, signal.SIGTERM)
    while Path(f"/proc/{number}").exists() and RUNNING.exists():
        time.sleep(0.1)
    say("The server has stopped")
    return True


def _end(process):
    RUNNING.unlink(missing_ok=True)
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
