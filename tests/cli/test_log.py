"""``tongban log`` on a database of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from db.server import Server
from tests.conftest import clone

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def run(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run the command, as somebody types it, on the demo campus."""
    data = str(tmp_path_factory.mktemp("data"))
    environment = {**os.environ, "DATABASE_URL": clone(server, "log"), "TONGBAN_DATA": data}

    def tongban(*words: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "cli", *(str(word) for word in words)]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert tongban("demo", "load").returncode == 0
    return tongban


def test_a_log_goes_to_a_file_or_to_the_output(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "log.json"
    assert run("log", "notice", "--format", "ocel", "-o", path).returncode == 0
    assert set(json.loads(path.read_text())) == {"events", "objects", "objectTypes", "eventTypes"}
    assert etree.fromstring(run("log", "notice").stdout.encode()).get("xes.version") == "1849.2016"


def test_what_cannot_be_written_leaves_what_was_there(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "log.xes"
    path.write_text("before")
    assert run("log", "no-such-service", "-o", path).returncode == 3
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]
    assert run("log", "notice", "--format", "csv").returncode == 3
    assert run("log", "notice", "--from", "yesterday").returncode == 3
