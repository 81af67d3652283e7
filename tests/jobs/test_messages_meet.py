"""A message thrown while its receiver's transaction is still open is not lost."""

import dataclasses
import threading
import uuid

import pytest
from flask import Flask
from sqlalchemy import text

from db import reading, transaction
from engine.commands.complete_task import complete_task
from engine.commands.deliver_event import deliver_event
from engine.commands.deploy import deploy
from engine.commands.look_for_messages import look_for_messages
from engine.commands.start_process import start_process
from engine.events import EventBus, TaskOpened
from engine.saving import DELIVER_EVENT, LOOK_FOR_MESSAGES
from identity.principal import load
from tests.campus_database import load_people
from tests.engine.events.services import APPLY, bundle, flow, flows, message, process, step
from web.current import runtime

ORDER = '<message id="order" name="order"/>'
WAITING = (
    f'<startEvent id="s"/>{APPLY}{step("first")}<parallelGateway id="fork"/>'
    + message("intermediateCatchEvent wait", "order")
    + step("beside")
    + step("got")
    + '<endEvent id="e1"/><endEvent id="e2"/>'
    + flows("s", "apply", "first", "fork", "wait", "got", "e1")
    + flow("fork", "beside")
    + flow("beside", "e2")
)
SENDING = (
    '<startEvent id="s2"/>'
    + message("intermediateThrowEvent send", "order")
    + step("sent")
    + '<endEvent id="e3"/>'
    + flows("s2", "send", "sent", "e3")
)
_JOBS = text("DELETE FROM procrastinate_jobs WHERE task_name = :name RETURNING args")
_STUDENT = text("SELECT person_id FROM account WHERE subject = 'stu01'")
_TASKS = text("SELECT id, element, version FROM task WHERE state = 'open' ORDER BY id")


def jobs(name):
    with transaction() as uow:
        return [row.args for row in uow.execute(_JOBS, {"name": name}).all()]


def open_tasks():
    with reading() as link:
        return {row.element: row for row in link.execute(_TASKS)}


@pytest.mark.slow
def test_who_begins_to_wait_while_a_message_is_delivered_gets_it_afterwards(committed: Flask) -> None:
    load_people(runtime().clock())
    with reading() as link:
        student = load(link, link.execute(_STUDENT).scalar_one())
    assert student is not None
    rt = dataclasses.replace(runtime(), eligible=lambda *asked: True)
    parts = (ORDER, process("main", WAITING), process("other", SENDING))
    deploy(rt, None, bundle("meet", *parts, pools=("main", "other")))
    start_process(rt, student, "meet", {"subject": "等"})
    first = open_tasks()["first"]

    # The receiver has written everything and is about to commit when the other throws.
    written, go_on = threading.Event(), threading.Event()
    bus = EventBus()
    bus.subscribe(TaskOpened, lambda uow, event: (written.set(), go_on.wait(20)))

    def receive() -> None:
        with committed.app_context():
            complete_task(
                dataclasses.replace(rt, events=bus),
                student,
                first.id,
                version=first.version,
                outcome="done",
                document={},
            )

    receiver = threading.Thread(target=receive)
    receiver.start()
    assert written.wait(20)
    start_process(rt, student, "meet", {}, process_id="other")
    for args in jobs(DELIVER_EVENT):
        deliver_event(rt, uuid.UUID(args["occurrence_id"]))
    go_on.set()
    receiver.join(20)
    assert "got" not in open_tasks()

    for args in jobs(LOOK_FOR_MESSAGES):
        look_for_messages(rt, args["service_key"], args["names"])
    for args in jobs(DELIVER_EVENT):
        deliver_event(rt, uuid.UUID(args["occurrence_id"]))
    assert "got" in open_tasks()
