"""What hostile files may try to reach: a file that must not come about, an address nobody may ask."""

import socket
from collections.abc import Iterator

import pytest

from tests.designer_export.hostile import Reach


@pytest.fixture(scope="module")
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


@pytest.fixture(scope="module")
def reach(listener: socket.socket, tmp_path_factory: pytest.TempPathFactory) -> Reach:
    marker = tmp_path_factory.mktemp("hostile") / "marker"
    return Reach(str(marker), f"http://127.0.0.1:{listener.getsockname()[1]}")
