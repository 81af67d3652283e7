from collections.abc import Iterator

import pytest

from expressions.sandbox import Sandbox


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """The real one: what a rehearsal shows must be what would happen."""
    sandbox = Sandbox(workers=1)
    yield sandbox
    sandbox.close()
