"""Who may foresee and mend by the API, and who may order for many matters and steer what was ordered.

`admin_it` mends the services of its unit, `admin_pe` those of another; see UNLOCKING. `/B/` in an address is
an order of `admin` that was tried out.
"""

import time

import httpx
import pytest

from tests.system.conftest import Clients, Hall, OpenHall
from tests.system.matters import Matter, at_the_mailers, grant
from tests.system.people import UNLOCKING
from tests.system.tables import address, call, cells, token, told

CALLS = """
                nobody initiator handler handled head student admin admin_it admin_pe designer
foresee        |  401     403      403     403   404    404    200    200      404      404
mend           |  401     403      403     403   404    404    200    200      404      404
order for many |  401     403      403     403   403    403    200    200      200      403
look at order  |  401     404      404     404   404    404    200    404      404      404
look at items  |  401     404      404     404   404    404    200    404      404      404
start the order|  401     404      404     404   404    404    200    404      404      404
"""
PAGES = """
                            nobody initiator handler handled head student admin admin_it admin_pe designer
GET /inspect/bulk          | signin   403      403     403   403    403    200    200      200      403
GET /inspect/bulk/new      | signin   403      403     403   403    403    200    200      200      403
POST /inspect/bulk/new     | signin   403      403     403   403    403    done   done     done     403
GET /inspect/bulk/B        | signin   403      403     403   403    403    200    404      404      403
GET /inspect/bulk/B/report.csv | signin 403    403     403   403    403    200    404      404      403
POST /inspect/bulk/B/start | signin   403      403     403   403    403    done   404      404      403
"""
WHY = {"reason": "测试"}
ACTS = {
    "foresee": call("POST /instances/I/mend/suspend/preview", json=WHY),
    "mend": call("POST /instances/I/mend/suspend", json=WHY),
    "order for many": call("POST /bulk"),
    "look at order": call("GET /bulk/B"),
    "look at items": call("GET /bulk/B/items"),
    "start the order": call("POST /bulk/B/start"),
}
_STANDING = "SELECT state, record_length FROM instance WHERE id = %s"
_ORDERS = "SELECT (SELECT count(*) FROM bulk), (SELECT string_agg(state, ',' ORDER BY id) FROM bulk)"
_NAMED = "SELECT p.id, p.name FROM person p JOIN account a ON a.person_id = p.id WHERE a.subject = %s"
_CHECKED = "UPDATE bulk SET state = 'checked' WHERE id = %s RETURNING 1"


@pytest.fixture(scope="module")
def roles() -> dict[str, str | None]:
    return UNLOCKING


@pytest.fixture(scope="module")
def hall(open_hall: OpenHall) -> Hall:
    made = open_hall("system_permissions_bulk")
    grant(made, "pe_head", "pe", "instance.view", "instance.inspect", "instance.mend")
    return made


@pytest.fixture(scope="module")
def matter(hall: Hall) -> Matter:
    return at_the_mailers(hall)


@pytest.fixture
def tried(hall: Hall, matter: Matter) -> dict[str, str]:
    """An order of the school's administrator that waits for his word."""
    order = {"action": "suspend", "instances": [matter.instance], **WHY}
    answer = hall.person("admin").post("/bulk", order)
    assert answer.status_code == 200, answer.text
    made = str(answer.json()["id"])
    hall.sql(_CHECKED, made)
    return {"B": made}


@pytest.mark.parametrize(("operation", "role", "expected"), cells(CALLS))
def test_a_call_is_answered_to_administrators(
    hall: Hall,
    clients: Clients,
    matter: Matter,
    tried: dict[str, str],
    operation: str,
    role: str,
    expected: str,
) -> None:
    asked = at_the_mailers(hall) if (operation, expected) == ("mend", "200") else matter
    before, ordered = hall.sql(_STANDING, asked.instance), hall.sql(_ORDERS)
    more = {}
    if operation == "order for many":
        more = {"json": {"action": "suspend", "instances": [asked.instance], **WHY}}
    answer = ACTS[operation].ask(clients(role), {**asked.ids, **tried}, **more)
    assert str(answer.status_code) == expected, answer.text
    assert (hall.sql(_STANDING, asked.instance) != before) == ((operation, expected) == ("mend", "200"))
    changes = operation in ("order for many", "start the order") and expected == "200"
    assert (hall.sql(_ORDERS) != ordered) == changes


@pytest.mark.parametrize(("page", "role", "expected"), cells(PAGES))
def test_a_page_is_shown_to_administrators(
    hall: Hall,
    browse: Clients,
    matter: Matter,
    tried: dict[str, str],
    page: str,
    role: str,
    expected: str,
) -> None:
    http, (method, pattern) = browse(role), page.split()
    ordered = hall.sql(_ORDERS)
    form = {"action": "suspend", "ids": matter.instance, "opinion": "测试", "csrf_token": token(http)}
    where = address(pattern, tried)
    answer: httpx.Response = http.request(method, where, **({"data": form} if method == "POST" else {}))
    assert told(answer) == expected, answer.text
    assert (hall.sql(_ORDERS) != ordered) == (expected == "done")


def test_an_order_does_to_nobody_what_its_owner_may_not(
    hall: Hall, clients: Clients, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The administrator of another unit may order what he likes: nothing is done, and he learns no title."""
    matter = at_the_mailers(hall)
    order = {"action": "suspend", "instances": [matter.instance], "start": True, **WHY}
    made = clients("admin_pe").post("/bulk", json=order).json()["id"]
    before = hall.sql(_STANDING, matter.instance)
    with hall.worker(tmp_path_factory.mktemp("worker") / "log"):
        for _ in range(300):
            found = clients("admin_pe").get(f"/bulk/{made}").json()
            if found["state"] == "done":
                break
            time.sleep(0.1)
    assert (found["state"], found["counts"]) == ("done", {"refused": 1})
    (item,) = clients("admin_pe").get(f"/bulk/{made}/items").json()["rows"]
    assert (item["code"], item["title"], item["business_no"]) == ("not_found", None, None)
    assert hall.sql(_STANDING, matter.instance) == before


@pytest.mark.usefixtures("matter")
def test_whom_the_tasks_go_to_is_looked_for_beside_the_words_of_the_filter(
    hall: Hall, browse: Clients, clients: Clients
) -> None:
    """The search for a person narrows no matters down, and words of the filter look for no person."""
    http = browse("admin")
    where = "/inspect/bulk/new?service=email-unlock&q=%E9%82%AE%E7%AE%B1"
    assert 'name="q_person" value=""' in http.get(where).text
    form = {"service": "email-unlock", "state": "running", "action": "reassign", "opinion": "统一改派"}
    person, name = hall.sql(_NAMED, "it_deputy")[0]
    form |= {"q_person": name, "csrf_token": token(http)}
    found = http.post("/inspect/bulk/new", data={**form, "find": "1"})
    assert f'type="radio" name="to" value="{person}"' in found.text
    narrowed = http.get("/people", params={"field": "to", "q_person": name})
    assert f'type="radio" name="to" value="{person}"' in narrowed.text
    made = http.post("/inspect/bulk/new", data={**form, "to": str(person)})
    assert told(made) == "done", made.text
    order = clients("admin").get(f"/bulk/{made.headers['Location'].rpartition('/')[2]}").json()
    assert order["params"]["to"] == person
    assert order["selection"] == {"service": ["email-unlock"], "state": ["running"]}


def test_listed_matters_of_one_service_offer_its_steps_and_no_others(
    hall: Hall, browse: Clients, matter: Matter
) -> None:
    where = {"ids": str(matter.instance)}
    steps = '<select class="form-select" id="p_at"'
    assert steps in browse("admin").get("/inspect/bulk/new", params=where).text
    other = browse("admin_pe").get("/inspect/bulk/new", params=where).text
    assert steps not in other
    assert "并非都属于" in other
    nobody = {"ids": f"{matter.instance} 00000000-0000-4000-8000-000000000000"}
    assert "并非都属于" in browse("admin").get("/inspect/bulk/new", params=nobody).text
