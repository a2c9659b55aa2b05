"""Property tests: `hypothesis` where it is installed, else they are skipped and say so."""

import os
import unittest

try:
    from hypothesis import HealthCheck, given, settings
    from hypothesis import strategies as st

    # A shared machine may be slow for a while: that is no failure.
    steady = settings(
        max_examples=20_000 if os.environ.get("BIGINN_LONG") else 200,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
except ImportError:  # a development tool: a customer's Odoo runs the other tests

    class _Nothing:
        """Stands for any strategy; the tests that would draw from it are skipped."""

        def __getattr__(self, name):
            return self

        def __call__(self, *args, **kwargs):
            return self

        def __or__(self, other):
            return self

    st = _Nothing()

    def given(*_strategies, **_named):
        return unittest.skip("hypothesis is not installed")

    def steady(test):
        return test


__all__ = ["given", "st", "steady"]
