"""Time passes: timers of running matters, and services that begin by the clock."""

from dataclasses import replace

import psycopg
import pytest
from sqlalchemy import exc, text

from db import transaction
from engine.commands import fire_timers
from engine.definitions import DefinitionCache
from engine.errors import BegunByEvents
from engine.store import instances
from tests.engine.events.conftest import Hall
from tests.engine.events.services import APPLY, bundle, flow, flows, process, step, timer


def reminded(cancels: str = "false", text: str = "P3D") -> str:
    boundary = (
        f'<boundaryEvent id="late" name="超时" attachedToRef="decide" cancelActivity="{cancels}">'
        f"{timer(text)}</boundaryEvent>"
    )
    body = f'<startEvent id="s"/>{APPLY}{step("decide")}{boundary}{step("remind")}<endEvent id="e"/>'
    body += '<endEvent id="f"/>' + flows("s", "apply", "decide", "e") + flows("late", "remind", "f")
    return process("main", body)


def test_a_reminder_comes_beside_a_step_when_it_takes_too_long(hall: Hall) -> None:
    started = hall.start(hall.deploy(bundle("remind", reminded())))
    assert hall.later(days=2) == 0
    assert hall.open() == ["decide"]
    assert hall.later(days=1) == 1
    assert hall.open() == ["decide", "remind"]
    assert hall.later(days=30) == 0
    record = hall.story.view("stu01", started.instance_id).record
    assert [line.step_id for line in record if line.kind == "event"] == ["late"]
    assert hall.verified()


def test_a_step_is_taken_away_when_its_time_is_over(hall: Hall) -> None:
    started = hall.start(hall.deploy(bundle("over", reminded(cancels="true"))))
    hall.later(days=4)
    assert hall.open() == ["remind"]
    hall.story.complete("stu01", outcome="done", opinion="")
    assert hall.state(started.instance_id) == "completed"


def test_a_timer_is_forgotten_when_its_step_is_done_in_time(hall: Hall) -> None:
    started = hall.start(hall.deploy(bundle("done", reminded())))
    hall.story.complete("stu01", outcome="done", opinion="")
    assert hall.state(started.instance_id) == "completed"
    assert hall.later(days=9) == 0


def test_what_was_due_during_a_downtime_fires_once_when_it_repeats(hall: Hall) -> None:
    repeated = reminded(text="R3/PT1H").replace("timeDuration", "timeCycle")
    hall.start(hall.deploy(bundle("cycle", repeated)))
    assert hall.later(hours=2, minutes=30) == 1
    assert hall.open() == ["decide", "remind"]
    assert hall.later(minutes=29) == 0
    assert hall.later(minutes=1) == 1
    assert hall.later(hours=1) == 1
    assert hall.open() == ["decide", "remind", "remind", "remind"]
    assert hall.later(days=1) == 0


def test_each_of_many_matters_fires_its_own_timer(hall: Hall) -> None:
    key = hall.deploy(bundle("many", reminded()))
    for _ in range(5):
        hall.start(key)
        hall.clock.forward(hours=1)
    assert hall.later(days=2, hours=22) == 4
    assert hall.later(hours=1) == 1


def monthly(text: str) -> str:
    start = f'<startEvent id="s">{timer(text, "timeCycle")}</startEvent>'
    return process("main", start + step("report") + '<endEvent id="e"/>' + flows("s", "report", "e"))


def test_a_service_begins_by_the_clock_for_who_published_it(hall: Hall) -> None:
    hall.deploy(bundle("monthly", monthly("R2/PT24H")))
    assert hall.later(hours=23) == 0
    assert hall.later(hours=1) == 1
    assert hall.open("designer") == ["report"]
    assert hall.later(hours=24) == 1
    assert hall.later(hours=48) == 0
    assert hall.instances("monthly") == ["running", "running"]
    assert hall.verified()


def test_nobody_starts_by_hand_what_begins_by_the_clock(hall: Hall) -> None:
    key = hall.deploy(bundle("monthly", monthly("R/PT24H")))
    with pytest.raises(BegunByEvents):
        hall.start(key)
    assert hall.instances(key) == []


def test_an_old_version_begins_nothing_more_when_a_new_one_is_in_force(hall: Hall) -> None:
    hall.deploy(bundle("versions", monthly("R/PT24H")))
    hall.deploy(bundle("versions", monthly("R/PT48H")))
    assert hall.later(hours=24) == 0
    assert hall.later(hours=24) == 1


def test_a_return_arms_the_timer_anew(hall: Hall) -> None:
    body = f'<startEvent id="s"/>{APPLY}{step("decide")}{step("check")}<endEvent id="e"/><endEvent id="f"/>'
    body = body.replace(
        '<tb:step><tb:assign rule="initiator"/>',
        '<tb:step><tb:assign rule="initiator"/><tb:return to="previous"/>',
    )
    body += f'<boundaryEvent id="late" attachedToRef="decide">{timer("PT5H")}</boundaryEvent>'
    body += flows("s", "apply", "decide", "check", "e") + flow("late", "f")
    started = hall.start(hall.deploy(bundle("again", process("main", body))))
    hall.clock.forward(hours=4)
    hall.story.complete("stu01", outcome="done", opinion="")
    hall.story.give_back("stu01", to="previous")
    assert hall.open() == ["decide"]
    assert hall.later(hours=4) == 0
    assert hall.later(hours=1) == 1
    assert hall.state(started.instance_id) == "completed"


def test_what_cannot_be_moved_or_begun_holds_up_nobody_and_is_looked_at_again(
    hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    """A version that cannot be read any more, with a matter and a beginning; and a matter of another."""
    cyclic = f'<startEvent id="s">{timer("R/P1D", "timeCycle")}</startEvent>{step("look")}<endEvent id="e"/>'
    hall.start(hall.deploy(bundle("sick", reminded())))
    hall.deploy(bundle("cyclic", process("main", cyclic + flows("s", "look", "e"))))
    hall.clock.forward(hours=1)
    hall.start(hall.deploy(bundle("well", reminded())))
    sick = "UPDATE definition SET bundle = 'torn' WHERE service_key IN ('sick', 'cyclic')"
    hall.connection.execute(text(sick))
    hall.rt = replace(hall.rt, definitions=DefinitionCache())
    assert hall.later(days=4) == 3
    assert hall.open() == ["decide", "decide", "remind"]
    told = [entry.getMessage() for entry in caplog.records]
    assert len(told) == 2
    assert all(word not in line for line in told for word in ("stu01", "torn"))
    assert hall.later(minutes=59) == 0
    assert hall.later(minutes=2) == 2


@pytest.mark.parametrize(
    "trouble",
    [
        psycopg.OperationalError("server closed the connection"),
        psycopg.InterfaceError("the connection is closed"),
        exc.OperationalError("SELECT", {}, Exception("no connection")),
    ],
)
def test_trouble_of_the_database_puts_no_timer_off(
    hall: Hall, monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    """A restart of the database must not cost whoever waits an hour."""

    def fail(*_: object, **__: object) -> None:
        raise trouble

    hall.start(hall.deploy(bundle("trouble", reminded())))
    with monkeypatch.context() as patched:
        patched.setattr(fire_timers, "open_if_free", fail)
        with pytest.raises(type(trouble)):
            hall.later(days=4)
    assert hall.later(seconds=1) == 1
    assert hall.open() == ["decide", "remind"]


def test_a_matter_that_ended_while_it_could_not_be_moved_is_never_looked_at_again(hall: Hall) -> None:
    started = hall.start(hall.deploy(bundle("ended", reminded())))
    hall.story.complete("stu01", outcome="done", opinion="")
    now = hall.clock()
    with transaction() as uow:
        instances.look_again(uow, started.instance_id, now, now)
    due = text("SELECT next_due FROM instance WHERE id = :id")
    assert hall.connection.execute(due, {"id": started.instance_id}).scalar_one() is None
