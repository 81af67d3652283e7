"""Messages between the instances of a service: to one receiver, in order, once."""

import pytest
from sqlalchemy import text

from db import transaction
from engine.commands.deliver_event import deliver_event
from engine.commands.start_process import start_process
from engine.store import occurrences
from tests.engine.events.conftest import Hall
from tests.engine.events.services import APPLY, bundle, flows, message, process, step

ORDER = '<message id="order" name="order"/><message id="answer" name="answer"/>'
IN_SUBJECT = '<tb:mapping><tb:in name="wanted" expression="subject"/></tb:mapping>'


def asking() -> str:
    body = f'<startEvent id="s"/>{APPLY}' + message("intermediateThrowEvent ask", "order", IN_SUBJECT)
    body += message("intermediateCatchEvent wait", "answer") + step("read") + '<endEvent id="e"/>'
    return process("asker", body + flows("s", "apply", "ask", "wait", "read", "e"))


def answering() -> str:
    body = message("startEvent begin", "order") + step("work") + message("endEvent reply", "answer")
    return process("worker", body + flows("begin", "work", "reply"))


def two_pools() -> tuple[str, ...]:
    return ORDER, asking(), answering()


def test_a_message_begins_the_other_pool_and_its_answer_comes_back(hall: Hall) -> None:
    key = hall.deploy(bundle("pools", *two_pools(), pools=("asker", "worker")))
    started = hall.start(key, subject="一台投影仪")
    assert hall.open() == []
    assert hall.deliver() == 1
    assert hall.open() == ["work"]
    hall.story.complete("stu01", outcome="done", opinion="")
    hall.deliver()
    assert hall.open() == ["read"]
    hall.story.complete("stu01", outcome="done", opinion="")
    assert hall.state(started.instance_id) == "completed"
    assert hall.instances(key) == ["completed", "completed"]
    assert hall.count("subscription") == 0
    assert hall.verified()


def test_the_matter_of_the_other_pool_can_be_looked_at(hall: Hall) -> None:
    key = hall.deploy(bundle("pools", *two_pools(), pools=("asker", "worker")))
    hall.start(key)
    hall.deliver()
    task = hall.story.task("stu01")
    view = hall.story.view("stu01", task.instance_id)
    assert [(step.element, step.state) for step in view.timeline] == [("work", "now")]
    assert view.record[0].kind == "start"


def test_answers_go_to_the_conversation_they_belong_to(hall: Hall) -> None:
    key = hall.deploy(bundle("pools", *two_pools(), pools=("asker", "worker")))
    first, second = hall.start(key, "stu01"), hall.start(key, "stu02")
    hall.deliver()
    hall.story.complete("stu02", outcome="done", opinion="")
    hall.deliver()
    assert (hall.open("stu01"), hall.open("stu02")) == (["work"], ["read"])
    assert hall.state(first.instance_id) == hall.state(second.instance_id) == "running"


def test_a_message_is_delivered_once_when_its_job_runs_twice(hall: Hall) -> None:
    key = hall.deploy(bundle("pools", *two_pools(), pools=("asker", "worker")))
    hall.start(key)
    hall.deliver()
    for row in hall.connection.execute(text("SELECT id FROM occurrence")).scalars():
        deliver_event(hall.rt, row)
    assert hall.instances(key) == ["running", "running"]


def test_a_message_waits_until_somebody_wants_it(hall: Hall) -> None:
    sender = f'<startEvent id="s"/>{APPLY}' + message("endEvent tell", "order") + flows("s", "apply", "tell")
    receiver = '<startEvent id="t"/>' + message("intermediateCatchEvent wait", "order") + step("got")
    receiver += '<endEvent id="e"/>' + flows("t", "wait", "got", "e")
    parts = (ORDER, process("sender", sender), process("receiver", receiver))
    key = hall.deploy(bundle("late", *parts, pools=("sender", "receiver")))
    hall.start(key)
    assert hall.deliver() == 1
    assert hall.open() == []
    start_process(hall.rt, hall.person("stu02"), key, {}, process_id="receiver")
    assert hall.deliver() == 1
    assert hall.open("stu02") == ["got"]


def test_a_message_of_one_service_is_not_heard_by_another(hall: Hall) -> None:
    one = hall.deploy(bundle("one", *two_pools(), pools=("asker", "worker")))
    other = hall.deploy(bundle("other", *two_pools(), pools=("asker", "worker")))
    hall.start(one)
    hall.deliver()
    assert (hall.instances(one), hall.instances(other)) == (["running", "running"], [])


def test_what_nobody_will_ask_for_is_forgotten(hall: Hall) -> None:
    hall.start(hall.deploy(bundle("pools", *two_pools(), pools=("asker", "worker"))))
    hall.deliver()
    hall.clock.forward(days=8)
    with transaction() as uow:
        occurrences.forget(uow, hall.clock())
    assert hall.count("occurrence") == 0


@pytest.mark.parametrize("order", [("stu01", "stu02"), ("stu02", "stu01")])
def test_keys_decide_whom_a_message_is_for(hall: Hall, order: tuple[str, str]) -> None:
    correlation = (
        '<correlationProperty id="what"><correlationPropertyRetrievalExpression messageRef="order">'
        "<messagePath>wanted</messagePath></correlationPropertyRetrievalExpression></correlationProperty>"
    )
    key_of = (
        '<correlationSubscription id="sub" correlationKeyRef="k"><correlationPropertyBinding'
        ' correlationPropertyRef="what"><dataPath>subject</dataPath></correlationPropertyBinding>'
        "</correlationSubscription>"
    )
    waiting = f'{key_of}<startEvent id="s"/>{APPLY}' + message("intermediateCatchEvent wait", "order")
    waiting += step("got") + '<endEvent id="e"/>' + flows("s", "apply", "wait", "got", "e")
    sending = (
        '<startEvent id="t"/>'
        + step("name")
        + message(
            "endEvent tell", "order", '<tb:mapping><tb:in name="wanted" expression="subject"/></tb:mapping>'
        )
    )
    sending += flows("t", "name", "tell")
    sending = sending.replace(
        '<tb:fields default="read"/>',
        '<tb:fields default="read"/><tb:field pointer="/subject" access="edit"/>',
    )
    parts = (ORDER, correlation, process("waiter", waiting), process("teller", sending))
    key = hall.deploy(bundle("keys", *parts, pools=("waiter", "teller")))
    for login in order:
        hall.start(key, login, subject=f"for {login}")
    start_process(hall.rt, hall.person("tea01"), key, {}, process_id="teller")
    hall.story.complete("tea01", outcome="done", opinion="", subject="for stu02")
    hall.deliver()
    assert (hall.open("stu01"), hall.open("stu02")) == ([], ["got"])
