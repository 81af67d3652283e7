"""Whatever somebody writes into the environment, he hears in a sentence what is wrong with it."""

from pathlib import Path

import pytest

from cli.problems import sentence
from settings import SettingsProblem, read_settings

WRONG = {
    "TONGBAN_PORT": "x",
    "TONGBAN_WORKER_PORT": "x",
    "TONGBAN_METRICS_TOKEN": "short",
    "TONGBAN_ADDRESS": "hall.example.edu",
    "TONGBAN_LOG": "loud",
    "TONGBAN_DRAFT_DAYS": "-1",
    "TONGBAN_FATE_DAYS": "two years",
    "TONGBAN_LOOK_DAYS": "99999",
    "DATABASE_URL": "mysql://x",
}


@pytest.mark.parametrize("name", WRONG)
def test_a_setting_that_cannot_be_used_is_named_in_a_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingsProblem) as refused:
        read_settings({"TONGBAN_DATA": str(tmp_path), name: WRONG[name]})
    told = sentence(refused.value)
    assert told.startswith(f"{name} must ")
    assert told.endswith(".")


def test_days_are_what_was_said_and_0_is_for_ever(tmp_path: Path) -> None:
    said = {"TONGBAN_DATA": str(tmp_path), "TONGBAN_FATE_DAYS": "0", "TONGBAN_LOOK_DAYS": "30"}
    settings = read_settings(said)
    assert (settings.fate_days, settings.look_days, settings.draft_days) == (0, 30, 180)
    usual = read_settings({"TONGBAN_DATA": str(tmp_path)})
    assert (usual.fate_days, usual.look_days) == (730, 1095)
