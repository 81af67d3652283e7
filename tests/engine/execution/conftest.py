"""Fixtures of the execution room; no database, no network."""

import pytest

from engine.execution import Environment
from tests.engine.execution.support import QuickSandbox, make_env


@pytest.fixture
def sandbox() -> QuickSandbox:
    return QuickSandbox()


@pytest.fixture
def env(sandbox: QuickSandbox) -> Environment:
    return make_env(sandbox=sandbox)
