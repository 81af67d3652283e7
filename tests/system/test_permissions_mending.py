"""Who may migrate, suspend, move and restart: every role, by API and by the pages of administration.

The matter is one to unlock a mailbox; see UNLOCKING for who the people are: `admin_it` mends the services of
its unit, `admin_pe` those of another. It is on the version before the one in force. `/D/` in an address is
the one in force, `/F/` a version of a service of the other unit. What is resumed was suspended.
"""

import httpx
import pytest

from bpmn_models.bundle import shipped
from tests.system.conftest import Clients, Hall, OpenHall
from tests.system.matters import Matter, at_the_hospital, at_the_mailers, grant
from tests.system.people import UNLOCKING
from tests.system.tables import address, call, cells, seen_on, token, told

ASKED = """
                      nobody initiator handler handled head student  admin  admin_it admin_pe designer
ask what would come |  401      403      403     403   403    403     200     200      403      403
take it there       |  401      403      403     403   403    403     gone    gone     403      403
take a foreign there|  401      403      403     403   403    403   unknown unknown    403      403
take it to a foreign|  401      403      403     403   403    403   unknown   403    unknown    403
"""
PAGES = """
                                nobody initiator handler handled head student admin admin_it admin_pe designer
GET /instances/I/mend/migrate | signin    403      403     403   404    404    200    200      404      404
POST /instances/I/mend/migrate| signin    403      403     403   404    404    done   done     404      404
POST /instances/I/mend/suspend| signin    403      403     403   404    404    done   done     404      404
POST /instances/I/mend/resume | signin    403      403     403   404    404    done   done     404      404
POST /instances/I/mend/jump   | signin    403      403     403   404    404    done   done     404      404
POST /instances/I/mend/restart| signin    403      403     403   404    404    done   done     404      404
POST /instances/I/mend/end    | signin    403      403     403   404    404    done   done     404      404
POST /instances/I/mend/add    | signin    403      403     403   404    404    done   done     404      404
POST /instances/I/mend/cancel | signin    403      403     403   404    404    done   done     404      404
POST /instances/I/mend/edit   | signin    403      403     403   404    404    done   done     404      404
POST /instances/I/mend/reassign| signin   403      403     403   404    404    done   done     404      404
POST /instances/I/mend/retry  | signin    403      403     403   404    404    409    409      404      404
POST /instances/I/mend/mislead| signin    403      403     403   404    404    404    404      404      404
"""
WHY = {"reason": "测试"}
ACTS = {
    "ask what would come": call("POST /definitions/D/migration/report", json={}),
    "take it there": call("POST /definitions/D/migration"),
    "take a foreign there": call("POST /definitions/D/migration"),
    "take it to a foreign": call("POST /definitions/F/migration"),
}
_STANDING = (
    "SELECT i.state, i.definition_id, i.record_length, array(SELECT (t.id, t.state, t.version)::text"
    " FROM task t WHERE t.instance_id = i.id ORDER BY t.id) FROM instance i WHERE i.id = %s"
)
_IN_FORCE = "SELECT max(id) FROM definition WHERE service_key = %s"


@pytest.fixture(scope="module")
def roles() -> dict[str, str | None]:
    return UNLOCKING


@pytest.fixture(scope="module")
def hall(open_hall: OpenHall) -> Hall:
    made = open_hall("system_permissions_mending")
    grant(made, "pe_head", "pe", "instance.view", "instance.inspect", "instance.mend")
    return made


@pytest.fixture(scope="module")
def old(hall: Hall) -> list[Matter]:
    """Matters of the version before the one in force: the first is changed by nobody, each other by one."""
    made = [at_the_mailers(hall) for _ in range(5)]
    diagram = next(one for one in shipped() if one.key == "email-unlock").process
    drawn = {"diagram": ("d.bpmn", diagram.replace("部门负责人意见".encode(), "部门领导审批".encode()))}
    answer = hall.person("designer").http.post("/definitions?service=email-unlock", files=drawn)
    assert answer.status_code == 201, answer.text
    return made


@pytest.fixture(scope="module")
def suspended(hall: Hall) -> Matter:
    return a_suspended(hall)


@pytest.fixture(scope="module")
def foreign(hall: Hall) -> Matter:
    """A matter of the other unit's service."""
    return at_the_hospital(hall)


@pytest.fixture(scope="module")
def versions(hall: Hall, old: list[Matter]) -> dict[str, str]:
    keys = {"D": "email-unlock", "F": "fitness-exemption"}
    return {letter: str(hall.sql(_IN_FORCE, key)[0][0]) for letter, key in keys.items()}


def a_suspended(hall: Hall) -> Matter:
    made = at_the_mailers(hall)
    answer = hall.person("admin").post(f"/instances/{made.instance}/suspend", WHY)
    assert answer.status_code == 200, answer.text
    return made


@pytest.mark.parametrize(("operation", "role", "expected"), cells(ASKED))
def test_a_call_is_answered_to_the_administrators_of_both(
    hall: Hall,
    clients: Clients,
    old: list[Matter],
    foreign: Matter,
    versions: dict[str, str],
    operation: str,
    role: str,
    expected: str,
) -> None:
    asked = foreign if operation == "take a foreign there" else old[0]
    if expected == "gone":
        asked = old.pop()
    before = hall.sql(_STANDING, asked.instance)
    more = {} if operation.startswith("ask") else {"json": {"instances": [asked.instance], **WHY}}
    answer = ACTS[operation].ask(clients(role), versions, **more)
    assert result(answer) == expected, answer.text
    assert (hall.sql(_STANDING, asked.instance) != before) == (expected == "gone")


def result(answer: httpx.Response) -> str:
    if answer.status_code != 200 or "results" not in answer.json():
        return str(answer.status_code)
    (one,) = answer.json()["results"]
    return {None: "gone", "not_found": "unknown"}[one["code"]]


@pytest.mark.parametrize(("page", "role", "expected"), cells(PAGES))
def test_a_page_is_shown_to_and_taken_from_its_administrators(
    hall: Hall,
    browse: Clients,
    old: list[Matter],
    suspended: Matter,
    versions: dict[str, str],
    page: str,
    role: str,
    expected: str,
) -> None:
    http, (method, pattern) = browse(role), page.split()
    if expected == "done":
        asked = fresh(hall, old, pattern)
    else:
        asked = suspended if pattern.endswith("/resume") else old[0]
    where = address(pattern, asked.ids)
    action = where.rpartition("/")[2]
    form = {**typed(hall, asked, action), "definition": versions["D"], "csrf_token": token(http)}
    before = hall.sql(_STANDING, asked.instance)
    answer = http.request(method, where, **({"data": form} if method == "POST" else {}))
    if method == "POST" and (seen := seen_on(answer)):
        assert hall.sql(_STANDING, asked.instance) == before, "a preview changes nothing"
        answer = http.post(where, data={**form, "seen": seen})
    assert told(answer) == expected, answer.text
    assert (hall.sql(_STANDING, asked.instance) != before) == (expected == "done")


def fresh(hall: Hall, old: list[Matter], pattern: str) -> Matter:
    if pattern.endswith("/resume"):
        return a_suspended(hall)
    return old.pop() if pattern.endswith("/migrate") else at_the_mailers(hall)


def typed(hall: Hall, at: Matter, action: str) -> dict[str, str]:
    """What the pages of administration ask for: where a matter stands, and which steps are done."""
    found = hall.person("admin").get(f"/instances/{at.instance}/mending").json()
    place = next((str(place["token"]) for place in found["places"]), "")
    step = next((str(step["token"]) for step in found["steps"]), "")
    to = {"jump": f"{place}:unit_head", "add": "0:unit_head", "reassign": person_id(hall, "it_deputy")}
    token = {"restart": step, "cancel": place}
    more = {"variable": "0:detail", "value": "改过"} if action == "edit" else {}
    return {"opinion": "测试", "to": to.get(action, ""), "token": token.get(action, ""), **more}


def person_id(hall: Hall, login: str) -> str:
    return str(hall.sql("SELECT person_id FROM account WHERE subject = %s", login)[0][0])


@pytest.mark.parametrize("definition", ["0", "-1", "x", "", "9" * 30])
def test_a_page_takes_no_matter_to_a_version_that_is_none(
    hall: Hall, browse: Clients, old: list[Matter], definition: str
) -> None:
    http, before = browse("admin"), hall.sql(_STANDING, old[0].instance)
    form = {"opinion": "测试", "definition": definition, "csrf_token": token(http)}
    assert http.post(f"/instances/{old[0].instance}/mend/migrate", data=form).status_code == 404
    assert hall.sql(_STANDING, old[0].instance) == before


def test_a_page_takes_no_matter_to_a_version_of_another_service(
    hall: Hall, browse: Clients, old: list[Matter], versions: dict[str, str]
) -> None:
    before = hall.sql(_STANDING, old[0].instance)
    for role in ("admin", "admin_it"):
        form = {"opinion": "测试", "definition": versions["F"], "csrf_token": token(browse(role))}
        answer = browse(role).post(f"/instances/{old[0].instance}/mend/migrate", data=form)
        assert answer.status_code == 404, role
    assert hall.sql(_STANDING, old[0].instance) == before
