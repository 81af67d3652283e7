"""Designs over the REST door: upload, read, repair, undo, publish, take back, fetch (D6, D8)."""

import io

import pytest
from lxml import etree
from sqlalchemy import text

from bpmn_models.bundle import read_zip
from db.link import Link
from engine.uploads import unpack
from tests.api.conftest import ROOT, Caller
from tests.engine.designs.uploaded import CAMUNDA, HOSTILE

BOTH = [{"rule": "missing-assignee", "element": element} for element in ("Task_head", "Task_room")]


@pytest.fixture
def designer(caller) -> Caller:
    return caller("designer")


def send(by: Caller, path: str, *files: tuple[str, bytes], **headers: str):
    """Send files, a part each."""
    data = {"files": [(io.BytesIO(content), name) for name, content in files]}
    named = by._headers(headers)
    return by.client.post(ROOT + path, data=data, headers=named, content_type="multipart/form-data")


@pytest.fixture
def made(designer: Caller) -> dict:
    answer = send(designer, "/designs?unit=academic", ("借用教室.bpmn", CAMUNDA))
    assert answer.status_code == 201, answer.text
    assert answer.headers["ETag"] == '"1"'
    return answer.json


def test_a_design_is_read_with_what_lint_says_of_it(designer: Caller, made: dict):
    read = designer.get(f"/designs/{made['id']}").json
    assert read["design"]["name"] == "借用教室"
    assert read["report"]["file"] == "借用教室.bpmn"
    assert read["report"]["verdict"] == "drawing"
    assert read["report"]["dialect"]["name"] == "camunda-7"
    (told,) = (one for one in read["report"]["findings"] if one["element"] == "Task_room")
    assert told["repair"] == {"id": "assign-unit-head", "automatic": True}
    assert set(told["preview"]) == {"zh-CN", "en"}
    assert (read["standing"], read["undo"], read["may_publish"]) == (None, None, True)
    listed = designer.get("/designs").json
    assert [one["id"] for one in listed["designs"]] == [made["id"]]
    assert {one["key"] for one in listed["services"]} == {"email-unlock", "fitness-exemption", "notice"}


def test_repairs_are_chosen_undone_and_published_into_the_hall(designer: Caller, caller, made: dict):
    path = f"/designs/{made['id']}"
    first = designer.post(f"{path}/repairs", {"repairs": BOTH}, If_Match='"1"')
    assert [one["repair"] for one in first.json["applied"]] == ["assign-unit-head"] * 2
    assert designer.post(f"{path}/undo", If_Match='"2"').json["version"] == 3
    assert designer.post(f"{path}/repairs", {}, If_Match='"3"').status_code == 200
    assert designer.get(path).json["report"]["verdict"] == "runnable"
    missing = designer.post(f"{path}/publish", {}, If_Match='"4"')
    assert (missing.status_code, missing.json["errors"][0]["pointer"]) == (422, "/starters")
    published = designer.post(f"{path}/publish", {"starters": ["kind:student"]}, If_Match='"4"')
    assert published.status_code == 201, published.text
    student = caller("stu01")
    assert student.get("/services/borrow-room").json["may_start"] is True
    assert caller("office_head").get("/services/borrow-room").json["may_start"] is False
    started = student.post(
        "/services/borrow-room/instances", {"document": {"subject": "开会"}}, Idempotency_Key="1"
    )
    assert started.status_code == 201, started.text
    (version,) = next(
        one["versions"] for one in designer.get("/designs").json["services"] if one["key"] == "borrow-room"
    )
    assert (version["state"], version["running"]) == ("published", 1)


def test_a_repair_is_read_before_it_is_applied(designer: Caller, made: dict):
    path = f"/designs/{made['id']}/repairs"
    told = designer.get(f"{path}?rule=missing-assignee&element=Task_room").json
    assert [one["id"] for one in (part["part"] for part in told["differences"]["changed"])] == ["Task_room"]
    assert [one["element"] for one in told["gone"]] == ["Task_room"]
    assert told["choice"]["prefixes"] == ["person:", "group:"]
    assert "initiator" in [one["value"] for one in told["choice"]["options"]]
    assert designer.get(path).json["verdict"] == "runnable"
    assert designer.get(f"/designs/{made['id']}").json["design"]["version"] == 1
    nobody = designer.get(f"{path}?rule=missing-assignee&element=Task_room&choice=person:0")
    assert (nobody.status_code, nobody.json["code"]) == (422, "nobody_there")
    assert designer.get(f"{path}?rule=missing-assignee&element=Start_1").status_code == 409


def test_a_version_taken_back_leaves_the_catalogue_and_comes_back(designer: Caller, caller):
    listed = designer.get("/designs").json["services"]
    (version,) = next(one["versions"] for one in listed if one["key"] == "email-unlock")
    path, teacher = f"/definitions/{version['id']}", caller("tea01")
    first = designer.post(f"{path}/retire", Idempotency_Key="a")
    assert first.json == {"service_key": "email-unlock"}
    again = designer.post(f"{path}/retire", Idempotency_Key="a")
    assert (again.status_code, again.headers["Idempotency-Replayed"]) == (200, "true")
    assert designer.post(f"{path}/retire").json["code"] == "not_in_force"
    assert "email-unlock" not in {row["key"] for row in teacher.get("/services").json["rows"]}
    assert designer.post(f"{path}/restore").status_code == 200
    assert teacher.get("/services/email-unlock").json["may_start"] is True


def test_a_next_version_brings_a_service_back_on_the_list(designer: Caller, caller):
    listed = designer.get("/designs").json["services"]
    (version,) = next(one["versions"] for one in listed if one["key"] == "email-unlock")
    drawn = designer.get(f"/definitions/{version['id']}/diagram").data
    changed = drawn.replace("部门负责人意见".encode(), "部门领导审批".encode())
    designer.post(f"/definitions/{version['id']}/retire")
    made = send(designer, "/designs?service=email-unlock", ("v2.bpmn", changed)).json
    assert designer.get(f"/designs/{made['id']}").json["number"] == 2
    published = designer.post(f"/designs/{made['id']}/publish", If_Match='"1"')
    assert published.status_code == 201, published.text
    assert caller("tea01").get("/services/email-unlock").json["may_start"] is True


def test_publishing_under_one_key_happens_once(designer: Caller, made: dict, connection: Link):
    path = f"/designs/{made['id']}"
    designer.post(f"{path}/repairs", {}, If_Match='"1"')
    body, named = {"starters": ["everyone"]}, {"If_Match": '"2"', "Idempotency_Key": "p"}
    answers = [designer.post(f"{path}/publish", body, **named) for _ in range(2)]
    assert [one.status_code for one in answers] == [201, 201]
    assert answers[0].json == answers[1].json
    other = designer.post(f"{path}/publish", body, If_Match='"2"')
    assert (other.status_code, other.json["code"]) == (409, "design_published")
    versions = connection.execute(text("SELECT count(*) FROM definition WHERE service_key = 'borrow-room'"))
    assert versions.scalar_one() == 1


def test_what_is_not_ready_says_in_findings_why(designer: Caller, made: dict):
    answer = designer.post(f"/designs/{made['id']}/publish", {"starters": ["everyone"]}, If_Match='"1"')
    assert (answer.status_code, answer.json["code"]) == (422, "undeployable")
    assert {one["rule"] for one in answer.json["findings"]} == {"missing-assignee", "not-executable"}


@pytest.mark.parametrize(
    ("act", "body"), [("repairs", {}), ("undo", None), ("publish", {"starters": ["everyone"]})]
)
def test_a_change_names_the_version_it_has_seen(designer: Caller, made: dict, act: str, body: object):
    path = f"/designs/{made['id']}/{act}"
    assert designer.post(path, body).status_code == 428
    stale = designer.post(path, body, If_Match='"7"')
    assert (stale.status_code, stale.json["code"]) == (409, "stale")


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_is_uploaded_is_answered_with_a_reason(designer: Caller, name: str):
    answer = send(designer, "/designs?unit=academic", (name, HOSTILE[name]))
    assert answer.status_code == 422, answer.text
    assert answer.json["code"] != "engine_error"
    if answer.json["code"] == "unreadable_upload":
        assert answer.json["findings"][0]["message"]["zh-CN"]


@pytest.mark.parametrize(
    ("given", "status"), [({}, 422), ({"repairs": []}, 422), ({"repairs": [{"rule": 1}]}, 422)]
)
def test_a_body_that_is_none_is_refused_at_its_place(designer: Caller, made: dict, given: dict, status: int):
    if not given:
        answer = designer.client.post(f"{ROOT}/designs?unit=academic", headers=designer._headers({}))
    else:
        answer = designer.post(f"/designs/{made['id']}/repairs", given, If_Match='"1"')
    assert answer.status_code == status
    assert answer.json["errors"]


def test_files_are_fetched_as_what_they_are(designer: Caller, made: dict):
    path = f"/designs/{made['id']}"
    original = designer.get(f"{path}/original")
    assert original.data == CAMUNDA
    assert "attachment" in original.headers["Content-Disposition"]
    assert b"urn:tongban" in designer.get(f"{path}/diagram").data
    assert read_zip(designer.get(f"{path}/bundle").data).key == "borrow-room"
    picture = designer.get(f"{path}/picture")
    assert picture.mimetype == "image/svg+xml"
    assert "sandbox" in picture.headers["Content-Security-Policy"]
    assert etree.fromstring(picture.data).tag.endswith("svg")


def test_several_files_come_back_as_one_zip(designer: Caller):
    files = (("借用教室.bpmn", CAMUNDA), ("说明.txt", b"x"), ("说明.txt", b"y"))
    made = send(designer, "/designs?unit=academic", *files).json
    kept = unpack(designer.get(f"/designs/{made['id']}/original").data)
    assert kept == {"借用教室.bpmn": CAMUNDA, "说明.txt": b"x", "说明-2.txt": b"y"}


def test_a_new_upload_is_the_next_state(designer: Caller, made: dict):
    path = f"/designs/{made['id']}"
    again = send(designer, f"{path}/files", ("第二稿.bpmn", CAMUNDA), If_Match='"1"')
    assert again.json == {"id": made["id"], "version": 2}
    read = designer.get(path).json
    assert (read["design"]["file_name"], read["undo"]["act"]) == ("第二稿.bpmn", "upload")


def test_a_discarded_design_is_gone(designer: Caller, made: dict):
    path = f"{ROOT}/designs/{made['id']}"
    headers = designer._headers({})
    assert designer.client.delete(path, headers=headers).status_code == 428
    assert designer.client.delete(path, headers={**headers, "If-Match": '"1"'}).status_code == 204
    assert designer.client.get(path, headers=headers).status_code == 404
