"""Email unlock over HTTP, from the catalogue to the end."""

from typing import Any

import orjson
import pytest

PASSWORD = "Xin-Mima-88341"


@pytest.fixture
def begun(caller, mail) -> dict[str, Any]:
    answer = caller("tea01").post(
        "/services/email-unlock/instances", {"document": mail, "opinion": "请办理！"}
    )
    assert answer.status_code == 201, answer.json
    assert answer.headers["Location"] == f"/api/v1/instances/{answer.json['instance_id']}"
    return answer.json


def approve(caller, login: str, **document: Any):
    handler = caller(login)
    task = handler.task()
    outcome = task["outcomes"][0]["id"]
    return handler.move(task, "complete", {"outcome": outcome, "opinion": "同意。", "document": document})


def test_two_approvals_unlock_it_and_end_it(caller, begun, worked):
    assert approve(caller, "cs_head").json["state"] == "running"
    answer = approve(caller, "it_clerk", newPassword=PASSWORD)
    assert answer.json == {"instance_id": begun["instance_id"], "state": "running"}
    worked()
    seen = caller("tea01").get(f"/instances/{begun['instance_id']}").json
    assert seen["state"] == "completed"
    assert seen["form"]["document"]["answer"] == "邮箱已解锁，密码已重置，已邮件告知申请人。"
    record = caller("tea01").get(f"/instances/{begun['instance_id']}/record").json["rows"]
    assert [line["kind"] for line in record] == [
        "start", "complete", "complete", "called", "called", "called", "end",
    ]  # fmt: skip


def test_secret_is_taken_and_never_given(caller, begun):
    approve(caller, "cs_head")
    fields = {field["pointer"]: field for field in caller("it_clerk").task()["form"]["fields"]}
    assert fields["/newPassword"] | {"secret": True, "access": "edit"} == fields["/newPassword"]
    approve(caller, "it_clerk", newPassword=PASSWORD)
    for login in ("tea01", "cs_head", "it_clerk", "admin"):
        text = caller(login).get(f"/instances/{begun['instance_id']}").text
        assert PASSWORD not in text
        assert "newPassword" not in text


def test_hidden_field_is_not_even_named(caller, begun):
    assert "newPassword" not in orjson.dumps(caller("cs_head").task()).decode()


def test_answer_carries_the_version_as_etag(caller, begun):
    handler = caller("cs_head")
    task = handler.task()
    answer = handler.get(f"/tasks/{task['id']}")
    assert answer.headers["ETag"] == f'"{task["version"]}"'


def test_write_without_if_match_is_refused(caller, begun):
    handler = caller("cs_head")
    path = f"/tasks/{handler.task()['id']}/complete"
    assert handler.post(path, {"outcome": "approve"}).status_code == 428
    assert handler.post(path, {"outcome": "approve"}, If_Match="*").status_code == 428


@pytest.mark.parametrize("tag", ['"0"', '"99"', "soon", '"-1"', '"1e3"', "99999999999999999999"])
def test_stale_version_is_a_conflict(caller, begun, tag):
    handler = caller("cs_head")
    answer = handler.post(f"/tasks/{handler.task()['id']}/complete", {"outcome": "approve"}, If_Match=tag)
    assert (answer.status_code, answer.json["code"]) == (409, "stale")
    assert answer.mimetype == "application/problem+json"


def test_second_completion_is_a_conflict_and_its_repetition_is_not(caller, begun):
    handler = caller("cs_head")
    task = handler.task()
    body = {"outcome": task["outcomes"][0]["id"], "opinion": "同意。"}
    first = handler.move(task, "complete", body, Idempotency_Key="k-1")
    again = handler.move(task, "complete", body, Idempotency_Key="k-1")
    assert (again.status_code, again.data) == (first.status_code, first.data) == (200, first.data)
    assert again.headers["Idempotency-Replayed"] == "true"
    other = handler.move(task, "complete", body | {"opinion": "不。"}, Idempotency_Key="k-1")
    assert (other.status_code, other.json["code"]) == (422, "idempotency_key_reused")
    late = handler.move(task, "complete", body, Idempotency_Key="k-2")
    assert (late.status_code, late.json["code"]) == (409, "already_done")


def test_refused_completion_may_be_corrected_under_the_same_key(caller, begun):
    handler = caller("cs_head")
    task = handler.task()
    body = {"outcome": "no-such", "opinion": "同意。"}
    assert handler.move(task, "complete", body, Idempotency_Key="k-1").status_code == 422
    body["outcome"] = task["outcomes"][0]["id"]
    assert handler.move(task, "complete", body, Idempotency_Key="k-1").status_code == 200


def test_other_people_find_nothing(caller, begun):
    task, stranger = caller("cs_head").task(), caller("stu01")
    assert stranger.get(f"/tasks/{task['id']}").status_code == 404
    assert stranger.get(f"/instances/{begun['instance_id']}").status_code == 404
    assert stranger.get(f"/instances/{begun['instance_id']}/record").status_code == 404
    assert stranger.move(task, "complete", {"outcome": "approve"}).status_code == 404
    assert stranger.post(f"/instances/{begun['instance_id']}/cancel").status_code == 404
    unknown = "00000000-0000-0000-0000-000000000000"
    assert stranger.get(f"/instances/{unknown}").status_code == 404


def test_initiator_may_see_but_not_handle(caller, begun):
    task = caller("cs_head").task()
    answer = caller("tea01").move(task, "complete", {"outcome": "approve", "opinion": "同意。"})
    assert (answer.status_code, answer.json["code"]) == (403, "forbidden")


def test_return_goes_back_to_the_initiator(caller, begun):
    handler = caller("cs_head")
    task = handler.task()
    assert {"to": "initiator"}.items() <= task["return_targets"][0].items()
    answer = handler.move(task, "return", {"to": "initiator", "opinion": "请补充说明。"})
    assert answer.json["state"] == "running"
    assert caller("tea01").task()["can_handle"]


def test_return_to_nowhere_is_refused_at_its_field(caller, begun):
    handler = caller("cs_head")
    answer = handler.move(handler.task(), "return", {"to": "moon", "opinion": "请补充说明。"})
    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"] == "/to"


def test_handler_ends_the_matter(caller, begun):
    handler = caller("cs_head")
    assert handler.move(handler.task(), "terminate", {"reason": "重复申请"}).json["state"] == "terminated"


def test_handler_ends_the_instance(caller, begun):
    answer = caller("cs_head").post(f"/instances/{begun['instance_id']}/terminate", {"reason": "重复申请"})
    assert answer.json == {"instance_id": begun["instance_id"], "state": "terminated"}
    late = caller("tea01").post(f"/instances/{begun['instance_id']}/terminate", {"reason": "重复申请"})
    assert (late.status_code, late.json["code"]) == (409, "not_running")


def test_initiator_takes_it_back(caller, begun):
    answer = caller("tea01").post(f"/instances/{begun['instance_id']}/cancel", {"reason": "不需要了"})
    assert answer.json == {"instance_id": begun["instance_id"], "state": "cancelled"}


def test_completion_over_http_keeps_its_budget(caller, begun, counted):
    handler = caller("cs_head")
    task = handler.task()
    body = {"outcome": task["outcomes"][0]["id"], "opinion": "同意。"}
    counted.clear()
    assert handler.move(task, "complete", body, Idempotency_Key="k-1").status_code == 200
    ours = counted
    assert len(ours) <= 15, "\n".join(ours)
