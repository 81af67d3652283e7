"""Administrators find instances by API; nobody finds what he does not look after."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from web.current import RUNTIME

MAIL = "email-unlock"
_GRANT = text(
    "INSERT INTO capability_grant (principal, capability, unit_id) SELECT 'p:' || a.person_id,"
    " 'instance.inspect', u.id FROM account a, unit u WHERE a.subject = :login AND u.code = :unit"
)


@pytest.fixture
def begun(caller, mail):
    """Give the ids of three applications of one moment, in the order of a list."""
    body = {"document": mail, "opinion": "请办理！"}
    path = f"/services/{MAIL}/instances"
    return sorted((caller("tea01").post(path, body).json["instance_id"] for _ in range(3)), reverse=True)


@pytest.fixture
def inspects(app, connection, rt):
    """Let somebody look after the services of a unit; mail belongs to the computing centre."""
    paths = {MAIL: "school/it/"}
    app.extensions[RUNTIME] = replace(rt, owner=lambda link, key: paths.get(key, "school/"))

    def grant(login, unit):
        connection.execute(_GRANT, {"login": login, "unit": unit})

    return grant


def found(answer):
    assert answer.status_code == 200, answer.json
    return [row["id"] for row in answer.json["rows"]]


def test_a_row_tells_where_it_stands_and_whom_it_waits_for(caller, begun):
    answer = caller("admin").get(f"/instances?service={MAIL}")
    assert found(answer) == begun
    row = answer.json["rows"][0]
    assert (row["service_key"], row["definition_number"], row["state"]) == (MAIL, 1, "running")
    assert row["fields"]["/mailbox"] == "li@mail.songxi.example"
    (task,) = row["tasks"]
    assert task["people"]
    assert row["since"] == task["opened_at"]
    assert (row["incidents"], row["held"], row["ended_at"]) == ([], False, None)


def test_pages_follow_one_another_without_gap_or_repeat(caller, begun):
    admin = caller("admin")
    seen, path = [], f"/instances?service={MAIL}&limit=1"
    before = ""
    for _ in begun:
        answer = admin.get(path + before)
        seen += found(answer)
        before = f"&before={answer.json['next']}".replace("+", "%2B")
    assert seen == begun
    assert answer.json["next"] is None


@pytest.mark.parametrize(
    ("asked", "many"),
    [
        ("state=running", 3),
        ("state=completed&state=cancelled", 0),
        ("mark=incident", 0),
        (f"service={MAIL}&field:/mailbox=li@mail.songxi.example", 3),
        (f"service={MAIL}&field:/mailbox=other@mail.songxi.example", 0),
        ("number=%25", 0),
        ("number=_", 0),
        ("q=%27%20OR%201=1--", 0),
        ("before=nonsense", 3),
    ],
)
def test_what_is_asked_is_found(caller, begun, asked, many):
    assert len(found(caller("admin").get(f"/instances?{asked}"))) == many


@pytest.mark.parametrize(
    ("asked", "pointer", "code"),
    [
        ("started_from=2026-02-30", "/started_from", "date"),
        ("ended_to=yesterday", "/ended_to", "date"),
        ("state=asleep", "/state", "unknown"),
        ("mark=odd", "/mark", "unknown"),
        ("service=no-such", "/service", "unknown"),
        (f"service={MAIL}&version=one", "/version", "number"),
        ("version=1", "/version", "one_service"),
        ("field:/mailbox=x", "/field:~1mailbox", "one_service"),
        (f"q={'x' * 201}", "/q", "too_long"),
        (f"service={MAIL}&field:/mailbox:from=a", "/field:~1mailbox:from", "no_order"),
    ],
)
def test_what_cannot_be_looked_for_is_told_by_its_name(caller, begun, asked, pointer, code):
    answer = caller("admin").get(f"/instances?{asked}")
    assert (answer.status_code, answer.json["code"]) == (422, "bad_filter")
    (fault,) = answer.json["errors"]
    assert (fault["pointer"], fault["code"]) == (pointer, code)
    assert "%(" not in fault["message"]


def test_nobody_else_may_look(caller, begun):
    assert caller("tea01").get("/instances").status_code == 403
    assert caller("cs_head").get("/instances").status_code == 403


def test_an_administrator_of_a_unit_finds_its_services_only(caller, begun, inspects):
    inspects("it_clerk", "it")
    assert found(caller("it_clerk").get("/instances")) == begun
    inspects("hosp_clerk", "hospital")
    assert found(caller("hosp_clerk").get("/instances")) == []
    assert caller("hosp_clerk").get(f"/instances?service={MAIL}").status_code == 422
