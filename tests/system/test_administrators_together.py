"""Two administrators at one matter at once: one does it, the other hears that it is done."""

import pytest

from tests.system.conftest import Hall
from tests.system.people import MAIL
from tests.system.test_together import at_once

ROUNDS = 3
WHY = {"reason": "核查。"}


def begun(hall: Hall) -> str:
    return hall.person("tea02").start("email-unlock", MAIL, opinion="请解锁")


def kinds(hall: Hall, instance: str) -> list[str]:
    rows = hall.person("tea02").get(f"/instances/{instance}/record").json()["rows"]
    return [row["kind"] for row in rows]


@pytest.mark.parametrize("attempt", range(ROUNDS))
def test_of_two_who_suspend_one_does(hall: Hall, attempt: int) -> None:
    instance = begun(hall)
    two = hall.person("admin", 0), hall.person("it_head", 1)
    answers = at_once(*(lambda p=p: p.http.post(f"/instances/{instance}/suspend", json=WHY) for p in two))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert kinds(hall, instance) == ["start", "suspend"]


@pytest.mark.parametrize("attempt", range(ROUNDS))
def test_of_two_who_move_a_matter_one_does_and_the_other_hears_that_it_stands_elsewhere(
    hall: Hall, attempt: int
) -> None:
    instance = begun(hall)
    two = hall.person("admin", 0), hall.person("it_head", 1)
    (place,) = two[0].get(f"/instances/{instance}/mending").json()["places"]
    body = {"token": place["token"], **WHY}
    answers = at_once(
        lambda: two[0].http.post(f"/instances/{instance}/jump", json={"to": "it_mail", **body}),
        lambda: two[1].http.post(f"/instances/{instance}/jump", json={"to": "apply", **body}),
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert next(one for one in answers if one.status_code == 409).json()["code"] == "not_live"
    assert kinds(hall, instance) == ["start", "jump"]
    opened = hall.sql("SELECT count(*) FROM task WHERE instance_id = %s AND state = 'open'", instance)
    assert opened == [(1,)]


@pytest.mark.parametrize("attempt", range(ROUNDS))
def test_of_a_handler_and_an_administrator_who_suspends_either_comes_first(hall: Hall, attempt: int) -> None:
    instance = begun(hall)
    head, admin = hall.person("cs_head", 0), hall.person("admin", 1)
    task = head.open_task(instance)
    done, suspended = at_once(
        lambda: head.complete(task, "approve", opinion="同意"),
        lambda: admin.http.post(f"/instances/{instance}/suspend", json=WHY),
    )
    assert suspended.status_code == 200
    assert done.status_code in (200, 409)
    told = ["start", "complete", "suspend"] if done.status_code == 200 else ["start", "suspend"]
    assert kinds(hall, instance) == told
    assert hall.sql("SELECT state, next_due FROM instance WHERE id = %s", instance) == [("suspended", None)]
