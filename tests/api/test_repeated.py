"""A request of several transactions, sent again because its answer was lost: it does nothing more."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from bpmn_models.bundle import make, shipped
from engine.commands.deploy import deploy
from tests.api.conftest import NOW

WHY = {"reason": "流程调整。"}
KEY = {"Idempotency_Key": "lost-1"}


@pytest.fixture
def begun(caller, mail):
    """Two applications before the head of a college, as his list shows them."""
    for login in ("tea01", "cs_counsellor"):
        caller(login).post("/services/email-unlock/instances", {"document": mail, "opinion": "请办理！"})
    return caller("cs_head").get("/tasks?box=todo").json["rows"]


@pytest.fixture
def versions(rt, begun, connection):
    """The version that they are on, and another one, which is in force."""
    found = next(one for one in shipped() if one.key == "email-unlock")
    old = connection.execute(text("SELECT definition_id FROM instance LIMIT 1")).scalar_one()
    diagram = found.process.decode().replace('name="部门负责人意见"', 'name="部门领导审批"').encode()
    return old, deploy(rt, None, make({**found.files, "process.bpmn": diagram}))


def same(first, again):
    return (again.status_code, again.data) == (first.status_code, first.data) and (
        "Idempotency-Replayed" not in first.headers and again.headers["Idempotency-Replayed"] == "true"
    )


def decision(begun):
    """Both at once, by the versions that the list was read with."""
    tasks = [{"id": row["task_id"], "version": 1} for row in begun]
    return {"tasks": tasks, "outcome": "approve", "opinion": "同意。"}


def test_what_was_refused_is_not_decided_by_the_same_request_later(caller, begun):
    admin, head, path = caller("admin"), caller("cs_head"), f"/instances/{begun[1]['instance_id']}"
    admin.post(f"{path}/suspend", WHY)
    first = head.post("/tasks/complete-many", decision(begun), **KEY)
    assert [one["done"] is not None for one in first.json["results"]] == [True, False]
    assert first.json["results"][1]["problem"]["code"] == "suspended"
    admin.post(f"{path}/resume")
    assert same(first, head.post("/tasks/complete-many", decision(begun), **KEY))
    assert [row["instance_id"] for row in head.get("/tasks?box=todo").json["rows"]] == [
        begun[1]["instance_id"]
    ]


def test_a_decision_that_was_taken_back_is_not_taken_again(caller, begun):
    head = caller("cs_head")
    first = head.post("/tasks/complete-many", decision(begun), **KEY)
    assert head.post(f"/tasks/{begun[0]['task_id']}/withdraw").status_code == 200
    assert same(first, head.post("/tasks/complete-many", decision(begun), **KEY))
    assert len(head.get("/tasks?box=todo").json["rows"]) == 1


def test_another_decision_under_the_key_is_refused(caller, begun):
    head = caller("cs_head")
    head.post("/tasks/complete-many", decision(begun[:1]), **KEY)
    answer = head.post("/tasks/complete-many", decision(begun), **KEY)
    assert (answer.status_code, answer.json["code"]) == (422, "idempotency_key_reused")
    assert len(head.get("/tasks?box=todo").json["rows"]) == 1


def test_a_decision_that_was_refused_as_a_whole_may_be_corrected_under_its_key(caller, begun):
    head, many = caller("cs_head"), [{"id": n, "version": 1} for n in range(1, 102)]
    answer = head.post("/tasks/complete-many", {"tasks": many, "outcome": "approve"}, **KEY)
    assert (answer.status_code, answer.json["code"]) == (422, "too_many_tasks")
    assert all(
        one["done"] for one in head.post("/tasks/complete-many", decision(begun), **KEY).json["results"]
    )


def test_matters_that_came_back_do_not_go_to_the_other_version_again(caller, begun, versions):
    admin, (old, new) = caller("admin"), versions
    body = {"instances": [row["instance_id"] for row in begun], **WHY}
    first = admin.post(f"/definitions/{new}/migration", body, **KEY)
    assert [one["code"] for one in first.json["results"]] == [None, None]
    assert same(first, admin.post(f"/definitions/{new}/migration", body, **KEY))
    assert [one["code"] for one in admin.post(f"/definitions/{old}/migration", body).json["results"]] == [
        None,
        None,
    ]
    assert same(first, admin.post(f"/definitions/{new}/migration", body, **KEY))
    assert admin.get(f"/instances/{begun[0]['instance_id']}").json["definition_number"] == 1


def test_what_an_absent_head_had_open_is_counted_once(caller, begun, connection):
    day, head = NOW.date(), caller("cs_head")
    ids = dict(connection.execute(text("SELECT subject, person_id FROM account")).all())
    body = {"substitute": ids["cs_deputy"], "since": str(day), "until": str(day + timedelta(days=3))}
    head.move(head.task(), "transfer", {"to": ids["it_head"], "opinion": "请代办。"})
    away = caller("it_head").post("/substitutions", body).json["id"]
    first = caller("it_head").post(f"/substitutions/{away}/hand-over", **KEY)
    assert first.json == {"handed": 1}
    assert same(first, caller("it_head").post(f"/substitutions/{away}/hand-over", **KEY))
