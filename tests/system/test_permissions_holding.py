"""Who may claim, give back, let wait and take up: every role, by API and by page, on a task his or not.

The task is one of the group that unlocks mailboxes; see UNLOCKING for who the people are: `handler` and
`fellow` are of the group, `admin_it` mends the services of the group's unit, `admin_pe` those of another.
`/T/` in an address is a task that is free, `/C/` one that `handler` has claimed, `/H/` one that is on hold,
`/K/` one that he has claimed and put on hold.
"""

from collections.abc import Callable

import httpx
import pytest

from tests.system.conftest import Clients, Hall, OpenHall
from tests.system.matters import at_the_mailers, grant
from tests.system.people import UNLOCKING
from tests.system.tables import address, call, cells, token, told

ASKED = """
                     nobody initiator handler fellow handled head student admin admin_it admin_pe designer
claim it           |  401      403      200    200     403   404    404    403    403      404      404
claim a claimed    |  401      403      409    409     403   404    404    403    403      404      404
release a claimed  |  401      403      200    403     403   404    404    200    200      404      404
release a free     |  401      403      403    403     403   404    404    409    409      404      404
let it wait        |  401      403      200    200     403   404    404    403    403      404      404
let a claimed wait |  401      403      200    409     403   404    404    403    403      404      404
take up a held     |  401      403      200    200     403   404    404    403    403      404      404
take up a kept     |  401      403      200    409     403   404    404    403    403      404      404
take up a free     |  401      403      409    409     403   404    404    403    403      404      404
"""
PAGES = """
                        nobody initiator handler fellow handled head student admin admin_it admin_pe designer
POST /tasks/T/claim   | signin    403      done   done    403   404    404    403    403      404      404
POST /tasks/C/claim   | signin    403      409    409     403   404    404    403    403      404      404
POST /tasks/C/release | signin    403      done   403     403   404    404    done   done     404      404
POST /tasks/T/release | signin    403      403    403     403   404    404    409    409      404      404
POST /tasks/T/hold    | signin    403      done   done    403   404    404    403    403      404      404
POST /tasks/C/hold    | signin    403      done   409     403   404    404    403    403      404      404
GET /tasks/H/resume   | signin    403      200    200     403   404    404    403    403      404      404
POST /tasks/H/resume  | signin    403      done   done    403   404    404    403    403      404      404
GET /tasks/K/resume   | signin    403      200    403     403   404    404    403    403      404      404
POST /tasks/K/resume  | signin    403      done   409     403   404    404    403    403      404      404
POST /tasks/T/resume  | signin    403      409    409     403   404    404    403    403      404      404
"""
SAID = {"opinion": "测试"}
ACTS = {
    "claim it": call("POST /tasks/T/claim"),
    "claim a claimed": call("POST /tasks/C/claim"),
    "release a claimed": call("POST /tasks/C/release"),
    "release a free": call("POST /tasks/T/release"),
    "let it wait": call("POST /tasks/T/hold", json=SAID),
    "let a claimed wait": call("POST /tasks/C/hold", json=SAID),
    "take up a held": call("POST /tasks/H/resume", json={}),
    "take up a kept": call("POST /tasks/K/resume", json={}),
    "take up a free": call("POST /tasks/T/resume", json={}),
}
BEFORE: dict[str, tuple[str, ...]] = {"T": (), "C": ("claim",), "H": ("hold",), "K": ("claim", "hold")}
_STANDING = (
    "SELECT i.record_length, t.state, t.version, t.claimed_by, t.held_at, array(SELECT principal FROM inbox"
    " WHERE task_id = t.id) FROM instance i JOIN task t ON t.instance_id = i.id WHERE t.id = %s"
)

Made = Callable[[str], int]


@pytest.fixture(scope="module")
def roles() -> dict[str, str | None]:
    return UNLOCKING


@pytest.fixture(scope="module")
def hall(open_hall: OpenHall) -> Hall:
    made = open_hall("system_permissions_holding")
    grant(made, "pe_head", "pe", "instance.view", "instance.inspect", "instance.mend")
    return made


@pytest.fixture(scope="module")
def kept(hall: Hall) -> Made:
    """Give a task that nobody changes by its letter."""
    made = {letter: a_task(hall, letter) for letter in BEFORE}
    return made.__getitem__


def a_task(hall: Hall, letter: str) -> int:
    task, clerk = at_the_mailers(hall).task, hall.person("it_clerk")
    for operation in BEFORE[letter]:
        body = SAID if operation == "hold" else {}
        done = clerk.post(f"/tasks/{task}/{operation}", body, If_Match=version(hall, task))
        assert done.status_code == 200, done.text
    return task


def version(hall: Hall, task: int) -> str:
    return f'"{hall.sql("SELECT version FROM task WHERE id = %s", task)[0][0]}"'


def letter_of(line: str) -> str:
    return next(part for part in line.split("/") if part in BEFORE)


def check(hall: Hall, task: int, answer: Callable[[], httpx.Response], expected: str, done: str) -> None:
    before = hall.sql(_STANDING, task)
    got = answer()
    assert told(got) == expected, got.text
    assert (hall.sql(_STANDING, task) != before) == (expected == done)


@pytest.mark.parametrize(("operation", "role", "expected"), cells(ASKED))
def test_a_call_is_answered_to_those_it_concerns(
    hall: Hall, clients: Clients, kept: Made, operation: str, role: str, expected: str
) -> None:
    act = ACTS[operation]
    letter = letter_of(act.line)
    task = a_task(hall, letter) if expected == "200" else kept(letter)
    headers = {"If-Match": version(hall, task)}
    check(
        hall, task, lambda: act.ask(clients(role), {letter: str(task)}, headers=headers), expected, done="200"
    )


@pytest.mark.parametrize(("page", "role", "expected"), cells(PAGES))
def test_a_page_is_shown_and_taken_from_those_it_concerns(
    hall: Hall, browse: Clients, kept: Made, page: str, role: str, expected: str
) -> None:
    http, (method, pattern) = browse(role), page.split()
    letter = letter_of(pattern)
    task = a_task(hall, letter) if expected == "done" else kept(letter)
    form = {**SAID, "version": version(hall, task).strip('"'), "csrf_token": token(http)}
    more = {"data": form} if method == "POST" else {}
    check(
        hall,
        task,
        lambda: http.request(method, address(pattern, {letter: str(task)}), **more),
        expected,
        done="done",
    )
