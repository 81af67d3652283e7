"""Holding, suspending, jumping, restarting and migrating by API, and who is refused what."""

import uuid

import pytest
from sqlalchemy import text

from bpmn_models.bundle import make, shipped
from engine.commands.deploy import deploy
from engine.runtime import Runtime
from tests.engine.events.services import APPLY, bundle, flows, process, step

WHY = {"reason": "流程调整。"}


@pytest.fixture
def begun(caller, mail):
    body = {"document": mail, "opinion": "请办理！"}
    return caller("tea01").post("/services/email-unlock/instances", body).json


@pytest.fixture
def second(rt: Runtime) -> int:
    """A second version, in which the head's step has another name."""
    found = next(one for one in shipped() if one.key == "email-unlock")
    diagram = found.process.decode().replace('name="部门负责人意见"', 'name="部门领导审批"').encode()
    return deploy(rt, None, make({**found.files, "process.bpmn": diagram}))


def approve(caller, login, outcome="approve"):
    handler = caller(login)
    return handler.move(handler.task(), "complete", {"outcome": outcome, "opinion": "同意。"})


def test_a_task_waits_and_goes_on(caller, begun):
    head = caller("cs_head")
    assert head.move(head.task(), "hold", {"opinion": " "}).status_code == 422
    answer = head.move(head.task(), "hold", {"opinion": "等材料。"})
    assert answer.json == {"instance_id": begun["instance_id"]}
    (row,) = head.get("/tasks?box=todo").json["rows"]
    assert row["held_at"] is not None
    assert head.task()["held_at"] is not None
    assert head.move(head.task(), "hold", {"opinion": "等材料。"}).json["code"] == "already_held"
    assert head.move(head.task(), "resume", {}).status_code == 200
    assert head.move(head.task(), "resume", {}).json["code"] == "not_held"
    lines = caller("tea01").get(f"/instances/{begun['instance_id']}/record").json["rows"]
    assert [line["kind"] for line in lines] == ["start", "hold", "unhold"]


def test_a_suspended_matter_is_told_and_refuses(caller, begun):
    admin, path = caller("admin"), f"/instances/{begun['instance_id']}"
    head = caller("cs_head")
    task = head.task()
    answer = admin.post(f"{path}/suspend", WHY)
    assert answer.json == {"instance_id": begun["instance_id"], "state": "suspended"}
    refused = head.move(task, "complete", {"outcome": "approve", "opinion": "同意。"})
    assert (refused.status_code, refused.json["code"]) == (409, "suspended")
    told = head.move(task, "hold", {"opinion": "等。"}, Accept_Language="zh-CN").json
    assert "挂起" in told["title"]
    assert (head.task()["suspended"], head.task()["can_handle"]) == (True, False)
    seen = caller("tea01").get(path).json
    assert (seen["state"], seen["suspended_at"] is not None) == ("suspended", True)
    assert admin.post(f"{path}/resume").json["state"] == "running"
    assert admin.post(f"{path}/resume").json["code"] == "not_suspended"


def test_a_matter_is_moved_to_what_is_offered(caller, begun):
    admin, path = caller("admin"), f"/instances/{begun['instance_id']}"
    offer = admin.get(f"{path}/mending").json
    (place,) = offer["places"]
    assert "it_mail" in {target["element"] for target in place["targets"]}
    body = {"token": place["token"], "to": "it_mail", **WHY}
    first = admin.post(f"{path}/jump", body, Idempotency_Key="j1")
    again = admin.post(f"{path}/jump", body, Idempotency_Key="j1")
    assert first.json == again.json == {"instance_id": begun["instance_id"], "state": "running"}
    refused = admin.post(f"{path}/jump", body)
    assert (refused.status_code, refused.json["code"]) == (409, "not_live")
    assert caller("it_clerk").task()["step_id"] == "it_mail"


def test_a_call_outside_is_read_and_answered_once(caller, rt):
    ask = '<serviceTask id="ask"><extensionElements><tb:operation name="external">'
    ask += '<tb:in name="topic" expression="\'credit\'"/></tb:operation></extensionElements></serviceTask>'
    ways = flows("s", "apply", "ask", "last", "e")
    body = f'<startEvent id="s"/>{APPLY}{ask}{step("last")}<endEvent id="e"/>{ways}'
    object.__setattr__(rt, "eligible", lambda link, by, key: True)
    deploy(rt, None, bundle("asking", process("main", body)))
    started = caller("tea01").post("/services/asking/instances", {"document": {"subject": "贷款"}}).json
    admin, path = caller("admin"), f"/instances/{started['instance_id']}/calls"
    (row,) = admin.get(path).json["rows"]
    assert (row["element"], row["asks"]) == ("ask", {"topic": "credit"})
    given = {"result": {"score": 7}}
    first = admin.post(f"{path}/{row['token']}/answer", given, Idempotency_Key="a1")
    again = admin.post(f"{path}/{row['token']}/answer", given, Idempotency_Key="a1")
    assert first.json == again.json == {"instance_id": started["instance_id"], "state": "running"}
    refused = admin.post(f"{path}/{row['token']}/answer", given)
    assert (refused.status_code, refused.json["code"]) == (409, "no_call")
    assert admin.get(path).json == {"rows": []}


@pytest.mark.parametrize(
    "given", [{"result": []}, {"result": {"": 1}}, {"error": 7}, {"result": {"steps": 1}}]
)
def test_an_answer_that_is_none_is_refused(caller, begun, given):
    path = f"/instances/{begun['instance_id']}/calls/3/answer"
    assert caller("admin").post(path, given).status_code in (409, 422)


@pytest.mark.parametrize("token", [0, -1, 2**70, "一", None, 1.5])
@pytest.mark.parametrize("move", ["jump", "restart"])
def test_what_is_no_place_of_the_matter_moves_nothing(caller, begun, move, token):
    admin, path = caller("admin"), f"/instances/{begun['instance_id']}"
    answer = admin.post(f"{path}/{move}", {"token": token, "to": "it_mail", **WHY})
    assert answer.status_code in (409, 422), answer.json
    assert len(caller("tea01").get(f"{path}/record").json["rows"]) == 1


def test_an_ended_matter_is_restarted(caller, begun):
    admin, path = caller("admin"), f"/instances/{begun['instance_id']}"
    approve(caller, "cs_head", "reject")
    assert admin.get(path).json["state"] == "completed"
    step = next(s for s in admin.get(f"{path}/mending").json["steps"] if s["element"] == "unit_head")
    assert step["handler"]
    body = {"token": step["token"], **WHY}
    assert admin.post(f"{path}/restart", body).json["state"] == "running"
    assert admin.post(f"{path}/restart", body).json["code"] == "not_done"
    assert caller("cs_head").task()["step_id"] == "unit_head"


def test_matters_go_to_another_version_after_a_report(caller, begun, second):
    admin = caller("admin")
    told = admin.post(f"/definitions/{second}/migration/report").json
    assert (told["number"], told["versions"][0]["same_structure"], told["next"]) == (2, True, None)
    assert [one["blocks"] for one in told["instances"]] == [[]]
    ids = [begun["instance_id"], str(uuid.uuid4())]
    answer = admin.post(f"/definitions/{second}/migration", {"instances": ids, **WHY}).json
    assert [one["code"] for one in answer["results"]] == [None, "not_found"]
    assert admin.get(f"/instances/{begun['instance_id']}").json["definition_number"] == 2
    again = admin.post(f"/definitions/{second}/migration", {"instances": ids, **WHY}).json
    assert [one["code"] for one in again["results"]] == ["same_version", "not_found"]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"instances": []}, "/instances"),
        ({"instances": ["一"]}, "/instances/0"),
        ({"instances": [str(uuid.UUID(int=n)) for n in range(201)]}, "/instances"),
        ({"reason": "调整。"}, "/instances"),
        ({"instances": [str(uuid.UUID(int=1))], "renamed": {"a": 1}}, "/renamed"),
        ({"instances": [str(uuid.UUID(int=1))]}, "/reason"),
    ],
)
def test_a_migration_that_is_badly_asked_for_is_refused(caller, begun, second, body, pointer):
    answer = caller("admin").post(f"/definitions/{second}/migration", body)
    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"].startswith(pointer)


def test_a_renaming_that_does_not_fit_is_refused(caller, begun, second):
    answer = caller("admin").post(
        f"/definitions/{second}/migration/report", {"renamed": {"unit_head": "nowhere"}}
    )
    assert (answer.status_code, answer.json["code"]) == (422, "bad_renaming")


@pytest.mark.parametrize("words", ["suspend", "jump", "restart", "terminate"])
@pytest.mark.parametrize(("reason", "code"), [(" ", "reason_required"), ("长" * 501, "reason_too_long")])
def test_an_administrator_who_gives_no_reason_is_told_so_at_its_field(caller, begun, words, reason, code):
    body = {"token": 3, "to": "it_mail"} if words == "jump" else {"token": 2} if words == "restart" else {}
    path = f"/instances/{begun['instance_id']}/{words}"
    said = {
        "reason_required": ("请填写原因。", "Please give a reason."),
        "reason_too_long": ("原因不能超过 500 字。", "The reason is longer than 500 characters."),
    }
    for language, sentence in zip(("zh-CN", "en"), said[code], strict=True):
        answer = caller("admin").post(path, {**body, "reason": reason}, Accept_Language=language)
        assert (answer.status_code, answer.json["code"]) == (422, code)
        (error,) = answer.json["errors"]
        assert (error["pointer"], error["code"], error["message"]) == ("/reason", code, sentence)


# --- who may


WAYS = (
    ("suspend", WHY),
    ("resume", WHY),
    ("jump", {"token": 3, "to": "it_mail", **WHY}),
    ("restart", {"token": 2, **WHY}),
    ("calls/2/answer", {"result": {"score": 1}}),
)


@pytest.mark.parametrize(
    ("login", "status"),
    [("stu01", 404), ("designer", 404), ("pe_head", 404), ("tea01", 403), ("cs_head", 403)],
)
def test_whoever_is_no_administrator_of_the_service_is_refused_and_nothing_happens(
    caller, begun, second, login, status
):
    by, path = caller(login), f"/instances/{begun['instance_id']}"
    for way, body in WAYS:
        assert by.post(f"{path}/{way}", body).status_code == status, way
    assert by.get(f"{path}/mending").status_code == status
    assert by.get(f"{path}/calls").status_code == status
    ids = {"instances": [begun["instance_id"]], **WHY}
    assert by.post(f"/definitions/{second}/migration", ids).status_code == 403
    assert by.post(f"/definitions/{second}/migration/report").status_code == 403
    seen = caller("tea01").get(path).json
    assert (seen["state"], seen["definition_number"], len(seen["record"])) == ("running", 1, 1)


def test_an_administrator_of_another_unit_is_refused(caller, begun, second, rt, connection):
    """The rights of it_head reach the services of his unit only."""
    moved = {"email-unlock": "school/pe/"}
    object.__setattr__(rt, "owner", lambda link, key: moved.get(key, "school/"))
    by, path = caller("it_head"), f"/instances/{begun['instance_id']}"
    for way, body in WAYS:
        assert by.post(f"{path}/{way}", body).status_code == 404, way
    assert by.post(f"/definitions/{second}/migration/report").status_code == 403
    moved["email-unlock"] = "school/it/"
    assert by.post(f"{path}/suspend", WHY).status_code == 200


def test_nobody_who_is_not_signed_in(client, rt, begun):
    for way, body in WAYS:
        answer = client.post(f"/api/v1/instances/{begun['instance_id']}/{way}", json=body)
        assert answer.status_code == 401
    body = {"instances": [begun["instance_id"]], **WHY}
    assert client.post("/api/v1/definitions/1/migration", json=body).status_code == 401


def test_only_a_handler_holds(caller, begun, connection):
    task = caller("cs_head").task()
    for login, status in (("stu01", 404), ("tea01", 403), ("admin", 403)):
        assert caller(login).move(task, "hold", {"opinion": "等。"}).status_code == status
        assert caller(login).move(task, "resume", {}).status_code == status
    held = connection.execute(text("SELECT count(*) FROM task WHERE held_at IS NOT NULL"))
    assert held.scalar_one() == 0
