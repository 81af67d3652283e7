"""Who may talk about a matter, copy it, remind and answer: every role, by API and by page.

See tests/system/test_permissions.py for who the people are, and tests/system/test_permissions_portal.py
for the words of the table of pages. `copied` was given the matter to read: he is `head` in ROLES.
"""

import pytest

from tests.system.conftest import Clients, Hall, OpenHall
from tests.system.matters import Matter, at_the_hospital
from tests.system.people import ROLES
from tests.system.tables import address, call, cells, token, told

OVER_HTTP = """
                       nobody initiator handler handled later  copied student admin admin_it designer
read the talk        |   401       200     200     200   404     200     404   200      404      404
comment              |   401       201     201     201   404     201     404   201      404      404
copy it              |   401       403     201     403   404     403     404   403      404      404
copy it from before  |   401       403     403     201   404     403     404   403      404      404
answer unasked       |   401       403     409     403   404     403     404   403      404      404
remind               |   401       200     403     403   404     403     404   200      404      404
"""

BY_PAGE = """
                       nobody initiator handler handled later  copied student admin admin_it designer
GET /tasks/T/copies  | signin    403     200     403   404     403     404   403      404      404
GET /instances/I/comments| signin 200    200     200   404     200     404   200      404      404
POST /instances/I/comments| signin done  done    done  404    done     404  done      404      404
POST /tasks/T/copies | signin    403    done     403   404     403     404   403      404      404
POST /tasks/T/answer | signin    403    done     403   404     403     404   403      404      404
POST /tasks/T/remind | signin   done     403     403   404     403     404  done      404      404
"""

SAID = {"text": "测试"}
ACTS = {
    "read the talk": call("GET /instances/I/talk"),
    "comment": call("POST /instances/I/comments", json=SAID),
    "copy it": call("POST /tasks/T/copies"),
    "copy it from before": call("POST /tasks/E/copies"),
    "answer unasked": call("POST /tasks/T/answer", json=SAID),
    "remind": call("POST /tasks/T/remind"),
}

PEOPLE = {("copied" if role == "head" else role): login for role, login in ROLES.items()}


@pytest.fixture(scope="module")
def roles() -> dict[str, str | None]:
    return PEOPLE


@pytest.fixture(scope="module")
def hall(open_hall: OpenHall) -> Hall:
    return open_hall("system_permissions_talk")


@pytest.fixture(scope="module")
def somebody(hall: Hall) -> int:
    """The id of a person who has nothing to do with any of it."""
    found = hall.sql("SELECT person_id FROM account WHERE subject = 'library_head'")
    return int(found[0][0])


def shown(hall: Hall) -> Matter:
    """Bring a matter to the hospital and copy it to the head of another college."""
    made = at_the_hospital(hall)
    copied = hall.sql("SELECT person_id FROM account WHERE subject = %s", PEOPLE["copied"])[0][0]
    sent = hall.person("hosp_clerk").http.post(f"/tasks/{made.task}/copies", json={"people": [copied]})
    assert sent.status_code == 201, sent.text
    return made


@pytest.fixture(scope="module")
def matter(hall: Hall) -> Matter:
    """What is said about it moves nothing, so that all may talk about the same."""
    return shown(hall)


@pytest.fixture(scope="module")
def leaf(hall: Hall) -> Matter:
    """Another one for the pages: who has reminded over HTTP would have to wait."""
    return shown(hall)


def before(hall: Hall, matter: Matter) -> int:
    """The college's task, which is done."""
    states = hall.sql(
        "SELECT id FROM task WHERE instance_id = %s AND state = 'completed' ORDER BY id DESC LIMIT 1",
        matter.instance,
    )
    return int(states[0][0])


def entries(hall: Hall, matter: Matter) -> int:
    found = hall.sql("SELECT record_length FROM instance WHERE id = %s", matter.instance)
    return int(found[0][0])


@pytest.mark.parametrize(("operation", "role", "expected"), cells(OVER_HTTP))
def test_over_http(
    hall: Hall,
    clients: Clients,
    matter: Matter,
    somebody: int,
    operation: str,
    role: str,
    expected: str,
) -> None:
    length = entries(hall, matter)
    ids = {**matter.ids, "E": str(before(hall, matter))}
    body = {"json": {"people": [somebody]}} if operation.startswith("copy") else {}
    answer = ACTS[operation].ask(clients(role), ids, **body)
    assert answer.status_code == int(expected), answer.text
    if answer.status_code >= 400:
        assert answer.headers["Content-Type"] == "application/problem+json"
    grows = answer.status_code < 400 and operation != "read the talk"
    assert entries(hall, matter) == length + grows


@pytest.mark.parametrize(("request_line", "role", "expected"), cells(BY_PAGE))
def test_by_page(
    hall: Hall,
    browse: Clients,
    leaf: Matter,
    somebody: int,
    request_line: str,
    role: str,
    expected: str,
) -> None:
    method, path = request_line.split()
    http, length = browse(role), entries(hall, leaf)
    data = {"text": "测试", "people": str(somebody)}
    if method == "POST":
        answer = http.post(address(path, leaf.ids), data={**data, "csrf_token": token(http)})
    else:
        answer = http.get(address(path, leaf.ids))
    assert told(answer) == expected, answer.text
    taken = expected == "done" and not path.endswith("/answer")
    assert entries(hall, leaf) == length + taken


HOSTILE = {
    "/instances/I/comments": [
        {"text": ""},
        {"text": "长" * 501},
        {"text": "长" * 20_000},
        {"text": "好", "reply_to": "99"},
        {"text": "好", "reply_to": "9" * 60},
        {"text": "好", "mention": [str(n) for n in range(1, 1001)]},
        {"text": "好", "mention": "9" * 60},
        {"text": "", "task": "9" * 60},
        {"text": "", "task": "-1"},
    ],
    "/tasks/T/copies": [
        {"people": ""},
        {"people": "9" * 60},
        {"people": ["1"] * 1000 + [str(n) for n in range(2, 1000)]},
        {"people": "1", "opinion": "长" * 501},
        {"find": "1", "q": "%" * 5000},
        {"find": "1", "q": "<script>", "people": "9" * 60},
    ],
    "/tasks/T/answer": [{"text": ""}, {"text": "长" * 501}],
}


@pytest.mark.parametrize(
    ("path", "data"), [(path, data) for path, forms in HOSTILE.items() for data in forms]
)
def test_hostile_forms_come_back_and_leave_nothing(
    hall: Hall, browse: Clients, leaf: Matter, path: str, data: dict[str, object]
) -> None:
    http, length = browse("handler"), entries(hall, leaf)
    answer = http.post(address(path, leaf.ids), data={**data, "csrf_token": token(http)})
    assert answer.status_code in ((200,) if "find" in data else (422,)), answer.text
    assert "<script>" not in answer.text
    assert entries(hall, leaf) == length


def test_words_are_words(hall: Hall, browse: Clients, leaf: Matter) -> None:
    http = browse("handler")
    evil = '<img src=x onerror="alert(1)"> @<b>{{ 7*7 }}</b>'
    form = {"text": evil, "csrf_token": token(http)}
    assert told(http.post(address("/instances/I/comments", leaf.ids), data=form)) == "done"
    page = http.get(address("/instances/I", leaf.ids)).text
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page
    assert "{{ 7*7 }}" in page
