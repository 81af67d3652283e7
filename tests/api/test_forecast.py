"""The steps ahead over the API: before an application is sent, and of a matter under way."""

import json

ASK = "/services/email-unlock/forecast"


def by_element(items, found=None):
    """Every piece of a forecast by its element."""
    found = {} if found is None else found
    for item in items:
        found.setdefault(item["element"], item)
        by_element(item.get("inside", ()), found)
        for branch in item.get("branches", ()):
            by_element(branch["items"], found)
    return found


def test_an_applicant_asks_what_would_follow(caller, mail):
    answer = caller("tea01").post(ASK, {"document": mail})
    assert answer.status_code == 200
    assert answer.json["complete"] is True
    found = by_element(answer.json["items"])
    assert [item["kind"] for item in answer.json["items"]] == ["step", "step", "fork", "step", "end"]
    assert found["apply"]["now"] is True
    assert (found["unit_head"]["certain"], found["it_mail"]["certain"]) == (True, False)
    assert (found["unit_head"]["rules"], found["it_mail"]["rules"]) == (["unitHead"], ["group"])
    assert "区子衡" in found["it_mail"]["people"]
    assert found["unit_head"]["usual"] is None
    agreed, refused = found["head_agrees"]["branches"]
    assert (agreed["label"], agreed["goes_on"], agreed["items"]) == ("通过", True, [])
    assert refused["items"] == [{"kind": "end", "element": "end_refused", "name": "未同意"}]


def test_asking_stores_nothing(caller, mail):
    someone = caller("tea01")
    someone.post(ASK, {"document": mail})
    assert someone.get("/tasks?box=sent").json["rows"] == []
    assert someone.get("/tasks?box=draft").json["rows"] == []


def test_what_cannot_be_sent_can_be_foreseen(caller):
    someone = caller("tea01")
    for document in ({}, {"mailbox": 5, "cause": ["?"], "steps": {}}, {"detail": "长" * 100_000}):
        assert someone.post(ASK, {"document": document}).status_code == 200
    deep = json.loads("[" * 200 + "]" * 200)
    assert someone.post(ASK, {"document": {"detail": deep}}).status_code == 200


def test_requests_that_are_none_are_refused_with_their_place(caller):
    someone = caller("tea01")
    for body, pointer, code in (
        ({"document": []}, "/document", "type"),
        ({"documnt": {}}, "/documnt", "unknown_field"),
        ({"outcome": 5}, "/outcome", "type"),
    ):
        answer = someone.post(ASK, body)
        assert answer.status_code == 422
        assert (answer.json["errors"][0]["pointer"], answer.json["errors"][0]["code"]) == (pointer, code)
    assert someone.post(ASK, {"unit": "no-such-unit"}).status_code == 422
    assert someone.post("/services/nothing/forecast").status_code == 404


def test_nobody_asks_without_a_token_or_for_what_he_may_not_start(caller, client, mail):
    assert client.post("/api/v1" + ASK, json={"document": mail}).status_code == 401
    assert caller("stu01").post(ASK, {"document": mail}).status_code == 403


def test_a_matter_tells_what_lies_ahead_to_whoever_may_see_it(caller, mail):
    author, head = caller("tea01"), caller("tea02")
    started = author.post("/services/email-unlock/instances", {"document": mail, "opinion": "请解锁。"})
    path = f"/instances/{started.json['instance_id']}/forecast"
    items = author.get(path).json["items"]
    found = by_element(items)
    assert found["unit_head"]["now"] is True
    assert found["unit_head"]["people"] != []
    assert "区子衡" in found["it_mail"]["people"]
    assert "apply" not in {item["element"] for item in items}, "done, and comes again only by an error"
    assert found["apply"]["certain"] is False
    assert head.get(path).status_code in (200, 404)
    assert caller("stu01").get(path).status_code == 404
    assert caller("stu01").get("/instances/00000000-0000-0000-0000-000000000000/forecast").status_code == 404
