"""Due times over HTTP: on a row of the to-do box and on the task itself."""

from datetime import datetime

from sqlalchemy import text

from db import transaction

_LATE = text("UPDATE task SET due_at = '2020-02-01T00:00Z', held_at = :held WHERE state = 'open'")


def late(held: datetime | None = None) -> None:
    with transaction() as uow:
        uow.execute(_LATE, {"held": held})


def test_a_row_and_a_task_say_until_when_and_whether_it_is_late(caller, mail):
    caller("tea01").post("/services/email-unlock/instances", {"document": mail, "opinion": "请办理！"})
    head = caller("cs_head")
    (row,) = head.get("/tasks?box=todo").json["rows"]
    task = head.task()
    assert row["due_at"] == task["due_at"] is not None
    assert row["overdue"] is task["overdue"] is False
    late()
    assert head.get("/tasks?box=todo").json["rows"][0]["overdue"] is head.task()["overdue"] is True


def test_what_was_held_in_time_is_not_late(caller, mail):
    caller("tea01").post("/services/email-unlock/instances", {"document": mail, "opinion": "请办理！"})
    late(held=datetime.fromisoformat("2020-01-01T00:00:00+00:00"))
    assert caller("cs_head").task()["overdue"] is False


def test_what_one_has_started_is_not_due(caller, mail):
    teacher = caller("tea01")
    teacher.post("/services/email-unlock/instances", {"document": mail, "opinion": "请办理！"})
    (row,) = teacher.get("/tasks?box=sent").json["rows"]
    assert (row["due_at"], row["overdue"]) == (None, False)
