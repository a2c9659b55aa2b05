import os
import unittest

from odoo.tests import tagged

from .common import XchangeCommon

try:
    from hypothesis import HealthCheck, settings
    from hypothesis.stateful import run_state_machine_as_test

    from .exchange_machine import Machine
except ImportError:  # a development tool: a customer's Odoo runs the other tests
    Machine = None


@tagged("post_install", "-at_install")
class TestExchangeMachine(XchangeCommon):
    """People press what they find, in any order and on any day: what may never be, never is."""

    @unittest.skipUnless(Machine, "hypothesis is not installed")
    def test_no_way_around_the_guards(self):
        long = bool(os.environ.get("BIGINN_LONG"))
        self.assertTrue(self.open_payout())
        run_state_machine_as_test(
            type("Machine", (Machine,), {"case": self}),
            settings=settings(
                max_examples=300 if long else 6,
                stateful_step_count=60 if long else 30,
                deadline=None,
                database=None,
                derandomize=not long,
                suppress_health_check=list(HealthCheck),
            ),
        )
