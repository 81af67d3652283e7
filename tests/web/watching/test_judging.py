"""What is told to an administrator, and what is not worth telling."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.portal.samples_watching import EMPTY, ILL, NOW, SILENT, WELL, WORKER
from web.watching.judging import Concern, concerns
from web.watching.upkeep import Work


def codes(seen: object) -> list[str]:
    return [one.code for one in concerns(seen)]  # type: ignore[arg-type]


def test_nothing_is_told_of_a_hall_that_is_well() -> None:
    assert concerns(WELL) == []


def test_every_trouble_is_told_and_the_grave_ones_come_first() -> None:
    found = concerns(ILL)
    assert set(codes(ILL)) == {
        "clock_stands",
        "worker_silent",
        "other_version",
        "timers_late",
        "queue_late",
        "jobs_failed",
        "mails_failed",
        "incidents",
        "resting",
        "little_room",
        "backup_incomplete",
        "record_bad",
    }
    graves = [one.grave for one in found]
    assert graves == sorted(graves, reverse=True)
    assert Concern("incidents", grave=True, n=13, seconds=2 * 86400.0) in found
    assert Concern("timers_late", grave=True, n=513, seconds=3600.0) in found


def test_without_a_worker_that_is_the_trouble_not_its_silence() -> None:
    assert codes(replace(WELL, workers=[])) == ["no_worker"]
    assert codes(replace(WELL, workers=[SILENT])) == ["no_worker"]
    assert codes(replace(WELL, workers=[WORKER, SILENT])) == ["worker_silent"]


def test_a_record_that_the_worker_found_broken_is_told_though_the_last_verification_by_hand_was_fine() -> (
    None
):
    assert concerns(replace(WELL, broken=2)) == [Concern("record_bad", grave=True, n=2)]


def test_a_new_hall_is_told_what_nobody_has_done_yet() -> None:
    assert codes(EMPTY) == ["no_worker", "no_backup", "no_verification"]


@pytest.mark.parametrize(("days", "told"), [(1.9, []), (2.1, ["backup_old"])])
def test_a_backup_grows_old(days: float, told: list[str]) -> None:
    backup = Work(NOW - timedelta(days=days), ok=True, detail={})
    assert codes(replace(WELL, works={**WELL.works, "backup": backup})) == told


@pytest.mark.parametrize(("days", "told"), [(7.9, []), (8.1, ["verification_old"])])
def test_a_verification_grows_old(days: float, told: list[str]) -> None:
    verification = Work(NOW - timedelta(days=days), ok=True, detail={})
    assert codes(replace(WELL, works={**WELL.works, "verification": verification})) == told


def test_what_is_due_this_moment_is_not_late() -> None:
    assert codes(replace(WELL, late={"timer": (9000, 59.0), "deadline": (0, 0.0)})) == []
