"""Saved views from outside: who may keep, see and forget them, by API and by page."""

from typing import Any

import pytest

from tests.system.conftest import Clients, Hall, OpenHall
from tests.system.matters import grant
from tests.system.people import UNLOCKING
from tests.system.tables import Call, address, call, cells, token, told

RUNNING = {"state": ["running"]}
CALLS = """
                       nobody initiator handler handled head student admin admin_it admin_pe designer
read the views       |  401      403      403     403   403   403    200    200      200      403
keep one for oneself |  401      403      403     403   403   403    200    200      200      403
keep one for it      |  401      403      403     403   403   403    200    200      403      403
forget another's     |  401      404      404     404   404   404    404    404      404      404
"""
ACTS: dict[str, Call] = {
    "read the views": call("GET /instance-views"),
    "keep one for oneself": call("POST /instance-views", json={"name": "自己的", "filter": RUNNING}),
    "keep one for it": call("POST /instance-views", json={"name": "共享的", "filter": RUNNING, "unit": "it"}),
    "forget another's": call("DELETE /instance-views/V"),
}
FORMS = """
                                nobody initiator handler handled head student admin admin_it admin_pe
POST /inspect/views           | signin    403      403     403   403   403    done   done     done
POST /inspect/views/V/drop    | signin    403      403     403   403   403    404    404      404
"""


@pytest.fixture(scope="module")
def roles() -> dict[str, str | None]:
    return UNLOCKING


@pytest.fixture(scope="module")
def hall(open_hall: OpenHall) -> Hall:
    made = open_hall("system_views")
    grant(made, "pe_head", "pe", "instance.inspect")
    return made


@pytest.fixture(scope="module")
def another(hall: Hall) -> dict[str, str]:
    """A view that somebody keeps who is none of those who ask."""
    grant(hall, "hosp_head", "hospital", "instance.inspect")
    kept = hall.person("hosp_head").http.post("/instance-views", json={"name": "医院", "filter": RUNNING})
    return {"V": str(kept.json()["id"])}


def keep(clients: Clients, role: str, name: str, **more: Any) -> Any:
    return clients(role).post("/instance-views", json={"name": name, "filter": RUNNING, **more})


def names(clients: Clients, role: str) -> set[str]:
    return {row["name"] for row in clients(role).get("/instance-views").json()["rows"]}


@pytest.mark.parametrize(("asked", "role", "expected"), cells(CALLS))
def test_a_call(clients: Clients, another: dict[str, str], asked: str, role: str, expected: str) -> None:
    answer = ACTS[asked].ask(clients(role), another)
    assert str(answer.status_code) == expected, answer.text


@pytest.mark.parametrize(("form", "role", "expected"), cells(FORMS))
def test_a_form(browse: Clients, another: dict[str, str], form: str, role: str, expected: str) -> None:
    http = browse(role)
    sent = {"csrf_token": token(http), "name": "页面上的", "filter": "state=running"}
    answer = http.post(address(form.split()[1], another), data=sent, follow_redirects=False)
    assert told(answer) == expected, answer.text


def test_what_is_shared_with_a_unit_is_seen_by_those_who_look_after_it(clients: Clients) -> None:
    keep(clients, "admin", "全校看", unit="school")
    keep(clients, "admin", "信息中心看", unit="it")
    keep(clients, "admin", "自己看")
    assert {"全校看", "信息中心看", "自己看"} <= names(clients, "admin")
    assert {"信息中心看"} == names(clients, "admin_it") & {"全校看", "信息中心看", "自己看"}
    assert names(clients, "admin_pe") & {"全校看", "信息中心看", "自己看"} == set()


def test_one_that_is_kept_again_under_its_name_takes_the_place_of_the_first(clients: Clients) -> None:
    first = keep(clients, "admin_it", " 同 名 ").json()["id"]
    again = keep(clients, "admin_it", "同 名", filter={"mark": ["overdue"]}).json()["id"]
    assert first == again
    (row,) = [row for row in clients("admin_it").get("/instance-views").json()["rows"] if row["id"] == again]
    assert (row["name"], row["filter"], row["own"]) == ("同 名", {"mark": ["overdue"]}, True)
    assert clients("admin_it").delete(f"/instance-views/{again}").status_code == 204
    assert "同 名" not in names(clients, "admin_it")


@pytest.mark.parametrize(
    ("sent", "pointer", "code"),
    [
        ({"name": " "}, "/name", "view_name_required"),
        ({"name": "长" * 41}, "/name", "view_name_too_long"),
        ({"name": "x", "unit": "no-such"}, "/unit", "unknown_unit"),
        ({"name": "x", "filter": {"started_from": ["never"]}}, "/started_from", "date"),
        ({"name": "x\0"}, "/name", "characters"),
        ({"name": "x", "filter": {"state": "running"}}, "/filter/state/value", "type"),
    ],
)
def test_what_cannot_be_kept_is_told_by_its_field(
    clients: Clients, sent: dict[str, Any], pointer: str, code: str
) -> None:
    answer = clients("admin").post("/instance-views", json=sent)
    assert answer.status_code == 422
    (fault,) = answer.json()["errors"]
    assert (fault["pointer"], fault["code"]) == (pointer, code)


def test_nobody_keeps_more_than_fifty(clients: Clients, hall: Hall) -> None:
    grant(hall, "civil_head", "civil", "instance.inspect")
    http = hall.person("civil_head").http
    answers = [http.post("/instance-views", json={"name": f"第 {n} 个"}).status_code for n in range(51)]
    assert answers == [200] * 50 + [422]
    assert http.post("/instance-views", json={"name": "第 7 个", "filter": RUNNING}).status_code == 200


def test_the_list_offers_ours_and_ones_own(browse: Clients) -> None:
    http = browse("admin_it")
    sent = {"csrf_token": token(http), "name": "<b>&页面", "filter": "state=running&page=9"}
    page = http.post("/inspect/views", data=sent, follow_redirects=True)
    assert page.url.query == b"state=running"
    assert "&lt;b&gt;&amp;页面" in page.text
    assert "<b>&页面" not in page.text
    assert "ended_from=" in page.text
    assert 'aria-current="true"' in page.text
    bad = http.post("/inspect/views", data={**sent, "filter": "state=asleep"}, follow_redirects=True)
    assert bad.url.query == b""
    long = http.post("/inspect/views", data={**sent, "name": "长" * 41}, follow_redirects=True)
    assert "视图名称最多 40 个字" in long.text
