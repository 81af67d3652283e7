"""Fixtures of the execution room; no database, no network."""

import pytest
from tests.engine.execution.support import QuickSandbox, make_env

from engine.execution import Environment


@pytest.fixture
def sandbox() -> QuickSandbox:
    return QuickSandbox()


@pytest.fixture
def env(sandbox: QuickSandbox) -> Environment:
    return make_env(sandbox=sandbox)
