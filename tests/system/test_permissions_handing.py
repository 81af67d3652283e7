"""Who may bring others in, take back and claim: every role, by API and by page, on a matter his or not.

See tests/system/test_permissions.py for who the people are. `its signer`, `/S/`, is one whom the handler has
asked, `a later one`, `/L/`, one whose turn comes after him; `its earlier task`, `/E/`, is the one that the
college's head has done.
"""

from collections.abc import Callable

import pytest

from tests.system.conftest import Clients, Hall, OpenHall
from tests.system.matters import Matter, at_the_hospital
from tests.system.tables import address, call, cells, token, told

ASKED = """
                          nobody initiator handler handled later  head student admin admin_it designer
transfer the task       |   401       403     200     403   404   404     404   403      404      404
delegate the task       |   401       403     200     403   404   404     404   403      404      404
ask others to sign      |   401       403     200     403   404   404     404   403      404      404
leave its signer out    |   401       403     200     403   404   404     404   200      404      404
leave a later one out   |   401       403     200     403   404   404     404   403      404      404
withdraw its earlier task|  401       403     403     200   404   404     404   403      404      404
claim the task          |   401       403     200     403   404   404     404   403      404      404
return it to come back  |   401       403     200     403   404   404     404   403      404      404
find people             |   401       200     200     200   200   200     200   200      200      200
"""

PAGES = """
                          nobody initiator handler handled later  head student admin admin_it designer
GET /tasks/T/transfer   | signin    403     200     403   404   404     404   403      404      404
GET /tasks/T/delegate   | signin    403     200     403   404   404     404   403      404      404
GET /tasks/T/sign       | signin    403     200     403   404   404     404   403      404      404
GET /tasks/E/withdraw   | signin    403     403     200   404   404     404   403      404      404
POST /tasks/T/transfer  | signin    403    done     403   404   404     404   403      404      404
POST /tasks/T/delegate  | signin    403    done     403   404   404     404   403      404      404
POST /tasks/T/sign      | signin    403    done     403   404   404     404   403      404      404
POST /tasks/S/unsign    | signin    403    done     403   404   404     404  done      404      404
POST /tasks/L/unsign    | signin    403    done     403   404   404     404   403      404      404
POST /tasks/E/withdraw  | signin    403     403    done   404   404     404   403      404      404
"""

_EARLIER = "SELECT id FROM task WHERE instance_id = %s AND element = 'college' AND state = 'completed'"
_SIGNER = "SELECT id FROM task WHERE instance_id = %s AND sign IS NOT NULL AND state = 'open'"
_PERSON = "SELECT person_id FROM account WHERE subject = %s"
_STANDING = (
    "SELECT i.record_length, t.id, t.state, t.version, array(SELECT principal FROM inbox"
    " WHERE task_id = t.id) FROM instance i JOIN task t ON t.instance_id = i.id WHERE i.id = %s ORDER BY t.id"
)
SIGNERS = {"S": "beside", "L": "after"}
VERSION = {"If-Match": '"1"'}
ACTS = {
    "transfer the task": call("POST /tasks/T/transfer", headers=VERSION),
    "delegate the task": call("POST /tasks/T/delegate", headers=VERSION),
    "ask others to sign": call("POST /tasks/T/signers", headers=VERSION),
    "leave its signer out": call("POST /tasks/S/unsign", headers=VERSION),
    "leave a later one out": call("POST /tasks/L/unsign-later", headers=VERSION),
    "withdraw its earlier task": call("POST /tasks/E/withdraw"),
    "claim the task": call("POST /tasks/T/claim", headers=VERSION),
    "return it to come back": call("POST /tasks/T/return", headers=VERSION),
    "find people": call("GET /people?q=欧阳"),
}


@pytest.fixture(scope="module")
def hall(open_hall: OpenHall) -> Hall:
    return open_hall("system_permissions_handing")


@pytest.fixture(scope="module")
def kept(hall: Hall) -> Callable[[str], Matter]:
    """Give a matter that nobody changes for a request: whoever may, gets one of his own."""
    made = {kind: made_for(hall, f"/{letter}/") for letter, kind in SIGNERS.items()}
    made[None] = at_the_hospital(hall)
    return lambda asked: made[signer_of(asked)]


def made_for(hall: Hall, asked: str) -> Matter:
    """Make a matter for a request, with a signer whom the handler has asked if it names one."""
    made, kind = at_the_hospital(hall), signer_of(asked)
    if kind is None:
        return made
    body = {"kind": kind, "people": [colleague(hall)]}
    asked = hall.person("hosp_clerk").http.post(f"/tasks/{made.task}/signers", json=body, headers=VERSION)
    assert asked.status_code == 200, asked.text
    return made


def signer_of(asked: str) -> str | None:
    return next((kind for letter, kind in SIGNERS.items() if f"/{letter}/" in asked), None)


def colleague(hall: Hall) -> int:
    return int(hall.sql(_PERSON, "hosp_head")[0][0])


def one(hall: Hall, query: str, matter: Matter) -> int:
    return int(hall.sql(query, matter.instance)[0][0])


def bodies(hall: Hall) -> dict[str, object]:
    to = {"to": colleague(hall), "opinion": "测试"}
    return {
        "transfer the task": to,
        "delegate the task": to,
        "ask others to sign": {"kind": "before", "people": [colleague(hall)]},
        "leave a later one out": {"position": 0},
        "return it to come back": {"to": "initiator", "opinion": "测试", "then": "back"},
    }


def ids(hall: Hall, at: Matter, asked: str) -> dict[str, str]:
    """The ids of a matter, of its signer's task and of its earlier one where they are asked for."""
    found = at.ids | {"L": str(at.task)}
    for letter, query in {"E": _EARLIER, "S": _SIGNER}.items():
        if f"/{letter}/" in asked:
            found[letter] = str(one(hall, query, at))
    return found


@pytest.mark.parametrize(("operation", "role", "expected"), cells(ASKED))
def test_a_call_is_answered_to_those_it_concerns(
    hall: Hall,
    clients: Clients,
    kept: Callable[[str], Matter],
    operation: str,
    role: str,
    expected: str,
) -> None:
    act, changes = ACTS[operation], expected == "200" and operation != "find people"
    asked = made_for(hall, act.line) if changes else kept(act.line)
    before = hall.sql(_STANDING, asked.instance)
    body = {"json": bodies(hall).get(operation, {})} if act.line.startswith("POST") else {}
    answer = act.ask(clients(role), ids(hall, asked, act.line), **body)
    assert answer.status_code == int(expected), answer.text
    assert (hall.sql(_STANDING, asked.instance) != before) == changes


@pytest.mark.parametrize(("page", "role", "expected"), cells(PAGES))
def test_a_page_is_shown_and_taken_from_those_it_concerns(
    hall: Hall,
    browse: Clients,
    kept: Callable[[str], Matter],
    page: str,
    role: str,
    expected: str,
) -> None:
    http = browse(role)
    method, pattern = page.split()
    asked = made_for(hall, pattern) if expected == "done" else kept(pattern)
    where = address(pattern, ids(hall, asked, pattern))
    before = hall.sql(_STANDING, asked.instance)
    if method == "GET":
        answer = http.get(where)
    else:
        person = str(colleague(hall))
        typed = {"version": "1", "to": person, "people": person, "kind": "before", "opinion": "测试"}
        typed |= {"position": "0"} if "/L/" in pattern else {}
        answer = http.post(where, data={**typed, "csrf_token": token(http)})
    assert told(answer) == expected, answer.text
    assert (hall.sql(_STANDING, asked.instance) != before) == (expected == "done")
