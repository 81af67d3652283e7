"""Who sees services in figures, their versions and their logs: every role, by API and by page.

The service unlocks mailboxes; see UNLOCKING for who the people are.
"""

import json

import pytest
from lxml import etree, html

from tests.system.conftest import Clients, Hall, OpenHall
from tests.system.hostile import check
from tests.system.matters import Matter, at_the_mailers, grant
from tests.system.people import MAIL, UNLOCKING
from tests.system.tables import call, cells, check_call

CALLS = """
                   nobody initiator handler handled head student admin admin_it admin_pe designer
figures          |  401      403      403     403   403    403    200    200      403      403
log              |  401      403      403     403   403    403    200    200      403      403
log of objects   |  401      403      403     403   403    403    200    200      403      403
log with names   |  401      403      403     403   403    403    200    200      403      403
of no service    |  401      403      403     403   403    403    404    403      403      403
"""
_ONE = "/services/email-unlock"
ACTS = {
    "figures": call(f"GET {_ONE}/statistics"),
    "log": call(f"GET {_ONE}/log"),
    "log of objects": call(f"GET {_ONE}/log?format=ocel"),
    "log with names": call(f"GET {_ONE}/log?names=true"),
    "of no service": call("GET /services/no-such/statistics"),
}
PAGES = """
                                           nobody initiator handler student admin admin_it admin_pe designer
GET /inspect/services                    |  302      403      403     403    200    200      200      403
GET /inspect/services/S                  |  302      403      403     403    200    200      403      403
GET /inspect/services/S/log              |  302      403      403     403    200    200      403      403
GET /inspect/services/S/log?format=ocel  |  302      403      403     403    200    200      403      403
GET /inspect/services/S/log?from=x       |  302      403      403     403    422    422      403      403
GET /inspect/services/no-such            |  302      403      403     403    404    403      403      403
GET /inspect/definitions                 |  302      403      403     403    200    200      200      403
GET /inspect/definitions/S               |  302      403      403     403    200    200      403      200
GET /inspect/definitions/no-such         |  302      403      403     403    404    403      403      403
GET /versions/1                          |  302      404      404     404    200    200      404      200
"""
HOSTILE = (
    "?version=0",
    "?version=-1",
    "?version=99999999999999999999",
    "?version=x",
    "?unit=nowhere",
    "?unit=%00",
    "?unit=%25",
    "?from=2026-02-30",
    "?from=0001-01-01",
    "?to=9999-12-31",
    "?to=%00",
    "?from=2030-01-01&to=2020-01-01",
    "?period=-5",
    "?heat=%3Cscript%3E",
)


@pytest.fixture(scope="module")
def roles() -> dict[str, str | None]:
    return UNLOCKING


@pytest.fixture(scope="module")
def hall(open_hall: OpenHall) -> Hall:
    made = open_hall("system_permissions_figures")
    grant(made, "pe_head", "pe", "instance.view", "instance.inspect", "instance.mend")
    return made


@pytest.fixture(scope="module")
def matter(hall: Hall) -> Matter:
    return at_the_mailers(hall)


@pytest.mark.parametrize(("asked", "role", "expected"), cells(CALLS))
def test_a_call_tells_only_the_administrators_of_the_service(
    clients: Clients, matter: Matter, asked: str, role: str, expected: str
) -> None:
    answer = ACTS[asked].ask(clients(role), matter.ids)
    check_call(answer, expected)


@pytest.mark.parametrize(("page", "role", "expected"), cells(PAGES))
def test_a_page_is_shown_only_to_the_administrators_of_the_service(
    browse: Clients, matter: Matter, page: str, role: str, expected: str
) -> None:
    answer = browse(role).get(page.split()[1].replace("/S", "/email-unlock"))
    assert str(answer.status_code) == expected, answer.text
    if expected == "200":
        assert MAIL["mailbox"] not in answer.text


def test_the_figures_count_the_matter_and_name_nobody(clients: Clients, matter: Matter) -> None:
    told = clients("admin_it").get(f"{_ONE}/statistics")
    found = told.json()
    assert found["matters"]["whole"]["running"] >= 1
    assert sum(step["now"]["open"] for step in found["steps"]) >= 1
    assert "石砚秋" not in told.text


def test_logs_are_whole_as_they_come_over_the_line(clients: Clients, browse: Clients, matter: Matter) -> None:
    log = clients("admin_it").get(f"{_ONE}/log")
    assert log.headers["Content-Type"].startswith("application/xml")
    assert matter.instance in log.text
    assert len(etree.fromstring(log.content).findall("{*}trace")) >= 1
    page = browse("admin_it").get("/inspect/services/email-unlock/log?format=ocel")
    assert "attachment" in page.headers["Content-Disposition"]
    assert any(matter.instance in one["id"] for one in json.loads(page.text)["objects"])


def test_no_log_is_taken_of_a_day_that_is_none(browse: Clients, matter: Matter) -> None:
    asked = "format=ocel&from=2026-11-01&to=2026-31-12&version=1"
    refused = browse("admin_it").get(f"/inspect/services/email-unlock/log?{asked}")
    assert (refused.status_code, "Content-Disposition" in refused.headers) == (422, False)
    page = html.fromstring(refused.text)
    (wrong,) = page.xpath("//input[@aria-invalid='true']")
    assert (wrong.name, wrong.value) == ("to", "2026-31-12")
    form = page.xpath("//form[.//input[@name='to']]")[0]
    assert form.action == "/inspect/services/email-unlock"
    assert {"from": "2026-11-01", "version": "1"}.items() <= dict(form.fields).items()


def test_who_takes_a_log_stands_among_the_looks(hall: Hall, browse: Clients, matter: Matter) -> None:
    assert browse("admin").get("/inspect/services/email-unlock/log?names=1").status_code == 200
    assert "email-unlock xes with names" in browse("admin").get("/inspect/looks").text


@pytest.mark.parametrize("asked", HOSTILE)
def test_hostile_questions_are_answered(
    browse: Clients, clients: Clients, matter: Matter, asked: str
) -> None:
    page = browse("admin").get(f"/inspect/services/email-unlock{asked}")
    check(page, api=False)
    assert "<script>" not in page.text
    check(clients("admin").get(f"{_ONE}/statistics{asked}"))
    check(clients("admin").get(f"{_ONE}/log{asked}"))


@pytest.mark.parametrize("key", ["%00", "..%2f..", "%27%3B--", "a" * 3000, "%F0%9F%98%80"])
def test_hostile_keys_are_no_services(browse: Clients, clients: Clients, key: str) -> None:
    for path in (f"/inspect/services/{key}", f"/inspect/definitions/{key}", f"/inspect/services/{key}/log"):
        answer = check(browse("admin").get(path), api=False)
        assert answer.status_code in {400, 403, 404, 414, 431}
    assert check(clients("admin").get(f"/services/{key}/statistics")).status_code in {400, 403, 404, 414, 431}


@pytest.mark.parametrize(
    "query", ["", "?one=1", "?one=1&other=x", "?one=99999999999999999999&other=1", "?one=-1&other=2"]
)
def test_versions_that_are_none_are_not_compared(browse: Clients, query: str) -> None:
    assert browse("admin").get(f"/inspect/definitions/email-unlock/compare{query}").status_code == 404
    for against in ("99", "99999999999999999999999", "-1"):
        assert browse("admin").get(f"/versions/1?against={against}").status_code == 404
