"""Who handles a step over HTTP: choices, reasons in both languages, skips in the record, substitutes."""

from pathlib import Path

import pytest
from sqlalchemy import text

from bpmn_models.bundle import read_folder
from engine.commands.deploy import deploy
from hall.publish_service import publish_service
from tests.api.conftest import NOW
from tests.engine.assignment.services import assign, in_a_row, policy, step

BUNDLE = Path(__file__).parents[1] / "system/bundles/chosen_hands"
DAYS = {"since": "2026-11-23", "until": "2026-11-30"}


@pytest.fixture
def chosen_hands(rt):
    bundle = read_folder(BUNDLE)
    deploy(rt, None, bundle)
    publish_service(None, bundle, NOW)


@pytest.fixture
def number_of(connection):
    def find(login):
        sql = text("SELECT person_id FROM account WHERE subject = :login")
        return connection.execute(sql, {"login": login}).scalar_one()

    return find


def begin(caller, login="stu01", **body):
    document = {"document": {"subject": "服务器"}}
    return caller(login).post("/services/chosen-hands/instances", document | body)


def test_the_initiator_reads_what_to_choose_and_is_told_what_is_missing(caller, chosen_hands, number_of):
    (choice,) = caller("stu01").get("/services/chosen-hands/choices").json["choices"]
    assert (choice["element"], choice["required"], choice["limited"]) == ("tutor", True, False)

    answer = begin(caller)
    assert answer.status_code == 422
    assert [(one["pointer"], one["code"]) for one in answer.json["errors"]] == [("/chosen/tutor", "required")]
    assert begin(caller, chosen={"tutor": ["x"]}).status_code == 422
    assert begin(caller, chosen={"tutor": [number_of("tea02")]}).status_code == 201
    assert caller("tea02").task()["step_id"] == "tutor"


def test_a_handler_chooses_among_a_group_and_others_are_refused_in_his_language(
    caller, chosen_hands, number_of
):
    begin(caller, chosen={"tutor": [number_of("tea02")]})
    task = caller("tea02").task()
    (choice,) = task["choices"]
    assert {one["name"] for one in choice["people"]} == {"石䶮", "区子衡"}

    sent = {"outcome": "approve", "chosen": {"clerk": [number_of("stu01")]}}
    answer = caller("tea02").move(task, "complete", sent, Accept_Language="en")
    assert answer.status_code == 422
    assert answer.json["errors"][0]["message"] == "One of these people may not be chosen for this step."
    sent["chosen"] = {"clerk": [number_of("it_clerk")]}
    assert caller("tea02").move(task, "complete", sent).json["state"] == "running"
    assert caller("it_clerk").task()["choices"] == []


def test_reasons_are_sentences_in_both_languages(caller, chosen_hands, number_of, rt):
    begin(caller, chosen={"tutor": [number_of("tea02")]})
    (reason,) = caller("tea02").task()["reasons"]
    assert reason == {
        "principal": f"p:{number_of('tea02')}",
        "rule": "chosen",
        "text": {
            "zh-CN": "程望舒，因为由沈亦舟选定。",
            "en": "程望舒, because 沈亦舟 has chosen this person.",
        },
    }

    caller("tea01").post("/services/email-unlock/instances", {"document": MAIL, "opinion": "请办理！"})
    (reason,) = caller("cs_head").task()["reasons"]
    assert reason["text"] == {
        "zh-CN": "计算机与软件学院 的负责人，因为该环节由发起人所在部门的负责人办理。",
        "en": "The head of 计算机与软件学院, because the step belongs to the head of the unit that the"
        " initiator is in.",
    }


MAIL = {"mailbox": "li@mail.songxi.example", "cause": "wrong_password", "detail": "今早起无法登录"}


def test_what_nobody_can_handle_is_refused_with_the_step_named(caller, rt):
    refusing = step(
        "check", assign("role", role="counsellor", of="finance"), policy(nobody="refuse"), label="审核"
    )
    service = in_a_row("vacant", refusing)
    deploy(rt, None, service)
    object.__setattr__(rt, "eligible", lambda connection, by, key: True)
    answer = caller("stu01").post("/services/vacant/instances", {"document": {"subject": "事"}})

    assert (answer.status_code, answer.json["code"]) == (422, "nobody_to_handle")
    assert answer.json["title"] == "下一环节“审核”找不到办理人，因此无法提交。"


def test_a_skip_stands_in_the_record_with_its_reason(caller, rt):
    skipped = step("check", assign("role", role="counsellor", of="finance"), policy(nobody="skip"))
    deploy(rt, None, in_a_row("vacant", skipped))
    object.__setattr__(rt, "eligible", lambda connection, by, key: True)
    begun = caller("stu01").post("/services/vacant/instances", {"document": {"subject": "事"}}).json
    rows = caller("stu01").get(f"/instances/{begun['instance_id']}/record").json["rows"]

    line = next(row for row in rows if row["kind"] == "skip")
    assert (line["reason"], line["outcome"], line["outcome_text"]) == ("nobody", "approve", {"zh-CN": "通过"})


def test_an_absence_is_entered_read_used_handed_over_and_called_off(caller, number_of):
    head = caller("cs_head")
    body = {"substitute": number_of("cs_deputy"), **DAYS}
    entered = head.post("/substitutions", body)
    assert entered.status_code == 201
    (row,) = head.get("/substitutions").json["rows"]
    assert (row["state"], row["substitute_name"], row["since"]) == ("now", "诸葛瑾瑜", "2026-11-23")
    assert caller("cs_deputy").get("/substitutions").json["rows"] == [row]

    address = f"/substitutions/{entered.json['id']}"
    assert head.post(f"{address}/hand-over").json == {"handed": 0}
    assert head.post(f"{address}/end").status_code == 204
    assert head.get("/substitutions").json["rows"][0]["state"] == "ended"
    assert head.post(f"{address}/hand-over").json["code"] == "not_now"


def test_an_absence_that_cannot_be_says_why(caller, number_of):
    head = caller("cs_head")
    head.post("/substitutions", {"substitute": number_of("cs_deputy"), **DAYS})
    back = caller("cs_deputy").post("/substitutions", {"substitute": number_of("cs_head"), **DAYS})
    assert (back.status_code, back.json["code"]) == (422, "loop")
    assert "形成循环" in back.json["title"]
    assert head.post("/substitutions", {"substitute": 10**30, **DAYS}).json["code"] == "unknown_person"
    assert head.post("/substitutions", {"substitute": 1}).status_code == 422


@pytest.mark.parametrize("asked", [{"substitute": 1.5}, {"person": 1.5}])
def test_a_fraction_is_nobody(caller, number_of, asked):
    admin = caller("admin")
    answer = admin.post("/substitutions", {"substitute": number_of("cs_deputy"), **DAYS, **asked})
    assert (answer.status_code, answer.json["code"]) == (422, "invalid_request")


def test_the_same_key_enters_an_absence_once(caller, number_of):
    head, body = caller("cs_head"), {"substitute": number_of("cs_deputy"), **DAYS}
    first = head.post("/substitutions", body, Idempotency_Key="absence-1")
    assert head.post("/substitutions", body, Idempotency_Key="absence-1").json == first.json
    assert len(head.get("/substitutions").json["rows"]) == 1
