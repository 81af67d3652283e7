"""School administrators see how outside systems do and change how they are reached; nobody else does."""

import pytest

from connectors.errors import BadSetting
from connectors.outside import Failed
from connectors.stored import StoredConnectors
from engine.commands.remove_connector import remove_connector
from engine.commands.set_connector import set_connector
from engine.commands.terminate_instance import terminate_instance
from engine.commands.try_connector import Tried, try_connector
from engine.errors import Forbidden, NotFound
from engine.queries.connectors import connector, connectors

MAIL = {"backend": "console", "host": "smtp.example.edu", "sender": "hall@example.edu"}


def seen(outside, login="admin"):
    hall = outside.hall
    return {one.name: one for one in connectors(hall.connection, hall.person(login), hall.clock())}


def put(outside, name="mail", kind="mail", settings=MAIL, secret=None, login="admin", **more):
    set_connector(outside.hall.rt, outside.hall.person(login), name, kind, settings, secret, **more)


@pytest.mark.parametrize("login", ["it_head", "designer", "stu01", "it_clerk"])
def test_nobody_else_sees_or_changes_any(outside, login):
    hall, by = outside.hall, outside.hall.person(login)
    for act in (
        lambda: seen(outside, login),
        lambda: connector(hall.connection, by, "mail", hall.clock()),
        lambda: put(outside, login=login),
        lambda: remove_connector(hall.rt, by, "mail"),
        lambda: try_connector(hall.rt, by, "mail", {}),
    ):
        with pytest.raises(Forbidden):
            act()


def test_calls_are_counted_where_they_stand(outside):
    outside.be_patient(breaks_after=2, rests_s=600)
    outside.desk.answers = [Failed("settings", lasting=True), Failed("busy"), Failed("busy")]
    failed = outside.start()
    outside.work()
    outside.start()
    outside.start()
    outside.work()
    desk = seen(outside)["desk"]
    assert (desk.kind, desk.is_stored) == ("", False), "called, and nobody has set it up"
    assert (desk.waiting, desk.under_way, desk.failed) == (2, 0, 1)
    assert desk.failures == 2
    assert desk.rests_until is not None
    assert desk.rests_until > outside.hall.clock()
    outside.hall.clock.forward(hours=1)
    assert seen(outside)["desk"].rests_until is None
    terminate_instance(outside.hall.rt, outside.hall.person("admin"), failed, reason="不再办理。")
    assert seen(outside)["desk"].failed == 0, "what has ended needs nobody any more"


def test_what_somebody_changed_stands_with_his_name(outside):
    put(outside, secret="s3cret")
    found, (change,) = connector(
        outside.hall.connection, outside.hall.person("admin"), "mail", outside.hall.clock()
    )
    assert (found.changed_by, found.has_secret, found.sends) == ("乐知远", True, False)
    assert (change.action, change.person, change.changes["host"]) == ("set", "乐知远", [None, MAIL["host"]])
    assert "s3cret" not in repr((found, change))


def test_a_new_one_does_not_replace_another(outside):
    with pytest.raises(BadSetting) as bad:
        put(outside, is_new=True)
    assert (bad.value.pointer, bad.value.code) == ("/name", "taken")
    put(outside, "cards", "http", {}, is_new=True)
    assert "cards" in seen(outside)


def test_forgetting_what_is_not_set_up_finds_nothing(outside):
    with pytest.raises(NotFound):
        remove_connector(outside.hall.rt, outside.hall.person("admin"), "mail")


def test_a_mail_to_oneself_is_tried_as_a_call_would_be(outside, capsys):
    hall, admin = outside.hall, outside.hall.person("admin")
    object.__setattr__(hall.rt, "connectors", StoredConnectors(hall.rt.vault))
    words = {"subject": "试发", "text": "收到了。"}
    tried = try_connector(hall.rt, admin, "mail", words)
    assert tried == Tried("admin@songxi.example")
    assert "收到了。" in capsys.readouterr().out
    put(outside, settings=MAIL | {"backend": "real", "host": "127.0.0.1", "port": 9, "security": "none"})
    assert try_connector(hall.rt, admin, "mail", words).code == "unreachable"
    assert try_connector(hall.rt, admin, "mailbox", words).code == "no_mail"
    with pytest.raises(NotFound):
        try_connector(hall.rt, admin, "cards", words)
    _, changes = connector(hall.connection, admin, "mail", hall.clock())
    assert [(one.action, one.changes.get("code")) for one in changes if one.action == "try"] == [
        ("try", "unreachable"),
        ("try", ""),
    ]
