import uuid
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import text

from db import reading, transaction
from engine.events import InstanceEnded, TaskDue, TaskOpened
from identity.keys import group_key, person_key
from messages.delivery import deliver
from messages.inbox import MessageRow, mark_all_read, mark_instance_read, mark_read, messages, unread
from tests.messages.conftest import NOW

Happen = Callable[[object], None]
Work = Callable[[], None]
People = dict[str, int]
INSTANCE = uuid.UUID(int=7)


def box(person_id: int) -> tuple[MessageRow, ...]:
    with reading() as conn:
        return messages(conn, person_id).rows


def count(person_id: int) -> int:
    with reading() as conn:
        return unread(conn, person_id)


def opened(*to: str, returned: bool = False) -> TaskOpened:
    return TaskOpened(INSTANCE, 7, "邮箱解锁申请 沈亦舟", "信息化中心解锁", to, returned)


def ended(state: str, initiator_id: int) -> InstanceEnded:
    return InstanceEnded(INSTANCE, state, initiator_id, "邮箱解锁申请 沈亦舟")


def test_every_member_of_the_group_is_told_when_a_task_opens(
    people: People, happen: Happen, work: Work
) -> None:
    happen(opened(group_key("it-mail")))
    assert box(people["ann"]) == ()
    work()
    for name in ("ann", "bob"):
        (message,) = box(people[name])
        assert (message.kind, message.title, message.step_name) == (
            "task_opened",
            "邮箱解锁申请 沈亦舟",
            "信息化中心解锁",
        )
        assert (message.instance_id, message.task_id, message.at, message.read) == (INSTANCE, 7, NOW, False)
    assert box(people["stu"]) == ()


def test_who_is_in_the_group_is_decided_at_delivery(people: People, happen: Happen, work: Work) -> None:
    happen(opened(group_key("it-mail")))
    with transaction() as uow:
        uow.execute(text("UPDATE group_member SET person_id = :stu WHERE person_id = :bob"), people)
    work()
    assert len(box(people["stu"])) == 1
    assert box(people["bob"]) == ()


def test_nobody_is_told_twice_when_a_job_runs_twice(people: People, happen: Happen, work: Work) -> None:
    happen(opened(person_key(people["ann"]), group_key("it-mail")))
    happen(opened(group_key("it-mail")))
    work()
    assert len(box(people["ann"])) == 1


@pytest.mark.parametrize(
    ("state", "kinds"),
    [("completed", ["instance_completed"]), ("terminated", ["instance_terminated"]), ("cancelled", [])],
)
def test_the_initiator_is_told_how_his_matter_ended(
    people: People, happen: Happen, work: Work, state: str, kinds: list[str]
) -> None:
    happen(ended(state, people["stu"]))
    work()
    assert [message.kind for message in box(people["stu"])] == kinds


def test_a_returned_task_says_so(people: People, happen: Happen, work: Work) -> None:
    happen(opened(person_key(people["stu"]), returned=True))
    work()
    assert box(people["stu"])[0].kind == "task_returned"


def test_no_message_goes_out_when_the_command_fails(committed: Flask, people: People, work: Work) -> None:
    with pytest.raises(ZeroDivisionError), transaction() as uow:
        uow.defer("messages.deliver", key="task-opened:7")
        raise ZeroDivisionError
    work()
    assert box(people["ann"]) == ()


def tell(person_id: int, event: str, instance_id: uuid.UUID = INSTANCE, task_id: int | None = None) -> None:
    with transaction() as uow:
        deliver(
            uow,
            event=event,
            kind="instance_completed",
            instance_id=instance_id,
            task_id=task_id,
            title=event,
            step_name="",
            to=[person_key(person_id)],
            at=NOW,
            now=NOW,
        )


def test_one_marks_only_ones_own_messages(people: People) -> None:
    tell(people["ann"], "one")
    tell(people["bob"], "one")
    theirs = [message.id for name in ("ann", "bob") for message in box(people[name])]
    with transaction() as uow:
        mark_read(uow, people["ann"], theirs, NOW)
    assert (count(people["ann"]), count(people["bob"])) == (0, 1)


def test_opening_a_matter_marks_what_was_told_about_it(people: People) -> None:
    tell(people["ann"], "one")
    tell(people["ann"], "two", uuid.UUID(int=8))
    with transaction() as uow:
        mark_instance_read(uow, people["ann"], INSTANCE, NOW)
    assert [(message.title, message.read) for message in box(people["ann"])] == [
        ("two", False),
        ("one", True),
    ]
    with transaction() as uow:
        mark_all_read(uow, people["ann"], NOW)
    assert count(people["ann"]) == 0


def test_a_task_that_is_no_longer_open_is_not_counted(people: People) -> None:
    tell(people["ann"], "one", task_id=404)
    (message,) = box(people["ann"])
    assert not message.pending
    assert count(people["ann"]) == 0


def test_the_list_is_paged_newest_first(people: People) -> None:
    for n in range(5):
        tell(people["ann"], f"m{n}")
    with reading() as conn:
        first = messages(conn, people["ann"], limit=3)
        rest = messages(conn, people["ann"], limit=3, before=first.next, unread_only=True)
    assert [message.title for message in (*first.rows, *rest.rows)] == ["m4", "m3", "m2", "m1", "m0"]
    assert rest.next is None


def test_an_inactive_person_gets_nothing(people: People) -> None:
    with transaction() as uow:
        uow.execute(text("UPDATE person SET active = false WHERE id = :ann"), people)
    tell(people["ann"], "one")
    assert box(people["ann"]) == ()


def test_each_reminder_of_a_deadline_comes_once_to_everybody_who_may_do_it(
    people: People, happen: Happen, work: Work
) -> None:
    for n, overdue in ((1, False), (2, True), (2, True)):
        happen(TaskDue(INSTANCE, 7, n, "邮箱解锁申请", "信息化中心解锁", (group_key("it-mail"),), overdue))
        work()
    for name in ("ann", "bob"):
        assert [message.kind for message in box(people[name])] == ["task_overdue", "task_due"]
    assert box(people["stu"]) == ()
