"""Calls of outside systems, faults and events as an administrator sees them inside a matter."""

import uuid
from datetime import timedelta

from connectors.outside import Failed
from engine.commands.retry_instance import retry_instance
from engine.queries.inspection.opened import opened
from engine.queries.inspection.story import story_of
from engine.queries.inspection.waits import Waits, waits_of
from tests.engine.calling.conftest import Outside, outside
from tests.engine.events.conftest import hall
from tests.engine.events.services import APPLY, bundle, flows, message, process, step, timer

__all__ = ["hall", "outside"]


def waits(outside: Outside, instance: uuid.UUID) -> Waits:
    hall = outside.hall
    return waits_of(opened(hall.rt, hall.connection, hall.person("admin"), instance), hall.connection)


def steps(hall, instance: uuid.UUID):
    matter = opened(hall.rt, hall.connection, hall.person("admin"), instance)
    return story_of(matter, hall.connection).steps


def test_a_call_tells_its_tries_its_next_one_and_its_last_error(outside):
    outside.desk.answers = [Failed("timeout", "no answer in 5 s")]
    instance = outside.start()
    outside.work()
    (call,) = waits(outside, instance).calls
    assert (call.name, call.operation, call.state, call.tries) == ("开户", "desk.open", "due", 1)
    assert (call.code, call.detail) == ("timeout", "no answer in 5 s")
    assert call.next_at is not None
    assert call.next_at > outside.hall.clock()
    assert call.closed_at is None


def test_after_the_last_try_there_is_a_fault_and_it_stays_told_once_it_is_mended(outside):
    outside.desk.answers = [Failed("timeout", "no answer")]
    instance = outside.start()
    outside.work()
    while not (found := waits(outside, instance).incidents):
        outside.later(minutes=5)
    (fault,) = found
    assert (fault.name, fault.code, fault.closed_at) == ("开户", "timeout", None)
    failed_at = outside.hall.clock()
    outside.desk.answers = [{"number": 7}]
    outside.hall.clock.forward(hours=1)
    admin = outside.hall.person("admin")
    retry_instance(outside.hall.rt, admin, instance, incident=fault.id, reason="已修复")
    outside.work()
    (mended,) = waits(outside, instance).incidents
    assert mended.closed_at == failed_at + timedelta(hours=1)
    told = [(one.kind, one.element) for one in steps(outside.hall, instance)]
    assert told[-3:] == [("fail", "ask"), ("retry", "ask"), ("enter", "last")]
    times = [one.after for one in steps(outside.hall, instance)][-3:]
    assert times == [failed_at, mended.closed_at, mended.closed_at]


def test_a_timer_and_a_message_are_told_with_the_moment_that_they_came(hall):
    wait = f'<intermediateCatchEvent id="wait">{timer("PT30M")}</intermediateCatchEvent>'
    body = f'<startEvent id="s"/>{APPLY}{wait}{message("intermediateCatchEvent heard", "reply")}'
    body += f"{step('last', '查收')}<endEvent id='e'/>{flows('s', 'apply', 'wait', 'heard', 'last', 'e')}"
    key = hall.deploy(bundle("events", '<message id="reply" name="reply"/>', process("main", body)))
    instance = hall.start(key).instance_id
    begun = hall.clock()
    hall.later(minutes=45)
    found = steps(hall, instance)
    assert [(one.kind, one.element) for one in found][-2:] == [("enter", "wait"), ("enter", "heard")]
    assert found[-1].exact
    assert found[-1].after == begun + timedelta(minutes=45)
