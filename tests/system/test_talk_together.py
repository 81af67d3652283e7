"""People talk about a matter while others move it: the record stays whole, and a rate is a rate."""

import pytest

from tests.system.conftest import Hall
from tests.system.people import MAIL
from tests.system.test_together import ROUNDS, at_once


@pytest.mark.parametrize("attempt", range(ROUNDS))
def test_a_comment_and_a_decision_at_once_are_both_taken(hall: Hall, attempt: int) -> None:
    initiator, head = hall.person("tea02", 0), hall.person("cs_head", 1)
    instance = initiator.start("email-unlock", MAIL, opinion="请解锁")
    task = head.open_task(instance)

    answers = at_once(
        lambda: initiator.http.post(f"/instances/{instance}/comments", json={"text": "麻烦了"}),
        lambda: head.complete(task, "approve", opinion="同意"),
        lambda: initiator.http.post(f"/instances/{instance}/comments", json={"text": "谢谢"}),
    )

    assert [answer.status_code for answer in answers] == [201, 200, 201]
    rows = head.get(f"/instances/{instance}/record").json()["rows"]
    assert sorted(row["kind"] for row in rows) == ["comment", "comment", "complete", "start"]
    assert [row["n"] for row in rows] == [1, 2, 3, 4]
    assert hall.command("verify").returncode == 0


@pytest.mark.parametrize("attempt", range(ROUNDS))
def test_of_two_reminders_at_once_one_is_sent(hall: Hall, attempt: int) -> None:
    initiator = hall.person("tea02", 0)
    again = hall.person("tea02", 1)
    instance = initiator.start("email-unlock", MAIL, opinion="请解锁")
    task = hall.person("cs_head").open_task(instance)

    answers = at_once(
        lambda: initiator.http.post(f"/tasks/{task}/remind"), lambda: again.http.post(f"/tasks/{task}/remind")
    )

    assert sorted(answer.status_code for answer in answers) == [200, 429]
    assert hall.sql("SELECT count(*) FROM reminder WHERE task_id = %s", task) == [(1,)]
