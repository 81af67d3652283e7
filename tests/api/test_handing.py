"""Handing over, delegating, signing and withdrawing by API: what a client sends and gets."""

import pytest


@pytest.fixture
def begun(caller, mail):
    body = {"document": mail, "opinion": "请办理！"}
    return caller("tea01").post("/services/email-unlock/instances", body).json


def person(caller, typed):
    """Find somebody as a client does."""
    (found,) = caller("cs_head").get(f"/people?q={typed}").json["rows"]
    return found["id"]


def approve(caller, login, outcome="approve"):
    handler = caller(login)
    return handler.move(handler.task(), "complete", {"outcome": outcome, "opinion": "同意。"})


def test_people_are_found_by_name_number_and_pinyin(caller):
    for typed in ("诸葛瑾瑜", "20110030", "zhugejinyu", "zgjy"):
        for login, number in (("cs_head", "20110030"), ("stu01", "20****30")):
            (found,) = caller(login).get(f"/people?q={typed}").json["rows"]
            assert (found["name"], found["number"]) == ("诸葛瑾瑜", number)
    assert [row["name"] for row in caller("cs_head").get("/people?q=2011003").json["rows"]] == ["诸葛瑾瑜"]
    for typed in ("", "z", "2", "%20", "2011003"):
        assert caller("stu01").get(f"/people?q={typed}").json["rows"] == []
    assert len(caller("cs_head").get("/people?q=20").json["rows"]) == 20
    assert caller("stu01").get("/people").status_code == 422
    assert caller("stu01").get(f"/people?q={'某' * 101}").status_code == 422


def test_nobody_looks_for_people_without_signing_in(client, rt):
    assert client.get("/api/v1/people?q=a").status_code == 401


def test_a_task_is_handed_over(caller, begun):
    head = caller("cs_head")
    task = head.task()
    answer = head.move(task, "transfer", {"to": person(caller, "诸葛瑾瑜"), "opinion": "请您办理。"})
    assert answer.json == {"instance_id": begun["instance_id"]}
    assert caller("cs_deputy").task()["id"] == task["id"]
    line = caller("tea01").get(f"/instances/{begun['instance_id']}/record").json["rows"][-1]
    assert (line["kind"], line["other_name"], line["text"]) == ("transfer", "诸葛瑾瑜", "请您办理。")


def test_the_same_hand_over_sent_twice_happens_once(caller, begun):
    head = caller("cs_head")
    task, body = head.task(), {"to": person(caller, "诸葛瑾瑜")}
    first = head.move(task, "transfer", body, Idempotency_Key="k1")
    again = head.move(task, "transfer", body, Idempotency_Key="k1")
    assert first.status_code == again.status_code == 200
    assert first.json == again.json
    assert caller("cs_deputy").task()["version"] == task["version"] + 1


@pytest.mark.parametrize("to", [0, -5, 10**18, 10**40, None, "谁", [], {}, True, 1.5])
def test_whoever_is_not_there_gets_nothing(caller, begun, to):
    head = caller("cs_head")
    task = head.task()
    for move in ("transfer", "delegate"):
        answer = head.move(task, move, {"to": to})
        assert answer.status_code == 422, answer.json
        assert answer.json["errors"][0]["pointer"] == "/to"
    assert head.task()["version"] == task["version"]


def test_delegating_and_taking_it_back(caller, begun):
    head = caller("cs_head")
    own = head.task()
    head.move(own, "delegate", {"to": person(caller, "诸葛瑾瑜")})
    assert caller("cs_head").get("/tasks?box=todo").json["rows"] == []
    (signer,) = head.get(f"/tasks/{own['id']}").json["signers"]
    assert (signer["name"], signer["kind"], signer["mine"]) == ("诸葛瑾瑜", "delegate", True)
    seen = caller("tea01").get(f"/tasks/{signer['task_id']}").json
    assert seen["signers"][0]["mine"] is False
    gone = head.post(f"/tasks/{signer['task_id']}/unsign", If_Match=f'"{signer["version"]}"')
    assert gone.status_code == 200
    assert head.task()["signers"] == []


def test_signers_come_in_their_places(caller, begun):
    head = caller("cs_head")
    body = {"kind": "after", "people": [person(caller, "宗政明远"), person(caller, "诸葛瑾瑜")]}
    assert head.move(head.task(), "signers", body).status_code == 200
    task = head.task()
    assert [(one["name"], one["position"]) for one in task["signers"]] == [
        ("宗政明远", 0),
        ("诸葛瑾瑜", 1),
    ]
    assert head.move(task, "unsign-later", {"position": 5}).status_code == 409
    assert head.move(task, "unsign-later", {"position": 0}).status_code == 200
    approve(caller, "cs_head")
    assert caller("school_deputy").get("/tasks?box=todo").json["rows"] == []
    assert caller("cs_deputy").task()["step_name"] == task["step_name"]


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "sometimes", "people": [1]},
        {"kind": "before", "people": []},
        {"kind": "before", "people": "1"},
        {"kind": "before", "people": [0]},
        {"kind": "before", "people": [1.5]},
        {"kind": "before", "people": list(range(1, 200))},
        {"people": [1]},
        {"kind": "before"},
    ],
)
def test_odd_signers_are_refused(caller, begun, body):
    head = caller("cs_head")
    task = head.task()
    assert head.move(task, "signers", body).status_code == 422
    assert head.task()["version"] == task["version"]


def test_what_one_has_done_is_taken_back_until_the_next_acts(caller, begun):
    head = caller("cs_head")
    task = head.task()
    approve(caller, "cs_head")
    assert head.get(f"/tasks/{task['id']}").json["can_withdraw"] is True
    assert caller("it_clerk").get(f"/tasks/{task['id']}").json["can_withdraw"] is False
    assert head.post(f"/tasks/{task['id']}/withdraw", {"opinion": "选错了。"}).status_code == 200
    assert caller("it_clerk").get("/tasks?box=todo").json["rows"] == []
    assert head.get(f"/tasks/{task['id']}").json["can_withdraw"] is False
    refused = head.post(f"/tasks/{task['id']}/withdraw")
    assert (refused.status_code, refused.json["code"]) == (409, "not_done")


def test_a_return_may_come_straight_back(caller, begun):
    approve(caller, "cs_head")
    clerk = caller("it_clerk")
    task = clerk.task()
    assert (
        clerk.move(task, "return", {"to": "initiator", "opinion": "请补充。", "then": "x"}).status_code == 422
    )
    done = clerk.move(task, "return", {"to": "initiator", "opinion": "请补充。", "then": "back"})
    assert done.status_code == 200
    mine = caller("tea01")
    again = mine.move(mine.task(), "complete", {"outcome": "submit", "opinion": "已补充！"})
    assert again.status_code == 200, again.json
    assert caller("cs_head").get("/tasks?box=todo").json["rows"] == []
    assert clerk.task()["step_id"] == task["step_id"]
