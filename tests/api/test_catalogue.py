"""The catalogue is open to all; the rest asks who you are."""

import io
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from bpmn_models.bundle import make, shipped, write_zip
from demo.campus import campus

PATHS = ("/me", "/tasks", "/tasks/1", "/definitions", "/notices", "/instances/{0}", "/instances/{0}/record")
NOBODY = "00000000-0000-0000-0000-000000000000"


def test_services_are_listed_without_signing_in(client: FlaskClient):
    listed = client.get("/api/v1/services").json
    assert {row["key"] for row in listed["rows"]} == {"email-unlock", "fitness-exemption", "notice"}
    assert listed["total"] == 3


def test_services_are_found_by_pinyin(client: FlaskClient):
    listed = client.get("/api/v1/services?q=youxiang").json
    assert [row["key"] for row in listed["rows"]] == ["email-unlock"]


def test_service_says_who_may_start_it(client: FlaskClient, caller):
    assert client.get("/api/v1/services/email-unlock").json["reason"] == "signed_out"
    assert caller("tea01").get("/services/email-unlock").json["may_start"] is True
    assert caller("stu01").get("/services/email-unlock").json["reason"] == "not_a_starter"
    assert client.get("/api/v1/services/none-such").status_code == 404


@pytest.mark.parametrize("path", PATHS)
def test_the_rest_asks_who_you_are(client: FlaskClient, path: str):
    answer = client.get("/api/v1" + path.format(NOBODY))
    assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")


def test_token_is_given_for_account_and_password(client: FlaskClient):
    given = client.post("/api/v1/token", json={"login": "tea01", "password": campus().password}).json
    me = client.get("/api/v1/me", headers={"Authorization": f"Bearer {given['token']}"}).json
    assert me["name"] == "解云舒"
    assert [unit["code"] for unit in me["units"]] == ["cs", "it"]


def test_a_token_is_ended_by_whoever_carries_it_and_no_other_with_it(client: FlaskClient):
    who = {"login": "tea01", "password": campus().password}
    one, other = (
        {"Authorization": f"Bearer {client.post('/api/v1/token', json=who).json['token']}"} for _ in range(2)
    )
    assert client.get("/api/v1/me", headers=one).status_code == 200
    assert client.delete("/api/v1/token", headers=one).status_code == 204
    assert client.get("/api/v1/me", headers=one).status_code == 401
    assert client.delete("/api/v1/token", headers=one).status_code == 401
    assert client.delete("/api/v1/token").status_code == 401
    assert client.get("/api/v1/me", headers=other).status_code == 200


@pytest.mark.parametrize("login", ["tea01", "nobody-at-all"])
def test_wrong_password_is_refused(client: FlaskClient, login: str):
    answer = client.post("/api/v1/token", json={"login": login, "password": "wrong-Password-1"})
    assert (answer.status_code, answer.json["code"]) == (401, "wrong_credentials")


def test_lock_out_says_when_to_come_back(client: FlaskClient):
    for _ in range(12):
        answer = client.post("/api/v1/token", json={"login": "tea01", "password": "wrong-Password-1"})
    assert (answer.status_code, answer.json["code"]) == (429, "locked")
    assert 0 < int(answer.headers["Retry-After"]) <= timedelta(days=1).total_seconds()


def test_first_password_must_be_changed_first(client: FlaskClient):
    answer = client.post("/api/v1/token", json={"login": "newcomer", "password": campus().password})
    assert (answer.status_code, answer.json["code"]) == (403, "must_change_password")


def test_who_may_not_start_is_forbidden(caller, mail):
    answer = caller("stu01").post("/services/email-unlock/instances", {"document": mail})
    assert (answer.status_code, answer.json["code"]) == (403, "not_eligible")
    assert caller("stu01").post("/services/none-such/instances", {}).status_code == 404


def test_faults_stand_at_their_fields(caller, mail):
    document = mail | {"mailbox": "no address", "number": "forged", "surprise": 1}
    answer = caller("tea01").post(
        "/services/email-unlock/instances", {"document": document, "opinion": "请办理！"}
    )
    assert answer.status_code == 422
    assert {"/number", "/surprise"} <= {fault["pointer"] for fault in answer.json["errors"]}
    assert all(fault["message"] and fault["code"] for fault in answer.json["errors"])


@pytest.mark.parametrize(
    ("language", "words"), [("zh-CN", "没有这个字段。"), ("en", "There is no such field.")]
)
def test_faults_are_told_in_the_readers_language(caller, mail, language: str, words: str):
    answer = caller("tea01").post(
        "/services/email-unlock/instances",
        {"document": mail | {"x": 1}, "opinion": "请办理！"},
        Accept_Language=language,
    )
    assert [fault["message"] for fault in answer.json["errors"]] == [words]


def test_one_acts_for_a_unit_of_ones_own(caller, mail):
    body = {"document": mail, "unit": "it", "opinion": "请办理！"}
    assert caller("tea01").post("/services/email-unlock/instances", body).status_code == 201
    body["unit"] = "hospital"
    answer = caller("tea01").post("/services/email-unlock/instances", body)
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/unit")


def test_repeated_start_begins_one_instance(caller, mail):
    who, body = caller("tea01"), {"document": mail, "opinion": "请办理！"}
    answers = [who.post("/services/email-unlock/instances", body, Idempotency_Key="s-1") for _ in range(2)]
    assert answers[0].data == answers[1].data
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert len(who.get("/tasks?box=sent").json["rows"]) == 1


def test_boxes_go_on_where_they_stopped(caller, mail):
    who = caller("tea01")
    for _ in range(3):
        who.post("/services/email-unlock/instances", {"document": mail, "opinion": "请办理！"})
    first = who.get("/tasks?box=sent&limit=2").json
    rest = who.get(f"/tasks?box=sent&limit=2&before={first['next']}").json
    assert (len(first["rows"]), len(rest["rows"]), rest["next"]) == (2, 1, None)
    assert who.get("/tasks?box=all").status_code == 422
    assert who.get("/tasks?limit=many").status_code == 422


def test_attachment_is_its_owners_until_it_is_sent(caller, client: FlaskClient):
    owner = caller("stu01")
    sent = {"file": (io.BytesIO(b"%PDF-1.7"), "诊断证明.pdf")}
    headers = {"Authorization": f"Bearer {owner.token}"}
    ref = client.post("/api/v1/attachments", data=sent, headers=headers).json
    assert (ref["name"], ref["size"]) == ("诊断证明.pdf", 8)
    read = owner.get(f"/attachments/{ref['id']}")
    assert (read.data, read.mimetype) == (b"%PDF-1.7", "application/octet-stream")
    assert read.headers["Content-Disposition"].startswith("attachment")
    read.close()
    assert caller("stu02").get(f"/attachments/{ref['id']}").status_code == 404


def test_definitions_are_for_designers(caller):
    assert caller("stu01").get("/definitions").status_code == 403
    rows = caller("designer").get("/definitions").json["rows"]
    assert {(row["service_key"], row["number"]) for row in rows} >= {("email-unlock", 1), ("notice", 1)}


def upload(caller, client: FlaskClient, login: str, files: dict, query: str = ""):
    headers = {"Authorization": f"Bearer {caller(login).token}"}
    return client.post(f"/api/v1/definitions{query}", data=files, headers=headers)


def test_bundle_is_deployed(caller, client: FlaskClient):
    bundle = shipped()[0]
    answer = upload(caller, client, "admin", {"bundle": (io.BytesIO(write_zip(bundle)), "email.zip")})
    assert (answer.status_code, answer.json["service_key"]) == (201, "email-unlock")


def test_new_diagram_becomes_the_next_version(caller, client: FlaskClient):
    diagram = shipped()[0].process.replace("部门负责人意见".encode(), "部门领导意见".encode())
    files = {"diagram": (io.BytesIO(diagram), "process.bpmn")}
    answer = upload(caller, client, "admin", files, "?service=email-unlock")
    assert answer.status_code == 201, answer.json
    rows = caller("designer").get("/definitions").json["rows"]
    states = {row["number"]: row["state"] for row in rows if row["service_key"] == "email-unlock"}
    assert states == {1: "retired", 2: "published"}


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04broken"])
def test_broken_bundle_is_refused(caller, client: FlaskClient, content: bytes):
    answer = upload(caller, client, "admin", {"bundle": (io.BytesIO(content), "x.zip")})
    assert answer.status_code == 422


def test_a_bundle_whose_entry_cannot_be_listed_leaves_no_version(caller, client: FlaskClient):
    bundle = shipped()[0]
    settings = bundle.files["service.toml"].replace(b'key = "email-unlock"', b'key = "email-other"')
    settings = settings.replace(b'unit = "it"', b'unit = "no-such-unit"')
    changed = write_zip(make({**bundle.files, "service.toml": settings}))
    answer = upload(caller, client, "admin", {"bundle": (io.BytesIO(changed), "email.zip")})
    assert answer.status_code in {403, 422}
    rows = caller("designer").get("/definitions").json["rows"]
    assert "email-other" not in {row["service_key"] for row in rows}


def test_broken_diagram_is_refused_with_findings(caller, client: FlaskClient):
    files = {"diagram": (io.BytesIO(b"<bpmn/>"), "process.bpmn")}
    answer = upload(caller, client, "admin", files, "?service=email-unlock")
    assert answer.status_code == 422
    assert answer.json["findings"]


def test_student_deploys_nothing(caller, client: FlaskClient):
    files = {"bundle": (io.BytesIO(write_zip(shipped()[0])), "email.zip")}
    assert upload(caller, client, "stu01", files).status_code == 403


def test_notices_are_listed(caller):
    assert caller("stu01").get("/notices").json == {"rows": [], "next": None}
    assert caller("stu01").get("/notices/1").status_code == 404
