"""Who may do what over the REST door: every role at every operation, on a matter that is his or is not.

The matter is an application of stu01's that his college approved and that waits at the school hospital.
`initiator` sent it, `handler` has it, `handled` had it before, `later` gets it next. The others have
nothing to do with it: `head` leads another college, `student` is a classmate, `admin` inspects and mends
the whole school, `admin_it` only what belongs to his department, `designer` deploys. Those who may see the
matter hear 403, those who may not even know that it is there hear 404.
"""

import httpx
import pytest

from bpmn_models.bundle import read_folder, shipped, write_zip
from tests.system.conftest import BUNDLES, Clients, Hall, OpenHall
from tests.system.matters import Matter, application, at_the_college, at_the_hospital, grant, upload
from tests.system.people import ROLES, deploy
from tests.system.tables import call, cells

MATTER = """
                       nobody initiator handler handled later  head student admin admin_it designer
read the task        |   401       200     200     200   404   404     404   200      404      404
complete the task    |   401       403     200     403   404   404     404   403      404      404
return the task      |   401       403     200     403   404   404     404   403      404      404
terminate the task   |   401       403     200     403   404   404     404   403      404      404
read the instance    |   401       200     200     200   404   404     404   200      404      404
read the record      |   401       200     200     200   404   404     404   200      404      404
look ahead of it     |   401       200     200     200   404   404     404   200      404      404
terminate it         |   401       403     200     403   404   404     404   200      404      404
cancel it, too late  |   401       409     403     403   404   404     404   403      404      404
hold the task        |   401       403     200     403   404   404     404   403      404      404
suspend it           |   401       403     403     403   404   404     404   200      404      404
resume it, too early |   401       403     403     403   404   404     404   409      404      404
move it from nowhere |   401       403     403     403   404   404     404   409      404      404
restart it nowhere   |   401       403     403     403   404   404     404   409      404      404
answer no call of it |   401       403     403     403   404   404     404   409      404      404
ask how to mend it   |   401       403     403     403   404   404     404   200      404      404
ask for its calls    |   401       403     403     403   404   404     404   200      404      404
fetch its attachment |   401       200     200     200   404   404     404   200      404      404
"""

# Nobody has handled it yet: the initiator may take it back. Who handled the other one has this one now.
FRESH = """
                       nobody initiator handler handled later  head student admin admin_it designer
cancel it            |   401       200     404     403   404   404     404   403      404      404
"""

HALL = """
                       nobody initiator handler handled later  head student admin admin_it designer
list the services    |   200       200     200     200   200   200     200   200      200      200
read a service       |   200       200     200     200   200   200     200   200      200      200
look ahead of a form |   401       200     403     403   403   403     200   403      403      403
start an instance    |   401       201     403     403   403   403     201   403      403      403
upload a file        |   401       201     201     201   201   201     201   201      201      201
list the tasks       |   401       200     200     200   200   200     200   200      200      200
ask who I am         |   401       200     200     200   200   200     200   200      200      200
list the notices     |   401       200     200     200   200   200     200   200      200      200
list the definitions |   401       403     403     403   403   403     403   200      200      200
deploy a bundle      |   401       403     403     403   403   403     403   201      403      201
deploy a diagram     |   401       403     403     403   403   403     403   201      403      201
read the description |   200       200     200     200   200   200     200   200      200      200
read its page        |   200       200     200     200   200   200     200   200      200      200
"""

TWO_HANDS = BUNDLES / "two_hands"
PACKED = write_zip(read_folder(TWO_HANDS))
DRAWN = shipped()[0].process
VERSION = {"If-Match": '"1"'}
SAID = {"opinion": "测试"}
WHY = {"reason": "测试"}

ACTS = {
    "read the task": call("GET /tasks/T"),
    "complete the task": call("POST /tasks/T/complete", json={"outcome": "approve", **SAID}, headers=VERSION),
    "return the task": call("POST /tasks/T/return", json={"to": "initiator", **SAID}, headers=VERSION),
    "terminate the task": call("POST /tasks/T/terminate", json=WHY, headers=VERSION),
    "read the instance": call("GET /instances/I"),
    "read the record": call("GET /instances/I/record"),
    "look ahead of it": call("GET /instances/I/forecast"),
    "terminate it": call("POST /instances/I/terminate", json=WHY),
    "cancel it": call("POST /instances/I/cancel", json=WHY),
    "cancel it, too late": call("POST /instances/I/cancel", json={}),
    "hold the task": call("POST /tasks/T/hold", json=SAID, headers=VERSION),
    "suspend it": call("POST /instances/I/suspend", json=WHY),
    "resume it, too early": call("POST /instances/I/resume", json={}),
    "move it from nowhere": call("POST /instances/I/jump", json={"token": 10**6, "to": "sports", **WHY}),
    "restart it nowhere": call("POST /instances/I/restart", json={"token": 10**6, **WHY}),
    "answer no call of it": call("POST /instances/I/calls/1/answer", json={}),
    "ask how to mend it": call("GET /instances/I/mending"),
    "ask for its calls": call("GET /instances/I/calls"),
    "fetch its attachment": call("GET /attachments/A"),
}
CHANGING = {
    "complete the task",
    "return the task",
    "terminate the task",
    "terminate it",
    "hold the task",
    "suspend it",
}
CALLS = {
    "list the services": call("GET /services"),
    "read a service": call("GET /services/fitness-exemption"),
    "look ahead of a form": call("POST /services/fitness-exemption/forecast", json={}),
    "start an instance": call("POST /services/fitness-exemption/instances"),
    "upload a file": call("POST /attachments", files={"file": ("诊断证明.pdf", b"%PDF-1.7\n")}),
    "list the tasks": call("GET /tasks"),
    "ask who I am": call("GET /me"),
    "list the notices": call("GET /notices"),
    "list the definitions": call("GET /definitions"),
    "deploy a bundle": call("POST /definitions", files={"bundle": ("b.zip", PACKED)}),
    "deploy a diagram": call("POST /definitions?service=email-unlock", files={"diagram": ("d.bpmn", DRAWN)}),
    "read the description": call("GET /openapi.json"),
    "read its page": call("GET /docs"),
}
CODES = {
    401: {"not_signed_in"},
    403: {"forbidden", "not_eligible", "not_allowed"},
    404: {"not_found"},
    409: {"cannot_cancel", "not_suspended", "not_live", "not_done", "no_call"},
}


@pytest.fixture(scope="module")
def hall(open_hall: OpenHall) -> Hall:
    return open_hall("system_permissions")


@pytest.fixture(scope="module")
def matter(hall: Hall) -> Matter:
    """A matter that nobody changes: whoever may, gets one of his own."""
    return at_the_hospital(hall)


def check(answer: httpx.Response, expected: str) -> None:
    assert answer.status_code == int(expected), answer.text
    if answer.status_code >= 400:
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json()["code"] in CODES[answer.status_code]


def standing(hall: Hall, matter: Matter) -> object:
    """Everything that a request could have changed about a matter."""
    return hall.sql(
        "SELECT i.state, i.record_length, t.id, t.state, t.version FROM instance i"
        " JOIN task t ON t.instance_id = i.id WHERE i.id = %s ORDER BY t.id",
        matter.instance,
    )


@pytest.mark.parametrize(("operation", "role", "expected"), cells(MATTER))
def test_a_matter_answers_those_it_concerns(
    hall: Hall,
    clients: Clients,
    matter: Matter,
    operation: str,
    role: str,
    expected: str,
) -> None:
    changes = expected == "200" and operation in CHANGING
    asked = at_the_hospital(hall) if changes else matter
    before = standing(hall, asked)
    check(ACTS[operation].ask(clients(role), asked.ids), expected)
    assert (standing(hall, asked) != before) == changes


@pytest.mark.parametrize(("operation", "role", "expected"), cells(FRESH))
def test_a_fresh_matter_is_taken_back_by_its_initiator_alone(
    hall: Hall, clients: Clients, operation: str, role: str, expected: str
) -> None:
    matter = at_the_college(hall)
    check(ACTS[operation].ask(clients(role), matter.ids), expected)
    state = hall.sql("SELECT state FROM instance WHERE id = %s", matter.instance)
    assert state == [("cancelled" if expected == "200" else "running",)]


@pytest.mark.parametrize(("operation", "role", "expected"), cells(HALL))
def test_the_hall_answers_by_capability(
    hall: Hall, clients: Clients, operation: str, role: str, expected: str
) -> None:
    more = {}
    if operation == "start an instance":
        more = {"json": {"document": application(hall, ROLES[role] or "stu01")}}
    check(CALLS[operation].ask(clients(role), {}, **more), expected)


@pytest.mark.parametrize("role", [role for role, login in ROLES.items() if login])
def test_no_box_lists_what_is_not_ones_own(clients: Clients, matter: Matter, role: str) -> None:
    # Filling in the application was a step of the initiator's.
    boxes = {"handler": {"todo"}, "handled": {"done"}, "initiator": {"sent", "done"}}
    for box in ("todo", "done", "cc", "sent", "draft", "handed"):
        rows = clients(role).get(f"/tasks?box={box}&limit=100").json()["rows"]
        listed = matter.instance in {row["instance_id"] for row in rows}
        assert listed == (box in boxes.get(role, set())), box


@pytest.mark.parametrize("role", ["handler", "head", "admin"])
def test_a_file_not_yet_sent_is_its_uploaders_alone(clients: Clients, role: str) -> None:
    stored = upload(clients("initiator")).json()["id"]
    assert clients("initiator").get(f"/attachments/{stored}").status_code == 200
    check(clients(role).get(f"/attachments/{stored}"), "404")


def test_a_look_of_somebody_else_leaves_no_trace(hall: Hall, clients: Clients, matter: Matter) -> None:
    for role in set(ROLES) - {"nobody", "handler"}:
        clients(role).post(f"/tasks/{matter.task}/read")
    assert hall.sql("SELECT person_id FROM task_read WHERE task_id = %s", matter.task) == []


def test_a_designer_of_one_department_puts_nothing_in_force_for_another(hall: Hall) -> None:
    designer = hall.person("hosp_head")
    grant(hall, "hosp_head", "hospital", "definition.publish")
    versions = "SELECT service_key, number FROM definition ORDER BY 1, 2"
    before = hall.sql(versions)
    check(deploy(designer, TWO_HANDS), "403")
    drawing = {"diagram": ("d.bpmn", DRAWN.replace(b'exporterVersion="1.0"', b'exporterVersion="1.1"'))}
    check(designer.http.post("/definitions?service=email-unlock", files=drawing), "403")
    assert hall.sql(versions) == before
