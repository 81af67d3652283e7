"""What is one's own: phrases, drafts, favourites, files, messages, contact data and what one has looked at.

Every role asks for each, by API and by page; whatever it does, nothing changes for anybody else. See
tests/system/test_permissions.py for who the people are. Here `head` was given the matter to read. `/D/` in an
address is a draft of `initiator`'s, `/V/` the service that he applies for.
"""

from typing import Any

import httpx
import pytest

from tests.system.conftest import Clients, Hall, OpenHall
from tests.system.matters import Matter, at_the_hospital
from tests.system.people import ROLES
from tests.system.tables import address, call, cells, token, told

ASKED = """
                           nobody initiator handler handled later head student admin admin_it designer
read one's phrases       |  401      200      200     200    200  200    200    200    200      200
keep one's phrases       |  401      200      200     200    200  200    200    200    200      200
read one's mail choices  |  401      200      200     200    200  200    200    200    200      200
keep one's mail choices  |  401      200      200     200    200  200    200    200    200      200
note a look at the task  |  401      204      204     204    204  204    204    204    204      204
note a look at the matter|  401      204      204     204    204  204    204    204    204      204
"""
PAGES = """
                            nobody initiator handler handled later head student admin admin_it designer
GET /me/phrases           | signin    200      200     200    200  200    200    200    200      200
POST /me/phrases          | signin    done     done    done   done done   done   done   done     done
GET /me/messages          | signin    200      200     200    200  200    200    200    200      200
POST /me/messages         | signin    done     done    done   done done   done   done   done     done
POST /me/contact          | signin    done     done    done   done done   done   done   done     done
POST /messages/read       | signin    done     done    done   done done   done   done   done     done
POST /services/V/favourite| signin    done     done    done   done done   done   done   done     done
POST /services/V/forecast | signin    200      403     403    403  403    200    403    403      403
POST /services/V/draft    | signin    200      403     403    403  403    200    403    403      403
POST /services/V/apply    | signin    done     403     403    403  403    done   403    403      403
POST /drafts/D/discard    | signin    done     404     404    404  404    404    404    404      404
POST /attachments         | signin    201      201     201    201  201    201    201    201      201
"""
ACTS = {
    "read one's phrases": call("GET /me/phrases"),
    "keep one's phrases": call("PUT /me/phrases"),
    "read one's mail choices": call("GET /me/message-preferences"),
    "keep one's mail choices": call("PUT /me/message-preferences"),
    "note a look at the task": call("POST /tasks/T/read"),
    "note a look at the matter": call("POST /instances/I/read"),
}
SENT = {
    "keep one's phrases": {"json": {"phrases": ["测试的意见"]}},
    "keep one's mail choices": {"json": {"mail": {"new": "now"}, "language": "en"}},
}
# Who leaves a trace where not everybody does whom the answer lets through.
TRACES = {
    "read one's phrases": set(),
    "read one's mail choices": set(),
    "GET /me/messages": set(),
    "note a look at the task": {"handler"},
    "note a look at the matter": {"head"},
    "GET /me/phrases": set(),
    "POST /services/V/forecast": set(),
}
# What each person has; new tables of people's own belong here.
_HAS = """
SELECT person_id, array_agg(what ORDER BY what) FROM (
  SELECT person_id, ('phrase', position, words)::text AS what FROM phrase
  UNION ALL SELECT person_id, ('favourite', service_key)::text FROM favourite
  UNION ALL SELECT person_id, ('draft', id, document)::text FROM draft
  UNION ALL SELECT person_id, ('message', id, read_at)::text FROM message
  UNION ALL SELECT person_id, ('mail', mail, language, changed_at)::text FROM message_preference
  UNION ALL SELECT person_id, ('copy', id, read_at)::text FROM carbon_copy
  UNION ALL SELECT person_id, ('look', task_id)::text FROM task_read
  UNION ALL SELECT owner_id, ('file', id)::text FROM attachment
  UNION ALL SELECT id, ('contact', phone, email)::text FROM person
) AS had GROUP BY person_id
"""
_TELL_ALL = (
    "INSERT INTO message (person_id, event, kind, title, step_name, instance_id, at)"
    " SELECT person_id, 'test:1', 'end', '测试', '', %s, now() FROM account RETURNING 1"
)


@pytest.fixture(scope="module")
def hall(open_hall: OpenHall) -> Hall:
    return open_hall("system_permissions_own")


@pytest.fixture(scope="module")
def ids(hall: Hall) -> dict[str, int]:
    return dict(hall.sql("SELECT subject, person_id FROM account"))


@pytest.fixture(scope="module")
def matter(hall: Hall, ids: dict[str, int]) -> Matter:
    """A matter of which everybody has an unread message, and `head` a copy."""
    made = at_the_hospital(hall)
    copy = {"people": [ids[str(ROLES["head"])]]}
    assert hall.person("hosp_clerk").post(f"/tasks/{made.task}/copies", copy).status_code == 201
    hall.sql(_TELL_ALL, made.instance)
    return made


@pytest.fixture
def draft(browse: Clients) -> int:
    owner = browse("initiator")
    form = {"csrf_token": token(owner), "/phone": "000-5550-0001"}
    kept: int = owner.post("/services/fitness-exemption/draft", data=form).json()["draft"]
    return kept


def check(
    hall: Hall, me: int | None, before: dict[int, Any], answer: httpx.Response, expected: str, leaves: bool
) -> None:
    """Somebody got his answer, and whatever changed is his."""
    assert told(answer) == expected, answer.text
    now = dict(hall.sql(_HAS))
    changed = {person for person in now if now[person] != before[person]}
    assert changed == ({me} if leaves else set())


def leaves_a_trace(operation: str, role: str, expected: str) -> bool:
    return expected in ("200", "201", "204", "done") and role in TRACES.get(operation, {role})


@pytest.mark.parametrize(("operation", "role", "expected"), cells(ASKED))
def test_a_call_changes_what_is_ones_own(
    hall: Hall,
    clients: Clients,
    ids: dict[str, int],
    matter: Matter,
    operation: str,
    role: str,
    expected: str,
) -> None:
    before = dict(hall.sql(_HAS))
    answer = ACTS[operation].ask(clients(role), matter.ids, **SENT.get(operation, {}))
    me, leaves = ids.get(str(ROLES[role])), leaves_a_trace(operation, role, expected)
    check(hall, me, before, answer, expected, leaves)


@pytest.mark.parametrize(("page", "role", "expected"), cells(PAGES))
def test_a_page_changes_what_is_ones_own(
    hall: Hall,
    browse: Clients,
    ids: dict[str, int],
    matter: Matter,
    draft: int,
    page: str,
    role: str,
    expected: str,
) -> None:
    http, (method, pattern) = browse(role), page.split()
    typed = {"words": f"{role}的话", "phone": "000-5550-9999", "email": f"{role}@example.net", "keep": "1"}
    typed |= {"new": "off", "language": "zh-CN"}
    form: dict[str, Any] = {
        "data": {**typed, "do": "draft", "/phone": "000-5550-0002", "csrf_token": token(http)}
    }
    form |= {"files": {"file": ("诊断证明.pdf", b"%PDF-1.7\n")}} if page == "POST /attachments" else {}
    where = address(pattern, {"D": str(draft), "V": "fitness-exemption"})
    before = dict(hall.sql(_HAS))
    answer = http.request(method, where, **(form if method == "POST" else {}))
    me, leaves = ids.get(str(ROLES[role])), leaves_a_trace(page, role, expected)
    check(hall, me, before, answer, expected, leaves)


@pytest.mark.parametrize("more", [{"person": 1}, {"person_id": 1}])
def test_nobody_names_whose_phrases_he_keeps(clients: Clients, more: dict[str, int]) -> None:
    answer = clients("admin").put("/me/phrases", json={"phrases": ["测试"], **more})
    assert answer.status_code == 422
