"""Who may see and change outside systems, and who may try a failed call again or leave it out: every role.

Connections are the whole school's: administrators of a unit see none of them. The failed call is one of a
matter to unlock a mailbox, so `admin_it` mends it and `admin_pe` does not.
"""

from collections.abc import Iterator
from time import monotonic, sleep

import httpx
import pytest

from tests.system.conftest import Clients, Hall, OpenHall
from tests.system.matters import Matter, at_the_mailers, grant
from tests.system.people import SECRET, UNLOCKING
from tests.system.tables import Call, address, call, cells, seen_on, token, told

SYSTEMS = """
                  nobody initiator handler handled head student admin admin_it admin_pe designer
see all         |  401      403      403     403   403    403    200     403      403      403
see one         |  401      403      403     403   403    403    200     403      403      403
set one up      |  401      403      403     403   403    403    200     403      403      403
try one         |  401      403      403     403   403    403    200     403      403      403
forget one      |  401      403      403     403   403    403    204     403      403      403
"""
SYSTEM_PAGES = """
                                       nobody initiator handler handled head student admin admin_it admin_pe
GET /inspect/connectors              | signin    403      403     403   403    403    200     403      403
GET /inspect/connectors/mail         | signin    403      403     403   403    403    200     403      403
GET /inspect/add-connector           | signin    403      403     403   403    403    200     403      403
POST /inspect/add-connector          | signin    403      403     403   403    403    done    403      403
POST /inspect/connectors/mail        | signin    403      403     403   403    403    done    403      403
POST /inspect/connectors/mail/try    | signin    403      403     403   403    403    done    403      403
POST /inspect/connectors/mail/remove | signin    403      403     403   403    403    done    403      403
"""
INCIDENTS = """
                nobody initiator handler handled head student admin admin_it admin_pe designer
see calls     |  401      403      403     403   404    404    200    200      404      404
foresee again |  401      403      403     403   404    404    200    200      404      404
foresee out   |  401      403      403     403   404    404    200    200      404      404
try again     |  401      403      403     403   404    404    done   done     404      404
leave out     |  401      403      403     403   404    404    done   done     404      404
"""
INCIDENT_PAGES = """
                                      nobody initiator handler handled head student admin admin_it admin_pe
GET /instances/I/incidents/N/skip   | signin    403      403     403   404    404    200    200      404
POST /instances/I/incidents/N/skip  | signin    403      403     403   404    404    done   done     404
"""
_NAMED = "/connectors/cards"
ACTS: dict[str, Call] = {
    "see all": call("GET /connectors"),
    "see one": call("GET /connectors/mail"),
    "set one up": call(f"PUT {_NAMED}", json={"kind": "http", "settings": {}}),
    "try one": call(f"POST {_NAMED}/try"),
    "forget one": call(f"DELETE {_NAMED}"),
    "see calls": call("GET /instances/I/called"),
    "foresee again": call("POST /instances/I/incidents/N/retry/preview", json={"reason": "测试"}),
    "foresee out": call("POST /instances/I/incidents/N/skip/preview", json={"reason": "测试"}),
    "try again": call("POST /instances/I/incidents/N/retry", json={"reason": "测试"}),
    "leave out": call("POST /instances/I/incidents/N/skip", json={"reason": "测试"}),
}
SETTINGS = {"kind": "http", "name": "doors", "backend": "console"}
_KEPT = "SELECT name, kind, settings::text FROM connector ORDER BY 1"
_STANDING = "SELECT i.record_length FROM instance i WHERE i.id = %s"
_FAILED = "SELECT id FROM incident WHERE instance_id = %s AND closed_at IS NULL"
NOWHERE = {
    "backend": "real",
    "address": "http://127.0.0.1:9/",
    "private": True,
    "patience": {"tries": 1, "limit_s": 1, "breaks_after": 20},
}


@pytest.fixture(scope="module")
def roles() -> dict[str, str | None]:
    return UNLOCKING


@pytest.fixture(scope="module")
def hall(open_hall: OpenHall, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    made = open_hall("system_permissions_connectors")
    grant(made, "pe_head", "pe", "instance.view", "instance.inspect", "instance.mend", "connector.manage")
    put = made.person("admin").http.put("/connectors/mailbox", json={"kind": "mailbox", "settings": NOWHERE})
    assert put.status_code == 200, put.text
    with made.worker(tmp_path_factory.mktemp("worker") / "log"):
        yield made


@pytest.fixture(scope="module")
def failed(hall: Hall) -> list[tuple[Matter, int]]:
    """Matters whose call has failed: the first is changed by nobody, each other by one."""
    return [a_failed(hall) for _ in range(5)]


def a_failed(hall: Hall) -> tuple[Matter, int]:
    made = at_the_mailers(hall)
    clerk = hall.person("it_clerk")
    done = clerk.complete(made.task, "done", opinion="已办", document={"newPassword": SECRET})
    assert done.status_code == 200, done.text
    until = monotonic() + 30
    while not (found := hall.sql(_FAILED, made.instance)):
        assert monotonic() < until
        sleep(0.1)
    return made, int(found[0][0])


@pytest.mark.parametrize(("operation", "role", "expected"), cells(SYSTEMS))
def test_outside_systems_are_the_schools(
    hall: Hall, clients: Clients, operation: str, role: str, expected: str
) -> None:
    admin = hall.person("admin").http
    if operation in ("try one", "forget one"):
        admin.put(_NAMED, json={"kind": "http", "settings": {}})
    else:
        admin.delete(_NAMED)
    before = hall.sql(_KEPT)
    answer = ACTS[operation].ask(clients(role), {})
    assert str(answer.status_code) == expected, answer.text
    changes = role == "admin" and operation in ("set one up", "forget one")
    assert (hall.sql(_KEPT) != before) == changes


@pytest.mark.parametrize(("page", "role", "expected"), cells(SYSTEM_PAGES))
def test_their_pages_are_the_schools(
    hall: Hall, browse: Clients, page: str, role: str, expected: str
) -> None:
    admin = hall.person("admin").http
    admin.delete("/connectors/doors")
    admin.put("/connectors/mail", json={"kind": "mail", "settings": {"backend": "console", "port": 26}})
    http, (method, where) = browse(role), page.split()
    before = hall.sql(_KEPT)
    form = {**SETTINGS, "csrf_token": token(http)}
    answer = http.request(method, where, **({"data": form} if method == "POST" else {}))
    assert told(answer) == expected, answer.text
    changes = expected == "done" and not where.endswith("/try")
    assert (hall.sql(_KEPT) != before) == changes


def letters(matter: Matter, incident: int) -> dict[str, str]:
    return {**matter.ids, "N": str(incident)}


@pytest.mark.parametrize(("operation", "role", "expected"), cells(INCIDENTS))
def test_failed_calls_are_their_administrators(
    hall: Hall,
    clients: Clients,
    failed: list[tuple[Matter, int]],
    operation: str,
    role: str,
    expected: str,
) -> None:
    matter, incident = failed.pop() if expected == "done" else failed[0]
    before = hall.sql(_STANDING, matter.instance)
    answer = ACTS[operation].ask(clients(role), letters(matter, incident))
    assert str(answer.status_code) == expected.replace("done", "200"), answer.text
    assert (hall.sql(_STANDING, matter.instance) != before) == (expected == "done")


@pytest.mark.parametrize(("page", "role", "expected"), cells(INCIDENT_PAGES))
def test_their_buttons_are_their_administrators(
    hall: Hall, browse: Clients, failed: list[tuple[Matter, int]], page: str, role: str, expected: str
) -> None:
    http, (method, pattern) = browse(role), page.split()
    matter, incident = a_failed(hall) if expected == "done" else failed[0]
    form = {"opinion": "测试", "csrf_token": token(http)}
    before = hall.sql(_STANDING, matter.instance)
    where = address(pattern, letters(matter, incident))
    answer = http.request(method, where, **({"data": form} if method == "POST" else {}))
    if method == "POST" and (seen := seen_on(answer)):
        assert hall.sql(_STANDING, matter.instance) == before, "a preview changes nothing"
        answer = http.post(where, data={**form, "seen": seen})
    assert told(answer) == expected, answer.text
    assert (hall.sql(_STANDING, matter.instance) != before) == (expected == "done")


def test_an_incident_of_another_matter_is_not_reached_by_ones_own(
    hall: Hall, failed: list[tuple[Matter, int]]
) -> None:
    other = at_the_mailers(hall)
    _, incident = failed[0]
    for path in ("retry", "retry/preview", "skip", "skip/preview"):
        answer: httpx.Response = hall.person("admin").post(
            f"/instances/{other.instance}/incidents/{incident}/{path}", {"reason": "测试"}
        )
        assert answer.status_code == 404
