"""Whose absences who may enter, read, end and hand over: every role at every operation, from outside.

The absence is cs_head's, and cs_deputy stands in. `manager` manages the people of the whole school, `head`
those of another college, `other` nobody. Who stands in sees the absence and hears 403, others 404.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from tests.system.conftest import Hall, OpenHall
from tests.system.matters import cells
from tests.system.people import API

ROLES = {
    "nobody": None,
    "absent": "cs_head",
    "standin": "cs_deputy",
    "manager": "admin",
    "head": "civil_head",
    "other": "stu02",
}
TABLE = """
                        nobody absent standin manager head other
read one's own        |   401    200    200     200    200   200
read cs_head's        |   401    200    403     200    403   403
enter for oneself     |   401    201    201     201    201   201
enter for cs_head     |   401    201    403     201    403   403
end it                |   401    204    403     204    404   404
hand over             |   401    200    403     200    404   404
end nobody's          |   401    404    404     404    404   404
"""


@pytest.fixture(scope="module")
def guarded(open_hall: OpenHall) -> Hall:
    return open_hall("system_substitutes")


@pytest.fixture(scope="module")
def ids(guarded: Hall) -> dict[str, int]:
    return dict(guarded.sql("SELECT subject, person_id FROM account"))


@pytest.fixture
def absence(guarded: Hall, ids: dict[str, int]) -> Iterator[int]:
    """An absence that has begun; gone after the test with all that was entered."""
    ((entered,),) = guarded.sql(
        "INSERT INTO substitution (person_id, substitute_id, since, until, created_at)"
        " VALUES (%s, %s, current_date - 1, current_date + 5, now()) RETURNING id",
        ids["cs_head"],
        ids["cs_deputy"],
    )
    yield entered
    guarded.sql("DELETE FROM substitution RETURNING 1")


def call(http: httpx.Client, operation: str, absence: int, ids: dict[str, int]) -> httpx.Response:
    since = datetime.now(UTC).date() + timedelta(days=40)
    body = {"substitute": ids["it_head"], "since": since.isoformat(), "until": since.isoformat()}
    acts: dict[str, Callable[[], httpx.Response]] = {
        "read one's own": lambda: http.get("/substitutions"),
        "read cs_head's": lambda: http.get(f"/substitutions?person={ids['cs_head']}"),
        "enter for oneself": lambda: http.post("/substitutions", json=body),
        "enter for cs_head": lambda: http.post("/substitutions", json={**body, "person": ids["cs_head"]}),
        "end it": lambda: http.post(f"/substitutions/{absence}/end"),
        "hand over": lambda: http.post(f"/substitutions/{absence}/hand-over"),
        "end nobody's": lambda: http.post(f"/substitutions/{2**63 - 1}/end"),
    }
    return acts[operation]()


@pytest.mark.parametrize(("operation", "role", "expected"), cells(TABLE))
def test_by_the_api(
    guarded: Hall, ids: dict[str, int], absence: int, operation: str, role: str, expected: str
) -> None:
    login = ROLES[role]
    with httpx.Client(base_url=guarded.servers[0].url + API, timeout=30, trust_env=False) as stranger:
        http = guarded.person(login).http if login else stranger
        answer = call(http, operation, absence, ids)
    assert answer.status_code == int(expected), answer.text
    ended = guarded.sql("SELECT ended_at IS NOT NULL FROM substitution WHERE id = %s", absence)
    assert ended == [(operation == "end it" and expected == "204",)]


@pytest.mark.parametrize("role", [role for role in ROLES if role != "nobody"])
def test_by_the_portal(guarded: Hall, ids: dict[str, int], absence: int, role: str) -> None:
    login = str(ROLES[role])
    http = guarded.browse(login)
    page = http.get("/me/substitutes").text
    assert (f"/me/substitutes/{absence}/end" in page) == (role == "absent")
    assert ('name="whom"' in page) == (role in ("manager", "absent"))
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    answer = http.post(f"/me/substitutes/{absence}/end", data={"csrf_token": token})
    expected = {"absent": 200, "manager": 200, "standin": 403}.get(role, 404)
    assert answer.status_code == expected


@pytest.mark.parametrize("role", ["standin", "head", "other"])
def test_a_page_enters_nothing_for_somebody_else(
    guarded: Hall, ids: dict[str, int], absence: int, role: str
) -> None:
    http = guarded.browse(str(ROLES[role]))
    token = http.get("/me/substitutes").text.split('name="csrf_token" value="')[1].split('"')[0]
    day = (datetime.now(UTC).date() + timedelta(days=50)).isoformat()
    sent = {"to": ids["it_head"], "since": day, "until": day, "whom": "20060029"}
    assert http.post("/me/substitutes", data=sent | {"csrf_token": token}).status_code == 422
    assert guarded.sql("SELECT count(*) FROM substitution") == [(1,)]


@pytest.mark.parametrize("page", ["/people?field=to&q=", "/people/for/check?q:chosen:check="])
def test_a_page_shows_numbers_to_staff_alone_and_lists_nobody_by_a_letter(guarded: Hall, page: str) -> None:
    student, head = guarded.browse("stu01"), guarded.browse("cs_head")
    assert "20110030" in head.get(f"{page}zhuge").text
    shown = student.get(f"{page}zhuge").text
    assert "诸葛瑾瑜" in shown
    assert "20****30" in shown
    assert "20110030" not in shown
    assert "诸葛瑾瑜" not in student.get(f"{page}2011003").text
    for letter in ("z", "2", ""):
        nobody = head.get(f"{page}{letter}").text
        assert "<label" not in nobody
        assert "至少两个字母" in nobody


def test_who_is_chosen_is_checked_at_the_page_too(guarded: Hall) -> None:
    assert guarded.browse("stu01").get("/people/for/anything?q:chosen:anything=欧阳").status_code == 200
    assert guarded.browse("stu01").get("/me/substitutes").status_code == 200
