"""Looks and fates go after the time that the settings say; the record of a matter stays as it is."""

import dataclasses
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from procrastinate import App

from engine.commands.forget_looks import forget_looks
from engine.commands.note_looks import note_looks
from engine.commands.start_process import start_process
from jobs.worker import SETTINGS, run_due
from tests.jobs.campus import MAIL, NOW, Campus, sql
from tests.jobs.conftest import Queue

RUN_AT = datetime.fromtimestamp(1790000000, UTC)
"""When the jobs of `run_periodic` think it is."""


@pytest.fixture
def looked(campus: Campus) -> Campus:
    """A matter at which somebody looked on each of five days."""
    matter = start_process(campus.rt, campus.person("stu01"), "email-unlock", MAIL, opinion="请办理")
    for days in range(5):
        rt = dataclasses.replace(campus.rt, clock=lambda days=days: NOW + timedelta(days=days))
        note_looks(rt, campus.person("admin"), [matter.instance_id], "matter")
    return campus


def test_old_looks_go_in_batches_and_no_others(looked: Campus) -> None:
    assert forget_looks(NOW + timedelta(days=3), limit=2) == 3
    assert sql("SELECT at FROM look ORDER BY at") == [NOW + timedelta(days=days) for days in (3, 4)]
    assert forget_looks(NOW + timedelta(days=3), limit=2) == 0


@pytest.mark.parametrize(("days", "left"), [(0, 1), (365, 0)])
def test_the_settings_say_how_long_both_are_kept_and_0_is_for_ever(
    looked: Campus,
    committed: Flask,
    queue: Queue,
    run_periodic: Callable[[App, str], None],
    monkeypatch: pytest.MonkeyPatch,
    days: int,
    left: int,
) -> None:
    # What is due and deferred is done first: the matter's record then rests.
    run_due(committed)
    old = RUN_AT - timedelta(days=366)
    before = sql("SELECT encode(digest, 'hex') FROM record_entry ORDER BY instance_id, n")
    sql("UPDATE look SET at = :at RETURNING id", at=old)
    sql("DELETE FROM look WHERE id <> (SELECT min(id) FROM look) RETURNING id")
    sql(
        "INSERT INTO message (person_id, event, kind, title, step_name, at)"
        " SELECT min(id), 'x:1', 'copied', 't', '', :at FROM person RETURNING id",
        at=old,
    )
    sql(
        "INSERT INTO message_fate (message_id, channel, person_id, state, at)"
        " SELECT id, 'mail', person_id, 'sent', at FROM message WHERE event = 'x:1' RETURNING message_id"
    )
    settings = dataclasses.replace(committed.extensions[SETTINGS], fate_days=days, look_days=days)
    monkeypatch.setitem(committed.extensions, SETTINGS, settings)
    made = queue({})
    for name in ("messages.forget_fates", "engine.forget_looks"):
        run_periodic(made, name)
    assert len(sql("SELECT id FROM look")) == left
    assert (
        len(
            sql(
                "SELECT f.message_id FROM message_fate f JOIN message g ON g.id = f.message_id"
                " WHERE g.event = 'x:1'"
            )
        )
        == left
    )
    assert sql("SELECT encode(digest, 'hex') FROM record_entry ORDER BY instance_id, n") == before
