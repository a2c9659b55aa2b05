"""Property tests: `hypothesis` where it is installed, else they are skipped and say so."""

import os
import unittest

try:
    from hypothesis import HealthCheck, given, settings
    from hypothesis import strategies as st

    def tries(short, long):
        """So many examples each time, so many in a long run; a slow machine is no failure."""
        return settings(
            max_examples=long if os.environ.get("BIGINN_LONG") else short,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )

    steady = tries(200, 20_000)
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

    def tries(_short, _long):
        return steady


__all__ = ["given", "st", "steady", "tries"]
