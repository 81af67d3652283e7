"""Whose absences who may enter, read, end and hand over: every role at every operation, from outside.

The absence is cs_head's, and cs_deputy stands in. `manager` manages the people of the whole school, `head`
those of another college, `other` nobody. Who stands in sees the absence and hears 403, others 404.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.system.conftest import Clients, Hall, OpenHall
from tests.system.tables import address, call, cells, token, told

ROLES = {
    "nobody": None,
    "absent": "cs_head",
    "standin": "cs_deputy",
    "manager": "admin",
    "head": "civil_head",
    "other": "stu02",
}
ACTS = {
    "read one's own": call("GET /substitutions"),
    "read cs_head's": call("GET /substitutions"),
    "enter for oneself": call("POST /substitutions"),
    "enter for cs_head": call("POST /substitutions"),
    "end it": call("POST /substitutions/S/end"),
    "hand over": call("POST /substitutions/S/hand-over"),
    "end nobody's": call(f"POST /substitutions/{2**63 - 1}/end"),
}
TABLE = """
                   nobody absent standin manager head other
read one's own   |  401    200     200     200   200   200
read cs_head's   |  401    200     403     200   403   403
enter for oneself|  401    201     201     201   201   201
enter for cs_head|  401    201     403     201   403   403
end it           |  401    204     403     204   404   404
hand over        |  401    200     403     200   404   404
end nobody's     |  401    404     404     404   404   404
"""
PAGES = """
                                  nobody absent standin manager head other
GET /me/substitutes             | signin  200     200     200   200   200
POST /me/substitutes            | signin  done    422     done  422   422
POST /me/substitutes/S/end      | signin  done    403     done  404   404
POST /me/substitutes/S/hand-over| signin  done    403     done  404   404
"""


@pytest.fixture(scope="module")
def roles() -> dict[str, str | None]:
    return ROLES


@pytest.fixture(scope="module")
def hall(open_hall: OpenHall) -> Hall:
    return open_hall("system_substitutes")


@pytest.fixture(scope="module")
def ids(hall: Hall) -> dict[str, int]:
    return dict(hall.sql("SELECT subject, person_id FROM account"))


@pytest.fixture
def absence(hall: Hall, ids: dict[str, int]) -> Iterator[int]:
    """An absence that has begun; gone after the test with all that was entered."""
    ((entered,),) = hall.sql(
        "INSERT INTO substitution (person_id, substitute_id, since, until, created_at)"
        " VALUES (%s, %s, current_date - 1, current_date + 5, now()) RETURNING id",
        ids["cs_head"],
        ids["cs_deputy"],
    )
    yield entered
    hall.sql("DELETE FROM substitution RETURNING 1")


def more(operation: str, ids: dict[str, int]) -> dict[str, object]:
    """What goes with a call that must know who is who."""
    day = (datetime.now(UTC).date() + timedelta(days=40)).isoformat()
    absence = {"substitute": ids["it_head"], "since": day, "until": day}
    known: dict[str, dict[str, object]] = {
        "read cs_head's": {"params": {"person": ids["cs_head"]}},
        "enter for oneself": {"json": absence},
        "enter for cs_head": {"json": {**absence, "person": ids["cs_head"]}},
    }
    return known.get(operation, {})


@pytest.mark.parametrize(("operation", "role", "expected"), cells(TABLE))
def test_by_the_api(
    hall: Hall,
    clients: Clients,
    ids: dict[str, int],
    absence: int,
    operation: str,
    role: str,
    expected: str,
) -> None:
    answer = ACTS[operation].ask(clients(role), {"S": str(absence)}, **more(operation, ids))
    assert answer.status_code == int(expected), answer.text
    ended = hall.sql("SELECT ended_at IS NOT NULL FROM substitution WHERE id = %s", absence)
    assert ended == [(operation == "end it" and expected == "204",)]


@pytest.mark.parametrize(("page", "role", "expected"), cells(PAGES))
def test_by_the_portal(
    hall: Hall, browse: Clients, ids: dict[str, int], absence: int, page: str, role: str, expected: str
) -> None:
    http, (method, pattern) = browse(role), page.split()
    form = {**typed(ids), "csrf_token": token(http)} if method == "POST" else None
    answer = http.request(method, address(pattern, {"S": str(absence)}), data=form)
    assert told(answer) == expected, answer.text
    entered = hall.sql("SELECT ended_at IS NOT NULL FROM substitution ORDER BY id")
    done = page if expected == "done" else ""
    assert entered[0] == (done.endswith("/end"),)
    assert len(entered) == (2 if done == "POST /me/substitutes" else 1)


def typed(ids: dict[str, int]) -> dict[str, object]:
    """An absence for cs_head, named by his number."""
    day = (datetime.now(UTC).date() + timedelta(days=50)).isoformat()
    return {"to": ids["it_head"], "since": day, "until": day, "whom": "20060029"}


@pytest.mark.parametrize("role", [role for role in ROLES if role != "nobody"])
def test_a_page_offers_what_its_reader_may(browse: Clients, absence: int, role: str) -> None:
    page = browse(role).get("/me/substitutes").text
    assert (f"/me/substitutes/{absence}/end" in page) == (role == "absent")
    assert ('name="whom"' in page) == (role in ("manager", "absent"))


@pytest.mark.parametrize("page", ["/people?field=to&q=", "/people/for/check?q:chosen:check="])
def test_a_page_shows_numbers_to_staff_alone_and_lists_nobody_by_a_letter(hall: Hall, page: str) -> None:
    student, head = hall.browse("stu01"), hall.browse("cs_head")
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


def test_who_is_chosen_is_checked_at_the_page_too(hall: Hall) -> None:
    assert hall.browse("stu01").get("/people/for/anything?q:chosen:anything=欧阳").status_code == 200
    assert hall.browse("stu01").get("/me/substitutes").status_code == 200
