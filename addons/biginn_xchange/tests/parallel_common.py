"""Real transactions beside each other: made, committed, raced, and taken away again.

A test's own transaction is never committed, and what is not committed nobody else sees. So what
these tests race about is made once per class and committed, each contestant has a connection and
a thread of its own, and at the end every row that has come is deleted.
"""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager

import psycopg2.errors

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.service.model import retrying
from odoo.sql_db import db_connect
from odoo.tests import get_db_name
from odoo.tools import SQL, mute_logger

from .common import XchangeCommon

WAIT = 60  # seconds a contestant waits for the others to have begun
QUIET = ("odoo.sql_db", "odoo.service.model")


class ParallelCommon(XchangeCommon):
    """`make` builds what a class races about; `race` runs contestants; `look` sees what came."""

    @classmethod
    def setUpClass(cls):
        cls.database = db_connect(get_db_name())
        with closing(cls.database.cursor()) as cr:
            cls.before = cls._highest(cr)
            cr.execute("SELECT id FROM res_currency WHERE NOT active")
            cls.inactive = tuple(number for (number,) in cr.fetchall())
        # the first to be added is the last to be run: after the class's own cursor is closed
        cls.addClassCleanup(cls._take_away)
        super().setUpClass()
        cls.programme.visit_once_per = False
        cls.make()
        cls.env.flush_all()
        cls.cr.precommit.run()
        # past the guard that keeps tests from committing: here it is meant
        cls.cr._cnx.commit()

    @classmethod
    def make(cls):
        """Override: what the tests of this class race about."""

    # ------------------------------------------------------------------
    # Taking away
    # ------------------------------------------------------------------

    @classmethod
    def _highest(cls, cr):
        """{table: its highest id}"""
        cr.execute(
            "SELECT table_name FROM information_schema.columns JOIN information_schema.tables"
            " USING (table_schema, table_name) WHERE table_schema = 'public'"
            " AND column_name = 'id' AND data_type = 'integer' AND table_type = 'BASE TABLE'"
        )
        highest = {}
        for (table,) in cr.fetchall():
            cr.execute(SQL("SELECT COALESCE(max(id), 0) FROM %s", SQL.identifier(table)))
            highest[table] = cr.fetchone()[0]
        return highest

    @classmethod
    def _take_away(cls):
        """Delete every row that has come, in whatever order the keys between them allow."""
        with closing(cls.database.cursor()) as cr:
            after = cls._highest(cr)
            left = {table for table, number in after.items() if number > cls.before.get(table, 0)}
            while left:
                gone = {table for table in left if cls._delete_new(cr, table)}
                if not gone:
                    raise AssertionError(f"left behind: {sorted(left)}")
                left -= gone
            if cls.inactive:
                cr.execute("UPDATE res_currency SET active = false WHERE id IN %s", [cls.inactive])
            cr.commit()

    @classmethod
    def _delete_new(cls, cr, table):
        try:
            with mute_logger("odoo.sql_db"), cr.savepoint(flush=False):
                cr.execute(
                    SQL(
                        "DELETE FROM %s WHERE id > %s",
                        SQL.identifier(table),
                        cls.before.get(table, 0),
                    )
                )
        except psycopg2.errors.IntegrityError:
            return False
        return True

    # ------------------------------------------------------------------
    # Racing
    # ------------------------------------------------------------------

    def race(self, *acts):
        """Run the acts at the same moment, each as Odoo runs a request.

        All transactions have begun before the first act begins; one that loses is started anew.

        :param acts: functions of an environment
        :return: what each gave back, or the sentence with which it was refused
        """
        begun = threading.Barrier(len(acts), timeout=WAIT)
        with ThreadPoolExecutor(len(acts)) as contestants:
            futures = [contestants.submit(self._contest, act, begun) for act in acts]
        results = []
        for future in futures:
            problem = future.exception()
            if problem and not isinstance(problem, UserError):
                raise problem
            results.append(problem or future.result())
        return results

    def _contest(self, act, begun):
        threading.current_thread().dbname = get_db_name()
        rounds = []
        with closing(self.database.cursor()) as cr, mute_logger(*QUIET):
            env = api.Environment(cr, SUPERUSER_ID, {})

            def once():
                # what this transaction sees from here on is what stood at this moment
                cr.execute("SELECT count(*) FROM biginn_exchange")
                if not rounds:
                    begun.wait()
                rounds.append(True)
                return act(env)

            return retrying(once, env)

    @contextmanager
    def look(self):
        with closing(self.database.cursor()) as cr:
            yield api.Environment(cr, SUPERUSER_ID, {})

    def refused(self, results):
        return [one for one in results if isinstance(one, UserError)]
