"""Tests that another process runs say as much as those of this one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STORIES = "tests/engine/forecast/test_random_services.py"


@pytest.mark.slow
def test_what_random_stories_say_in_another_process_is_told_at_the_end() -> None:
    # A process of this run would take itself for one that the inner run has started.
    outside = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_XDIST")}
    told = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "1", STORIES, "-k", "outcomes"],
        cwd=ROOT,
        env=outside | {"TONGBAN_SEED": "1"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert told.returncode == 0, told.stdout + told.stderr
    assert "1 passed" in told.stdout
    assert "journeys with a forecast before each step" in told.stdout
