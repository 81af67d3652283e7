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


def test_a_call_is_told_and_left_out(caller, mail, worked, rt):
    settings = {"backend": "real", "address": "http://127.0.0.1:9/", "patience": {"tries": 1}}
    caller("admin").put("/connectors/mailbox", {"kind": "mailbox", "settings": settings})
    begun = (
        caller("tea01")
        .post("/services/email-unlock/instances", {"document": mail, "opinion": "请办理！"})
        .json
    )
    for login, outcome, document in (
        ("cs_head", "approve", {}),
        ("it_clerk", "done", {"newPassword": "Xin-Mima-88341"}),
    ):
        handler = caller(login)
        handler.move(
            handler.task(), "complete", {"outcome": outcome, "opinion": "同意。", "document": document}
        )
    worked()
    admin, path = caller("admin"), f"/instances/{begun['instance_id']}"
    (call,) = admin.get(f"{path}/called").json["rows"]
    assert (call["operation"], call["state"], call["tries"]) == ("mailbox.unlock", "failed", 1)
    assert mail["mailbox"] not in admin.get(f"{path}/called").text
    skip = f"{path}/incidents/{call['incident_id']}/skip"
    assert admin.post(skip, {"reason": " "}).status_code == 422
    assert admin.post(skip, {"reason": "已人工解锁", "values": {"mailbox": "x"}}).status_code == 422
    answer = admin.post(
        skip, {"reason": "已人工解锁", "values": {"answer": "人工办理"}}, Idempotency_Key="s1"
    )
    assert answer.json["state"] == "running"
    again = admin.post(skip, {"reason": "已人工解锁", "values": {"answer": "人工办理"}}, Idempotency_Key="s1")
    assert again.headers["Idempotency-Replayed"] == "true"
    calls = admin.get(f"{path}/called").json["rows"]
    states = {one["operation"]: one["state"] for one in calls}
    assert states == {"mailbox.reset": "queued", "mailbox.unlock": "skipped"}
