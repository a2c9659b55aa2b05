"""Databases of their own for tests that install, uninstall or start Odoo as its users do."""

import contextlib
import os
import re
import subprocess

import psycopg2

RECORD = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \d+ (?P<level>[A-Z]+) ")
LOUD = ("WARNING", "ERROR", "CRITICAL")


def connect(name):
    from odoo.tools import config

    connection = psycopg2.connect(
        dbname=name, host=config["db_host"] or None, port=config["db_port"] or None,
        user=config["db_user"] or None, password=config["db_password"] or None)
    connection.autocommit = True
    return connection


@contextlib.contextmanager
def copy_of(template, name):
    """A database made from a template, dropped afterwards."""
    with contextlib.closing(connect("postgres")) as server, server.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        try:
            yield name
        finally:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def rows(name, query):
    """All rows of a query, as a set of tuples."""
    with contextlib.closing(connect(name)) as connection, connection.cursor() as cursor:
        cursor.execute(query)
        return set(cursor.fetchall())


def odoo(name, *arguments, script=None):
    """Run Odoo's command line on the database; returns its log. Fails on another exit code."""
    command = "shell" if script is not None else "server"
    done = subprocess.run(
        [os.environ["BIGINN_VENV_PYTHON"], "-m", "odoo", command, "-c", os.environ["BIGINN_CONFIG"],
         "-d", name, "--no-http", "--max-cron-threads=0",
         *([] if script is not None else ["--stop-after-init"]), *arguments],
        input=script, capture_output=True, text=True, check=False)
    if done.returncode:
        raise AssertionError(f"odoo {command} ended with {done.returncode}:\n{done.stderr[-4000:]}")
    return done.stderr + done.stdout


def loud_records(log):
    """Log records at WARNING or above, by their level and not by their words."""
    return [line for line in log.splitlines()
            if (found := RECORD.match(line)) and found["level"] in LOUD]
