"""Who may look inside a matter: every role, by API and by page; and each look of an administrator is kept.

The matter is one to unlock a mailbox; see UNLOCKING for who the people are: `admin_it` inspects the services
of its unit, `admin_pe` those of another.
"""

import httpx
import pytest

from tests.system.conftest import Clients, Hall, OpenHall
from tests.system.matters import Matter, at_the_hospital, at_the_mailers, grant
from tests.system.people import MAIL, UNLOCKING
from tests.system.tables import address, call, cells, check_call

CALLS = """
                   nobody initiator handler handled head student admin admin_it admin_pe designer
where it stands  |  401      403      403     403   404    404    200    200      404      404
variables        |  401      403      403     403   404    404    200    200      404      404
history          |  401      403      403     403   404    404    200    200      404      404
"""
ACTS = {
    "where it stands": call("GET /instances/I/inspection"),
    "variables": call("GET /instances/I/variables"),
    "history": call("GET /instances/I/history"),
}
PAGES = """
                                                   nobody initiator handler student admin admin_it admin_pe
GET /instances/I/inspect                         |  302      403      403     404    200    200      404
GET /instances/I/inspect/waits                   |  302      403      403     404    200    200      404
GET /instances/I/inspect/variables               |  302      403      403     404    200    200      404
GET /instances/I/inspect/variables/0/mailbox     |  302      403      403     404    200    200      404
GET /instances/I/inspect/variables/0/newPassword |  302      403      403     404    404    404      404
GET /instances/I/inspect/form                    |  302      403      403     404    200    200      404
GET /instances/I/inspect/history                 |  302      403      403     404    200    200      404
GET /instances/I/inspect/snapshot                |  302      403      403     404    200    200      404
GET /instances/I/inspect/snapshot.json           |  302      403      403     404    200    200      404
GET /inspect/looks                               |  302      403      403     403    200    403      403
"""
_LOOKS = (
    "SELECT l.kind FROM look l JOIN account a ON a.person_id = l.person_id"
    " WHERE l.instance_id = %s AND a.subject = %s ORDER BY l.id"
)
HOSTILE = (
    "/instances/00000000-0000-0000-0000-000000000000/inspect",
    "/instances/not-an-id/inspect",
    "/instances/I/inspect/variables/99999999999999999999999999/mailbox",
    "/instances/I/inspect/variables/-1/mailbox",
    "/instances/I/inspect/variables/0/__class__",
    "/instances/I/inspect/variables/0/%00",
    "/instances/I/inspect/variables/0/..%2f..%2fetc",
    "/instances/I/inspect/variables/x/mailbox",
)


@pytest.fixture(scope="module")
def roles() -> dict[str, str | None]:
    return UNLOCKING


@pytest.fixture(scope="module")
def hall(open_hall: OpenHall) -> Hall:
    made = open_hall("system_permissions_inspection")
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
    answer = browse(role).get(address(page.split()[1], matter.ids))
    assert str(answer.status_code) == expected, answer.text
    if expected != "200":
        assert MAIL["mailbox"] not in answer.text


def test_each_look_of_an_administrator_is_kept_once_an_hour_and_shown(
    hall: Hall, browse: Clients, clients: Clients
) -> None:
    matter = at_the_mailers(hall)
    for _ in range(2):
        for part in ("", "/inspect", "/inspect/variables", "/inspect/snapshot.json"):
            assert browse("admin_it").get(f"/instances/{matter.instance}{part}").status_code == 200
    assert clients("admin_it").get(f"/instances/{matter.instance}/record").status_code == 200
    kinds = [kind for (kind,) in hall.sql(_LOOKS, matter.instance, "it_head")]
    assert kinds == ["matter", "inspect", "variables", "download", "record"]
    page = browse("admin").get("/inspect/looks", params={"matter": matter.instance})
    assert page.text.count(f"/instances/{matter.instance}/inspect") == len(kinds)
    seen = clients("admin").get(f"/instances/{matter.instance}/inspection").json()
    assert len(seen["looks"]) == len(kinds)


def test_a_file_and_a_variable_that_were_looked_at_are_named(hall: Hall, browse: Clients) -> None:
    matter = at_the_hospital(hall)
    file = matter.ids["A"]
    assert browse("admin").get(f"/attachments/{file}").status_code == 200
    assert browse("admin").get(f"/instances/{matter.instance}/inspect/variables/0/phone").status_code == 200
    found = hall.sql("SELECT kind, detail FROM look WHERE instance_id = %s ORDER BY id", matter.instance)
    assert found == [("file", file), ("variables", "phone")]


@pytest.mark.parametrize("role", ["initiator", "handler", "handled"])
def test_who_has_a_part_in_the_matter_leaves_no_look(
    hall: Hall, browse: Clients, matter: Matter, role: str
) -> None:
    assert browse(role).get(f"/instances/{matter.instance}").status_code == 200
    assert hall.sql(_LOOKS, matter.instance, UNLOCKING[role]) == []


def test_a_refused_look_and_a_diagram_leave_none(hall: Hall, browse: Clients) -> None:
    matter = at_the_mailers(hall)
    assert browse("admin_pe").get(f"/instances/{matter.instance}/inspect").status_code == 404
    assert browse("admin").get(f"/instances/{matter.instance}/diagram.bpmn").status_code == 200
    assert hall.sql("SELECT kind FROM look WHERE instance_id = %s", matter.instance) == []


def test_what_cannot_be_noted_is_not_shown(hall: Hall, browse: Clients) -> None:
    matter = at_the_mailers(hall)
    refuse = (
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no''; END'"
    )
    with hall.connect() as connection:
        connection.execute(refuse)
        connection.execute("CREATE TRIGGER t BEFORE INSERT ON look FOR EACH ROW EXECUTE FUNCTION refuse()")
        try:
            answer = browse("admin").get(f"/instances/{matter.instance}/inspect/variables")
        finally:
            connection.execute("DROP TRIGGER t ON look")
    assert answer.status_code >= 500
    assert MAIL["mailbox"] not in answer.text


@pytest.mark.parametrize("where", HOSTILE)
def test_hostile_addresses_find_nothing(browse: Clients, matter: Matter, where: str) -> None:
    answer: httpx.Response = browse("admin").get(where.replace("/I/", f"/{matter.instance}/"))
    # No text of ours holds a zero byte: such an address is not read at all.
    assert answer.status_code == (400 if "%00" in where else 404), answer.text


@pytest.mark.parametrize("page", ["0", "-5", "x", "99999999999999999999", "1000000"])
def test_a_page_that_is_not_there_is_the_nearest(browse: Clients, matter: Matter, page: str) -> None:
    for part in ("history", "variables"):
        where = f"/instances/{matter.instance}/inspect/{part}"
        assert browse("admin").get(where, params={"page": page}).status_code == 200
    assert browse("admin").get("/inspect/looks", params={"page": page}).status_code == 200


def test_the_way_to_change_a_value_is_shown_to_those_who_may(hall: Hall, browse: Clients) -> None:
    matter = at_the_mailers(hall)
    grant(hall, "finance_head", "it", "instance.view", "instance.inspect")
    way = f"/instances/{matter.instance}/mend/edit?variable=0:mailbox"
    for page in ("variables", "variables/0/mailbox"):
        where = f"/instances/{matter.instance}/inspect/{page}"
        told = browse("admin_it").get(where)
        assert way in told.text
        assert "mend/edit?variable=0:newPassword" not in told.text
        looks_only = hall.browse("finance_head").get(where)
        assert looks_only.status_code == 200
        assert "/mend/edit" not in looks_only.text
    form = browse("admin_it").get(way)
    assert form.status_code == 200
    assert MAIL["mailbox"] in form.text
