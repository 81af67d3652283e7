"""Outside systems over the API: what is told, what is refused at its field, and that no secret comes back."""

import pytest

PATIENCE = "/settings/patience"
MAIL = {
    "kind": "mail",
    "settings": {"backend": "real", "host": "smtp.example.edu", "sender": "hall@example.edu"},
}


def test_one_is_set_up_changed_and_forgotten(caller):
    admin = caller("admin")
    answer = admin.put("/connectors/mail", {**MAIL, "secret": "s3cret"})
    assert answer.status_code == 200
    assert answer.json["connector"]["has_secret"] is True
    assert answer.json["connector"]["sends"] is True
    rows = {row["name"]: row for row in admin.get("/connectors").json["rows"]}
    assert rows["mail"]["settings"]["host"] == "smtp.example.edu"
    assert rows["mailbox"]["is_stored"] is False
    changed = {**MAIL, "settings": {**MAIL["settings"], "port": 25}}
    told = admin.put("/connectors/mail", changed)
    assert told.json["changes"][0]["changes"] == {"port": [None, 25]}
    assert "s3cret" not in told.text + admin.get("/connectors").text + admin.get("/connectors/mail").text
    assert admin.client.delete("/api/v1/connectors/mail", headers=admin._headers({})).status_code == 204
    assert admin.get("/connectors/mail").json["connector"]["has_secret"] is False
    assert admin.get("/connectors/none").status_code == 404


@pytest.mark.parametrize(
    ("name", "body", "pointer", "code"),
    [
        ("mail", {"kind": "fax"}, "/kind", "choice"),
        ("mail", {"kind": "mail", "settings": {"backend": "real"}}, "/settings/host", "required"),
        ("mail", {"kind": "mail", "settings": {"colour": "red"}}, "/settings/colour", "unknown"),
        ("mail", {"kind": "mail", "settings": {"patience": {"tries": 0}}}, f"{PATIENCE}/tries", "range"),
        ("Mail", {"kind": "mail"}, "/name", "name"),
        ("mail", {"kind": "mail", "secret": ""}, "/secret", "too_long"),
        ("mail", {"kind": "mail", "more": 1}, "/more", "unknown_field"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_told_at_its_field(caller, name, body, pointer, code):
    answer = caller("admin").put(f"/connectors/{name}", body)
    assert answer.status_code == 422
    assert [(one["pointer"], one["code"]) for one in answer.json["errors"]] == [(pointer, code)]


def test_a_kept_secret_is_asked_for_again_when_the_system_is_another(caller):
    admin = caller("admin")
    admin.put("/connectors/mail", {**MAIL, "secret": "s3cret"})
    other = {**MAIL, "settings": {**MAIL["settings"], "host": "smtp.elsewhere.example"}}
    answer = admin.put("/connectors/mail", other)
    assert answer.status_code == 422
    assert "密钥是给另一个系统的" in answer.text
    assert admin.put("/connectors/mail", {**other, "secret": "an0ther"}).status_code == 200


@pytest.fixture
def failed(caller, mail, worked):
    """The path of a matter whose call has failed."""
    settings = {"backend": "real", "address": "http://127.0.0.1:9/", "patience": {"tries": 1}}
    caller("admin").put("/connectors/mailbox", {"kind": "mailbox", "settings": settings})
    asked = {"document": mail, "opinion": "请办理！"}
    begun = caller("tea01").post("/services/email-unlock/instances", asked).json
    for login, outcome, document in (
        ("cs_head", "approve", {}),
        ("it_clerk", "done", {"newPassword": "Xin-Mima-88341"}),
    ):
        handler = caller(login)
        done = {"outcome": outcome, "opinion": "同意。", "document": document}
        handler.move(handler.task(), "complete", done)
    worked()
    return f"/instances/{begun['instance_id']}"


def test_a_call_is_told_and_left_out(caller, mail, failed):
    admin = caller("admin")
    (call,) = admin.get(f"{failed}/called").json["rows"]
    assert (call["operation"], call["state"], call["tries"]) == ("mailbox.unlock", "failed", 1)
    assert mail["mailbox"] not in admin.get(f"{failed}/called").text
    skip = f"{failed}/incidents/{call['incident_id']}/skip"
    given = {"reason": "已人工解锁", "values": {"answer": "人工办理"}}
    assert admin.post(skip, given | {"values": {"mailbox": "x"}}).status_code == 422
    foreseen = admin.post(f"{skip}/preview", given).json
    assert [one["new"] for one in foreseen["variables"]] == ["人工办理"]
    assert admin.post(skip, given | {"seen": "x"}).status_code == 409
    given["seen"] = foreseen["fingerprint"]
    answer = admin.post(skip, given, Idempotency_Key="s1")
    assert answer.json["state"] == "running"
    again = admin.post(skip, given, Idempotency_Key="s1")
    assert again.headers["Idempotency-Replayed"] == "true"
    calls = admin.get(f"{failed}/called").json["rows"]
    states = {one["operation"]: one["state"] for one in calls}
    assert states == {"mailbox.reset": "queued", "mailbox.unlock": "skipped"}


def test_whoever_tries_again_says_why_and_sees_first_what_it_does(caller, failed):
    admin = caller("admin")
    (call,) = admin.get(f"{failed}/called").json["rows"]
    retry, skip = (f"{failed}/incidents/{call['incident_id']}/{act}" for act in ("retry", "skip"))
    for where in (retry, f"{retry}/preview", skip, f"{skip}/preview"):
        refused = admin.post(where, {"reason": " "})
        assert (refused.status_code, refused.json["code"]) == (422, "reason_required")
    before = admin.get(f"{failed}/record").json["rows"]
    effect = admin.post(f"{retry}/preview", {"reason": "已修复"})
    assert effect.status_code == 200
    assert admin.get(f"{failed}/record").json["rows"] == before
    assert admin.get(f"{failed}/called").json["rows"] == [call]
    said = {"reason": "已修复", "seen": effect.json["fingerprint"]}
    assert admin.post(retry, said).json["state"] == "running"
    noted = admin.get(f"{failed}/record").json["rows"][len(before)]
    assert (noted["kind"], noted["text"]) == ("retry", "已修复")
    stale = admin.post(retry, said)
    assert (stale.status_code, stale.json["code"]) == (409, "changed_meanwhile")
