"""Signals: everybody who waits hears them, once; who comes later does not."""

from sqlalchemy import text

from engine.commands.deliver_event import hear_event
from engine.commands.start_process import start_process
from engine.running import MOST_HOPS
from tests.engine.events.conftest import Hall
from tests.engine.events.services import APPLY, bundle, flows, process, step

SIGNAL = '<signal id="closed" name="closed"/>'
CLOSED = '<signalEventDefinition signalRef="closed"/>'


def waiting() -> str:
    catch = f'<intermediateCatchEvent id="wait">{CLOSED}</intermediateCatchEvent>'
    body = f'<startEvent id="s"/>{APPLY}{catch}{step("after")}<endEvent id="e"/>'
    return process("waiter", body + flows("s", "apply", "wait", "after", "e"))


def telling() -> str:
    end = '<endEvent id="tell">' + CLOSED + "</endEvent>"
    return process("teller", f'<startEvent id="t"/>{end}' + flows("t", "tell"))


def beginning() -> str:
    start = '<startEvent id="b">' + CLOSED + "</startEvent>"
    return process("clerk", start + step("file") + '<endEvent id="f"/>' + flows("b", "file", "f"))


def service(*more: str) -> tuple[str, ...]:
    return SIGNAL, waiting(), telling(), *more


def test_a_signal_is_heard_by_all_who_wait_and_begins_what_it_begins(hall: Hall) -> None:
    key = hall.deploy(bundle("signals", *service(beginning()), pools=("waiter", "teller", "clerk")))
    hall.start(key, "stu01")
    hall.start(key, "stu02")
    start_process(hall.rt, hall.person("tea01"), key, {}, process_id="teller")
    hall.deliver()
    assert (hall.open("stu01"), hall.open("stu02"), hall.open("tea01")) == (["after"], ["after"], ["file"])
    assert hall.verified()


def test_a_signal_is_not_heard_by_who_begins_to_wait_later(hall: Hall) -> None:
    key = hall.deploy(bundle("signals", *service(), pools=("waiter", "teller")))
    start_process(hall.rt, hall.person("tea01"), key, {}, process_id="teller")
    hall.clock.forward(seconds=1)
    hall.start(key, "stu01")
    hall.deliver()
    assert hall.open("stu01") == []


def test_a_signal_is_heard_once_when_its_job_runs_twice(hall: Hall) -> None:
    again = '<exclusiveGateway id="g" default="g-wait"/>' + flows("after", "g", "wait")
    again += '<sequenceFlow id="out" sourceRef="g" targetRef="e"><conditionExpression>subject == "stop"'
    again += "</conditionExpression></sequenceFlow>"
    looping = waiting().replace(flows("after", "e"), again)
    key = hall.deploy(bundle("signals", SIGNAL, looping, telling(), pools=("waiter", "teller")))
    started = hall.start(key, "stu01")
    start_process(hall.rt, hall.person("tea01"), key, {}, process_id="teller")
    hall.deliver()
    hall.story.complete("stu01", outcome="done", opinion="")
    occurrence = hall.connection.execute(text("SELECT id FROM occurrence")).scalar_one()
    hear_event(hall.rt, occurrence, started.instance_id)
    assert hall.open("stu01") == []


def test_matters_that_set_each_other_going_come_to_an_end(hall: Hall) -> None:
    catch = f'<startEvent id="b">{CLOSED}</startEvent><endEvent id="f">{CLOSED}</endEvent>' + flows("b", "f")
    key = hall.deploy(bundle("endless", SIGNAL, telling(), process("echo", catch), pools=("teller", "echo")))
    hall.start(key)
    assert hall.deliver() == MOST_HOPS
    assert len(hall.instances(key)) == MOST_HOPS + 1
    told = text("SELECT count(*) FROM record_entry WHERE kind = 'incident' AND outcome = 'endless'")
    assert hall.connection.execute(told).scalar_one() == 1
