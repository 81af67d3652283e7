"""Histories to write logs of."""

from tests.engine.statistics.conftest import many_matters

__all__ = ["many_matters"]
