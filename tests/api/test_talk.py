"""抄送, 回复, 催办 over HTTP: who may, what is answered, what hostile requests hear."""

from typing import Any

import pytest
from sqlalchemy import text

NO_ONE = "00000000-0000-0000-0000-000000000000"


@pytest.fixture
def begun(caller, mail) -> str:
    answer = caller("tea01").post(
        "/services/email-unlock/instances", {"document": mail, "opinion": "请办理！"}
    )
    return answer.json["instance_id"]


@pytest.fixture
def task(caller, begun) -> int:
    return caller("cs_head").task()["id"]


@pytest.fixture
def person_id(connection):
    def find(login: str) -> int:
        found = text("SELECT person_id FROM account WHERE subject = :login")
        return connection.execute(found, {"login": login}).scalar_one()

    return find


def test_a_copy_comes_into_its_box_and_is_read(caller, begun, task, person_id):
    sent = caller("cs_head").post(
        f"/tasks/{task}/copies", {"people": [person_id("cs_deputy")], "text": "请知悉"}
    )
    assert sent.status_code == 201, sent.json
    assert sent.json == {"instance_id": begun, "n": 2}

    deputy = caller("cs_deputy")
    (row,) = deputy.get("/tasks?box=cc").json["rows"]
    assert (row["instance_id"], row["unread"], row["other_name"]) == (begun, True, "欧阳牧")
    assert deputy.get("/me").json["boxes"]["cc"] == 1
    assert deputy.post(f"/instances/{begun}/read").status_code == 204
    assert not deputy.get("/tasks?box=cc").json["rows"][0]["unread"]
    line = deputy.get(f"/instances/{begun}/record").json["rows"][1]
    assert (line["kind"], line["other_name"], line["text"]) == ("copy", "诸葛瑾瑜", "请知悉")
    assert deputy.get("/tasks?box=handed").json["rows"] == []


def test_a_comment_answers_and_mentions(caller, begun, task, person_id):
    said = caller("cs_head").post(
        f"/instances/{begun}/comments",
        {"text": "工号？", "reply_to": 1, "mentions": [person_id("tea01")]},
    )
    assert (said.status_code, said.json) == (201, {"instance_id": begun, "n": 2})
    line = caller("tea01").get(f"/instances/{begun}/record").json["rows"][1]
    assert (line["reply_to"], line["mentions"], line["seconds"]) == (1, ["解云舒"], None)


def test_a_reminder_is_answered_and_too_soon_says_when(caller, begun, task):
    initiator, head = caller("tea01"), caller("cs_head")
    assert initiator.get(f"/instances/{begun}/talk").json["waiting"][0]["may_remind"]
    reminded = initiator.post(f"/tasks/{task}/remind")
    assert (reminded.status_code, reminded.json) == (200, {"again_at": "2026-11-23T03:00:00+00:00"})
    again = initiator.post(f"/tasks/{task}/remind", Accept_Language="zh-CN")
    assert (again.status_code, again.json["code"]) == (429, "too_soon")
    assert again.json["title"] == "您已催办过，11-23 11:00 起可以再次催办。"
    assert again.headers["Retry-After"] == "7200"
    (waiting,) = head.get(f"/instances/{begun}/talk").json["waiting"]
    assert (waiting["mine"], waiting["reminded_by"]) == (True, "解云舒")
    assert head.post(f"/tasks/{task}/answer", {"text": "下午办"}).status_code == 201
    assert head.post(f"/tasks/{task}/answer", {"text": "下午办"}).json["code"] == "nobody_waits"


def test_the_same_key_says_it_once(caller, begun):
    initiator = caller("tea01")
    for _ in range(3):
        answer = initiator.post(f"/instances/{begun}/comments", {"text": "一次"}, Idempotency_Key="k-1")
        assert answer.json["n"] == 2
    assert len(initiator.get(f"/instances/{begun}/record").json["rows"]) == 2


# Who asks, and what he hears: the initiator, who has it, who has a copy, an administrator, a stranger.
WHO = ("tea01", "cs_head", "cs_deputy", "admin", "stu01")
MATRIX = {
    "comment": (201, 201, 201, 201, 404),
    "talk": (200, 200, 200, 200, 404),
    "copies": (403, 201, 403, 403, 404),
    "remind": (200, 403, 403, 200, 404),
    "answer": (403, 409, 403, 403, 404),
}


@pytest.mark.parametrize(
    ("act", "login", "status"),
    [(act, who, status) for act, told in MATRIX.items() for who, status in zip(WHO, told, strict=True)],
)
def test_who_may_do_what(caller, begun, task, person_id, act, login, status):
    caller("cs_head").post(f"/tasks/{task}/copies", {"people": [person_id("cs_deputy")]})
    asks = caller(login)
    answers = {
        "comment": lambda: asks.post(f"/instances/{begun}/comments", {"text": "好"}),
        "talk": lambda: asks.get(f"/instances/{begun}/talk"),
        "copies": lambda: asks.post(f"/tasks/{task}/copies", {"people": [person_id("tea02")]}),
        "remind": lambda: asks.post(f"/tasks/{task}/remind"),
        "answer": lambda: asks.post(f"/tasks/{task}/answer", {"text": "好"}),
    }
    answer = answers[act]()
    assert answer.status_code == status, answer.json


def test_without_a_token_nothing_is_told(client, begun, task):
    for path, body in {
        f"/instances/{begun}/comments": {"text": "好"},
        f"/instances/{begun}/read": {},
        f"/tasks/{task}/copies": {"people": [1]},
        f"/tasks/{task}/remind": {},
        f"/tasks/{task}/answer": {"text": "好"},
    }.items():
        assert client.post(f"/api/v1{path}", json=body).status_code == 401
    assert client.get(f"/api/v1/instances/{begun}/talk").status_code == 401


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "invalid_request"),
        ({"text": "   "}, "words_required"),
        ({"text": "长" * 501}, "words_too_long"),
        ({"text": "长" * 100_000}, "words_too_long"),
        ({"text": "a\0b"}, "invalid_request"),
        ({"text": ["a"]}, "invalid_request"),
        ({"text": "好", "reply_to": 99}, "unknown_entry"),
        ({"text": "好", "reply_to": "1"}, "invalid_request"),
        ({"text": "好", "reply_to": 2**63}, "unknown_entry"),
        ({"text": "好", "mentions": [2**63]}, "may_not_see"),
        ({"text": "好", "mentions": list(range(1, 1001))}, "too_many_people"),
        ({"text": "好", "mentions": "all"}, "invalid_request"),
        ({"text": "好", "mentions": [None]}, "invalid_request"),
        ({"text": "好", "to": 1}, "invalid_request"),
    ],
)
def test_a_hostile_comment_is_refused_with_a_code_and_leaves_nothing(caller, begun, body: Any, code):
    initiator = caller("tea01")
    answer = initiator.post(f"/instances/{begun}/comments", body)
    assert (answer.status_code, answer.json["code"]) == (422, code), answer.json
    assert len(initiator.get(f"/instances/{begun}/record").json["rows"]) == 1


@pytest.mark.parametrize("people", [[], [2**63], [0], ["1"], [True, 1.5], list(range(1, 1001)), None, {}])
def test_hostile_copies_are_refused(caller, begun, task, people):
    answer = caller("cs_head").post(f"/tasks/{task}/copies", {"people": people})
    assert answer.status_code == 422, answer.json


def test_unknown_matters_are_not_there(caller, begun):
    asks = caller("tea01")
    assert asks.post(f"/instances/{NO_ONE}/comments", {"text": "好"}).status_code == 404
    assert asks.get(f"/instances/{NO_ONE}/talk").status_code == 404
    assert asks.post("/tasks/9223372036854775807/remind").status_code == 404
    assert asks.post("/tasks/99999999999999999999/remind").status_code == 404
    assert asks.post(f"/instances/{NO_ONE}/read").status_code == 204
