"""Two people at once: at the same task, and at two tasks of one instance."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import httpx
import pytest

from tests.system.conftest import Hall
from tests.system.people import MAIL, SECRET

ROUNDS = 5


def at_once(*acts: Callable[[], httpx.Response]) -> list[httpx.Response]:
    """Send requests from as many threads, let go together; answers in the order given."""
    gate = Barrier(len(acts))

    def send(act: Callable[[], httpx.Response]) -> httpx.Response:
        gate.wait(10)
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(send, acts))


@pytest.mark.parametrize("attempt", range(ROUNDS))
def test_of_two_at_one_task_one_succeeds_and_the_other_hears_who_was_faster(hall: Hall, attempt: int) -> None:
    instance = hall.person("tea02").start("email-unlock", MAIL, opinion="请解锁")
    head = hall.person("cs_head")
    assert head.complete(head.open_task(instance), "approve", opinion="同意").status_code == 200
    people = {"区子衡": hall.person("it_clerk", 0), "石䶮": hall.person("it_deputy", 1)}
    task = people["区子衡"].open_task(instance)
    body = {"document": {"newPassword": SECRET}, "opinion": "已解锁"}

    answers = at_once(*(lambda p=p: p.complete(task, "done", **body) for p in people.values()))

    by_name = dict(zip(people, answers, strict=True))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    winner = next(name for name, answer in by_name.items() if answer.status_code == 200)
    refused = next(answer for answer in answers if answer.status_code == 409)
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert refused.json()["code"] == "already_done"
    assert winner in refused.json()["title"]
    kinds = [row["kind"] for row in head.get(f"/instances/{instance}/record").json()["rows"]]
    # What the mailbox system says to it comes later.
    assert kinds[:3] == ["start", "complete", "complete"]
    assert kinds.count("complete") == 2


@pytest.mark.parametrize("attempt", range(ROUNDS))
def test_of_two_at_different_tasks_both_succeed_and_the_join_fires_once(hall: Hall, attempt: int) -> None:
    initiator = hall.person("tea02")
    instance = initiator.start("two-hands", {"subject": "会办"})
    left, right = hall.person("it_clerk", 0), hall.person("hosp_clerk", 1)
    tasks = left.open_task(instance), right.open_task(instance)

    answers = at_once(
        lambda: left.complete(tasks[0], "done", document={"left": "左"}),
        lambda: right.complete(tasks[1], "done", document={"right": "右"}),
    )

    assert [answer.status_code for answer in answers] == [200, 200]
    opened = hall.sql("SELECT element, state FROM task WHERE instance_id = %s ORDER BY id", instance)
    assert [state for element, state in opened if element == "confirm"] == ["open"]
    confirm = hall.person("pe_clerk", attempt % 2)
    document = confirm.task(confirm.open_task(instance))["form"]["document"]
    assert (document["left"], document["right"]) == ("左", "右")
    assert confirm.complete(confirm.open_task(instance), "done").json()["state"] == "completed"
    seen = initiator.get(f"/instances/{instance}").json()
    assert [row["kind"] for row in seen["record"]] == ["start", "complete", "complete", "complete", "end"]
