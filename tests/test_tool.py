"""`./biginn` answers trouble with one sentence and exit code 1, never with a traceback."""

import os
import socket
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def call(*arguments, **variables):
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    return subprocess.run(
        [str(ROOT / "biginn"), *arguments], capture_output=True, text=True, check=False,
        env={**environment, **variables}, stdin=subprocess.DEVNULL)


def assert_one_sentence(done, word):
    assert done.returncode == 1, done.stdout + done.stderr
    lines = [line for line in done.stderr.splitlines() if line.strip()]
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("biginn: ")
    assert word in lines[0]


def test_help_lists_the_commands():
    done = call("--help")
    assert done.returncode == 0
    for word in ("run", "test", "lint", "bench", "shell", "odoo", "stop", "clean"):
        assert f"  {word}" in done.stdout


def test_unknown_command():
    assert_one_sentence(call("dance"), "dance")


def test_port_taken():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert_one_sentence(call("run", BIGINN_PORT=port), port)


@pytest.mark.parametrize("port", ["0", "abc", "70000", "-1"])
def test_port_that_is_none(port):
    assert_one_sentence(call("run", BIGINN_PORT=port), port)


def test_odoo_home_without_odoo(tmp_path):
    assert_one_sentence(call("odoo", "--", "version", ODOO_HOME=str(tmp_path)), "ODOO_HOME")


def test_odoo_home_of_another_version(tmp_path):
    (tmp_path / "odoo").mkdir()
    (tmp_path / "odoo" / "release.py").write_text("version_info = (18, 0, 0, FINAL, 0, '')\n")
    assert_one_sentence(call("odoo", "--", "version", ODOO_HOME=str(tmp_path)), "not Odoo 19.0")


def test_wkhtmltopdf_that_is_no_program(tmp_path):
    assert_one_sentence(call("run", WKHTMLTOPDF=str(tmp_path), BIGINN_PORT="18069"), "WKHTMLTOPDF")


def test_wrong_python(tmp_path):
    for name in ("python3", "python3.13", "python3.12", "python3.11", "python3.10"):
        fake = tmp_path / name
        fake.write_text("#!/bin/sh\nexit 1\n")
        fake.chmod(0o755)
    done = call("--help", PATH=f"{tmp_path}:/usr/bin:/bin", BIGINN_PYTHON="")
    assert_one_sentence(done, "Python 3.10 to 3.13")


def test_database_of_the_persons_own_that_says_no():
    done = call("shell", BIGINN_DB_HOST="/nowhere", BIGINN_DB_USER="nobody")
    assert_one_sentence(done, "BIGINN_DB_HOST")


def test_databases_are_listed():
    done = call("odoo", "--", "db", "list")
    assert done.returncode == 0, done.stderr
    assert os.environ["BIGINN_TEST_DB"] in done.stdout.split()


def test_compose_file_names_what_exists():
    text = (ROOT / "docker-compose.yml").read_text()
    example = (ROOT / ".env.example").read_text()
    for word in ("odoo:19", "postgres:", "healthcheck", "service_healthy", "db-data", "odoo-data",
                 "./addons:/mnt/extra-addons", "./config/odoo.conf"):
        assert word in text
    for name in ("POSTGRES_PASSWORD", "ODOO_ADMIN_PASSWORD"):
        assert f"{name}=" in example
        assert f"${{{name}:?" in text, "no password has a default"
    for line in text.splitlines():
        path = line.strip().removeprefix("- ").split(":")[0]
        if path.startswith("./"):
            assert (ROOT / path).exists(), path


def test_production_configuration_is_closed():
    import configparser

    parser = configparser.ConfigParser(interpolation=None)
    parser.read(ROOT / "config" / "odoo.prod.conf")
    options = parser["options"]
    assert options["list_db"] == "False"
    assert options["proxy_mode"] == "True"
    assert int(options["workers"]) > 0
    assert not [key for key in options if "passw" in key]
