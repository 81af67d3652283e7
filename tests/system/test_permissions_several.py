"""Who decides several tasks at once: every role, by API and by page; each task gets an answer of its own.

All send the same three tasks: one of tea06's before the head of his college, `handler`; one of tea04's before
the head of his, `head`; and one of tea06's that the group of mail administrators has, `later`, at a step that
is not for deciding together. A cell of a page says of each whether it was `his` to decide.
"""

import re
from collections.abc import Sequence
from itertools import compress

import httpx
import pytest

from tests.system.conftest import Clients, Hall, OpenHall
from tests.system.matters import at_the_mailers
from tests.system.people import MAIL
from tests.system.tables import address, call, cells, token, told

ROLES = {
    "nobody": None,
    "initiator": "tea06",
    "handler": "civil_head",
    "head": "cs_head",
    "later": "it_clerk",
    "deputy": "civil_deputy",
    "student": "stu02",
    "admin": "admin",
    "admin_it": "it_head",
    "designer": "designer",
}
ASKED = """
                       nobody initiator handler head later deputy student admin admin_it designer
decide the handler's |  401      403      done  404   404   404     404    403    403      404
decide the head's    |  401      404      404   done  404   404     404    403    403      404
decide the group's   |  401      403      403   404   422   404     404    403    403      404
"""
PAGES = """
                  nobody initiator  handler     head    later    deputy  student   admin   admin_it designer
GET /todo/bulk  | signin  no+no+no his+no+no no+his+no no+no+no no+no+no no+no+no no+no+no no+no+no no+no+no
POST /todo/bulk | signin  no+no+no his+no+no no+his+no no+no+no no+no+no no+no+no no+no+no no+no+no no+no+no
"""
ACTS = dict.fromkeys(
    ("decide the handler's", "decide the head's", "decide the group's"), call("POST /tasks/complete-many")
)
SAID = {"outcome": "approve", "opinion": "测试"}
_STANDING = (
    "SELECT t.id, t.state, t.version, i.record_length, i.title FROM task t"
    " JOIN instance i ON i.id = t.instance_id WHERE t.id = ANY(%s) ORDER BY array_position(%s, t.id)"
)

Three = tuple[int, int, int]


@pytest.fixture(scope="module")
def roles() -> dict[str, str | None]:
    return ROLES


@pytest.fixture(scope="module")
def hall(open_hall: OpenHall) -> Hall:
    return open_hall("system_permissions_several")


@pytest.fixture(scope="module")
def three(hall: Hall) -> Three:
    """Tasks that nobody changes: whoever may decide one, gets three of his own."""
    return make_three(hall)


def make_three(hall: Hall) -> Three:
    return applied(hall, "tea06", "civil_head"), applied(hall, "tea01", "cs_head"), at_the_mailers(hall).task


def applied(hall: Hall, initiator: str, head: str) -> int:
    """Let somebody apply; return the task of the head whom the application waits for."""
    return hall.person(head).open_task(hall.person(initiator).start("email-unlock", MAIL, opinion="请办理"))


def standing(hall: Hall, three: Three) -> list[tuple[object, ...]]:
    return hall.sql(_STANDING, list(three), list(three))


def changed(hall: Hall, three: Three, before: Sequence[object]) -> list[bool]:
    return [now != then for now, then in zip(standing(hall, three), before, strict=True)]


@pytest.mark.parametrize(("operation", "role", "expected"), cells(ASKED))
def test_each_task_is_decided_by_its_handler_alone(
    hall: Hall, clients: Clients, three: Three, operation: str, role: str, expected: str
) -> None:
    asked = make_three(hall) if role in ("handler", "head") else three
    before = standing(hall, asked)
    body = {**SAID, "tasks": [{"id": task, "version": 1} for task in asked]}
    answer = ACTS[operation].ask(clients(role), {}, json=body)
    place = list(ACTS).index(operation)
    assert result(answer, place) == expected
    assert changed(hall, asked, before)[place] == (expected == "done")


def result(answer: httpx.Response, place: int) -> str:
    if answer.status_code != 200:
        return str(answer.status_code)
    found = answer.json()["results"][place]
    return "done" if found["done"] else str(found["problem"]["status"])


@pytest.mark.parametrize(("page", "role", "expected"), cells(PAGES))
def test_each_task_is_shown_to_and_decided_by_its_handler_alone(
    hall: Hall, browse: Clients, three: Three, page: str, role: str, expected: str
) -> None:
    http, (method, path) = browse(role), page.split()
    asked = make_three(hall) if method == "POST" and "his" in expected else three
    before = standing(hall, asked)
    if method == "GET":
        answer = http.get(address(path, {}), params={"task": list(asked)})
    else:
        form = {**SAID, "task": [f"{task}:1" for task in asked], "csrf_token": token(http)}
        answer = http.post(address(path, {}), data=form)
    assert seen(answer, asked) == expected
    his = [word == "his" for word in expected.split("+")] if "+" in expected else [False] * len(asked)
    assert changed(hall, asked, before) == (his if method == "POST" else [False] * len(asked))
    titles = [str(row[-1]) for row in before]
    own = set(compress(titles, his))
    assert not any(title in answer.text for title in set(titles) - own), "what is not his is named"


def seen(answer: httpx.Response, three: Three) -> str:
    """Say of each task whether the page offers it, or says that it was done."""
    if answer.status_code != 200:
        return told(answer)
    if "bulk-ask" in answer.text:
        his = [f'name="task" value="{task}:1"' in answer.text for task in three]
    else:
        lines = re.findall("<li>.*?</li>", answer.text.partition('<ul class="tb-list">')[2], re.DOTALL)
        his = ["is-green" in line for line in lines[: len(three)]]
    return "+".join("his" if one else "no" for one in his)
