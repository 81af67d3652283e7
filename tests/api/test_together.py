"""Claiming, deciding together and phrases by API: what a client sends and gets, and what nobody may."""

import pytest


@pytest.fixture
def three(caller, mail):
    """Applications of one college for its head."""
    for login in ("tea01", "tea02", "cs_counsellor"):
        caller(login).post("/services/email-unlock/instances", {"document": mail, "opinion": "请办理！"})
    rows = caller("cs_head").get("/tasks?box=todo").json["rows"]
    return [{"id": row["task_id"], "version": row["version"]} for row in rows]


@pytest.fixture
def at_group(caller, three):
    """The same, before the whole group of mail administrators."""
    together(caller, "cs_head", three)


def together(caller, login, tasks, outcome="approve", opinion="同意。"):
    body = {"tasks": tasks, "outcome": outcome, "opinion": opinion}
    return caller(login).post("/tasks/complete-many", body)


def test_each_task_gets_an_answer_of_its_own(caller, three):
    wrong = {"id": three[1]["id"], "version": three[1]["version"] + 7}
    answer = together(caller, "cs_head", [three[0], wrong, three[2]])
    assert answer.status_code == 200
    first, second, third = answer.json["results"]
    assert first["done"]["state"] == third["done"]["state"] == "running"
    assert first["problem"] is None
    assert second["done"] is None
    assert (second["problem"]["code"], second["problem"]["status"]) == ("stale", 409)
    assert together(caller, "cs_head", three).json["results"][0] == first


@pytest.mark.parametrize(
    "task",
    [
        None,
        7,
        {},
        {"id": 1},
        {"id": 0, "version": 1},
        {"id": -1, "version": 1},
        {"id": 10**40, "version": 1},
        {"id": 1, "version": 2**63},
        {"id": "一", "version": 1},
        {"id": 1, "version": 1, "outcome": "approve"},
    ],
)
def test_what_is_no_task_is_refused_as_a_whole(caller, three, task):
    answer = together(caller, "cs_head", [*three, task])
    assert answer.status_code == 422
    assert len(caller("cs_head").get("/tasks?box=todo").json["rows"]) == 3


def test_a_hundred_and_one_are_too_many(caller, three):
    answer = together(caller, "cs_head", [{"id": n, "version": 1} for n in range(1, 102)])
    assert (answer.status_code, answer.json["code"]) == (422, "too_many_tasks")
    assert together(caller, "cs_head", []).json == {"results": []}


@pytest.mark.parametrize("login", ["stu02", "cs_deputy", "admin", "it_clerk"])
def test_nobody_decides_together_what_is_not_his(caller, three, login):
    results = together(caller, login, three).json["results"]
    assert all(result["done"] is None for result in results)
    assert {result["problem"]["code"] for result in results} <= {"forbidden", "not_found"}
    assert len(caller("cs_head").get("/tasks?box=todo").json["rows"]) == 3


def test_nobody_does_anything_here_without_signing_in(client, rt):
    many = {"tasks": [{"id": 1, "version": 1}], "outcome": "approve"}
    for method, path, body in (
        ("POST", "/tasks/complete-many", many),
        ("POST", "/tasks/1/claim", {}),
        ("POST", "/tasks/1/release", {}),
        ("GET", "/me/phrases", None),
        ("PUT", "/me/phrases", {"phrases": ["同意。"]}),
    ):
        assert client.open(f"/api/v1{path}", method=method, json=body).status_code == 401, path


def test_a_claim_shows_the_task_to_the_claimant_alone(caller, at_group):
    clerk, deputy = caller("it_clerk"), caller("it_deputy")
    task = clerk.task()
    assert (task["can_claim"], task["can_release"], task["claimed_by"]) == (True, False, None)
    assert clerk.move(task, "claim", None).status_code == 200
    seen = deputy.get(f"/tasks/{task['id']}").json
    assert (seen["can_handle"], seen["claimed_by"]) == (False, "区子衡")
    assert task["id"] not in [row["task_id"] for row in deputy.get("/tasks?box=todo").json["rows"]]
    refused = deputy.move(seen, "claim", None)
    assert (refused.status_code, refused.json["code"]) == (409, "claimed")
    assert "区子衡" in refused.json["title"]
    assert deputy.move(seen, "release", None).status_code == 403
    assert caller("stu09").move(seen, "release", None).status_code == 404
    mine = clerk.get(f"/tasks/{task['id']}").json
    assert clerk.move(task, "release", None).json["code"] == "stale"
    assert clerk.move(mine, "release", None).status_code == 200
    assert deputy.get(f"/tasks/{task['id']}").json["can_claim"] is True


def test_the_same_claim_sent_twice_happens_once(caller, at_group):
    clerk = caller("it_clerk")
    task = clerk.task()
    first = clerk.move(task, "claim", None, Idempotency_Key="c1")
    again = clerk.move(task, "claim", None, Idempotency_Key="c1")
    assert first.status_code == again.status_code == 200
    assert first.json == again.json


def test_whoever_keeps_no_phrases_has_the_usual_ones(caller):
    usual = caller("cs_head").get("/me/phrases").json["phrases"]
    assert usual[0] == "同意。"
    kept = caller("cs_head").put("/me/phrases", {"phrases": ["不同意。", " 同意。 ", ""]})
    assert kept.json == {"phrases": ["不同意。", "同意。"]}
    assert caller("cs_head").get("/me/phrases").json == kept.json
    assert caller("cs_deputy").get("/me/phrases").json["phrases"] == usual
    caller("cs_head").put("/me/phrases", {"phrases": []})
    assert caller("cs_head").get("/me/phrases").json["phrases"] == usual


@pytest.mark.parametrize(
    "phrases",
    [
        None,
        "同意",
        [None],
        [7],
        [["同意"]],
        {"0": "同意"},
        ["字" * 501],
        [f"{n}" for n in range(51)],
        ["a\0b"],
    ],
)
def test_what_is_no_list_of_phrases_is_refused(caller, phrases):
    answer = caller("cs_head").put("/me/phrases", {"phrases": phrases})
    assert answer.status_code in (400, 422), answer.json
    assert caller("cs_head").get("/me/phrases").json["phrases"][0] == "同意。"
