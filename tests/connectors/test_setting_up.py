"""Outside systems are set up, tried for sense, and keep their secrets."""

import io

import pytest
from sqlalchemy import text

from connectors.changes import changes_of
from connectors.console import HIDDEN, Console
from connectors.errors import BadSetting
from connectors.http.service import HttpService
from connectors.kinds import bound
from connectors.outside import Failed, Request
from connectors.setting_up import all_set_up, remove, set_up
from connectors.smtp import SmtpMail
from connectors.stored import StoredConnectors
from connectors.vault import Vault
from db import transaction
from tests.engine.conftest import NOW

KEY = b"v" * 32
ONE = "/settings/operations/a"
MAIL = {"backend": "real", "host": "smtp.example.edu", "sender": "hall@example.edu", "user": "hall"}
HTTP = {
    "backend": "real",
    "address": "https://cards.example.edu/api",
    "operations": {"block": {"path": "/cards/{card}/block", "errors": {"404": "NO_CARD"}}},
}


def put(name, kind, settings, secret=None, key=KEY):
    with transaction() as uow:
        set_up(uow, Vault([key]), name, kind, settings, secret, NOW)


def test_two_are_there_and_send_nothing(connection):
    stored = StoredConnectors(Vault([KEY]))
    assert {"mail.send", "mailbox.unlock", "mailbox.reset"} <= stored.operations(connection)
    assert isinstance(stored.find(connection, "mail").connector, Console)
    assert stored.find(connection, "cards") is None
    assert [(one.name, one.sends) for one in all_set_up(connection)] == [("mail", False), ("mailbox", False)]


def test_what_is_set_up_is_used_from_the_next_call_on(connection):
    stored = StoredConnectors(Vault([KEY]))
    put("mail", "mail", MAIL, "s3cret")
    put("cards", "http", HTTP, "t0ken")
    assert isinstance(stored.find(connection, "mail").connector, SmtpMail)
    assert isinstance(stored.find(connection, "cards").connector, HttpService)
    assert "cards.block" in stored.operations(connection)
    with transaction() as uow:
        assert remove(uow, "cards", NOW)
        assert not remove(uow, "cards", NOW)
    assert stored.find(connection, "cards") is None


def test_a_secret_goes_in_and_never_comes_out(connection):
    put("mail", "mail", MAIL, "s3cret")
    row = connection.execute(text("SELECT * FROM connector")).one()
    assert b"s3cret" not in bytes(row.secret)
    assert "s3cret" not in repr(all_set_up(connection))
    put("mail", "mail", MAIL | {"port": 25})
    kept = StoredConnectors(Vault([KEY])).find(connection, "mail").connector
    assert kept._server.password == "s3cret", "what cannot be shown is not lost by a change"


def test_a_secret_of_another_key_is_told_at_the_call(connection):
    put("mail", "mail", MAIL, "s3cret", key=b"w" * 32)
    with pytest.raises(Failed) as failed:
        StoredConnectors(Vault([KEY])).find(connection, "mail")
    assert (failed.value.code, failed.value.lasting) == ("settings", True)


@pytest.mark.parametrize(
    ("kind", "settings", "pointer", "code"),
    [
        ("fax", {}, "/kind", "choice"),
        ("mail", {"backend": "real"}, "/settings/host", "required"),
        ("mail", MAIL | {"host": 7}, "/settings/host", "type"),
        ("mail", MAIL | {"port": 0}, "/settings/port", "range"),
        ("mail", MAIL | {"port": True}, "/settings/port", "type"),
        ("mail", MAIL | {"sender": "nobody"}, "/settings/sender", "address"),
        ("mail", MAIL | {"security": "maybe"}, "/settings/security", "choice"),
        ("mail", MAIL | {"colour": "red"}, "/settings/colour", "unknown"),
        ("mail", MAIL | {"backend": "fake"}, "/settings/backend", "choice"),
        ("http", HTTP | {"address": "ftp://x"}, "/settings/address", "address"),
        ("http", HTTP | {"address": "https://u:p@x"}, "/settings/address", "address"),
        ("http", HTTP | {"address": "https://[x"}, "/settings/address", "address"),
        ("http", HTTP | {"private": 1}, "/settings/private", "type"),
        ("http", HTTP | {"operations": []}, "/settings/operations", "type"),
        ("http", HTTP | {"operations": {"A b": {}}}, "/settings/operations/A b", "name"),
        ("http", HTTP | {"operations": {"a": {"path": "//evil"}}}, f"{ONE}/path", "address"),
        ("http", HTTP | {"operations": {"a": {"path": "/", "method": "X"}}}, f"{ONE}/method", "choice"),
        ("http", HTTP | {"operations": {"a": {"path": "/", "errors": {"2": 1}}}}, f"{ONE}/errors/2", "type"),
        ("http", HTTP | {"operations": {"a": {"path": "/", "more": 1}}}, f"{ONE}/more", "unknown"),
        ("mailbox", {"patience": {"tries": 0}}, "/settings/patience/tries", "range"),
        ("mailbox", {"patience": {"tries": 1.5}}, "/settings/patience/tries", "range"),
        ("mailbox", {"patience": {"hope": 1}}, "/settings/patience/hope", "unknown"),
        ("mailbox", {"patience": 3}, "/settings/patience", "type"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_told_by_pointer(kind, settings, pointer, code):
    with pytest.raises(BadSetting) as bad:
        bound("x", kind, settings, "")
    assert (bad.value.pointer, bad.value.code) == (pointer, code)


@pytest.mark.parametrize("name", ["", "Mail", "1a", "a b", "a.b", "x" * 41])
def test_a_name_is_one_word_of_an_operation(connection, name):
    with pytest.raises(BadSetting):
        put(name, "mail", {})


def test_the_console_shows_what_would_be_sent_and_hides_what_is_secret():
    stream = io.StringIO()
    request = Request("reset", {"mailbox": "陈", "password": "n3w"}, "key-7", frozenset({"password"}))
    assert Console("mailbox", stream).call(request, 1) == {}
    shown = stream.getvalue()
    assert all(word in shown for word in ("mailbox.reset", "key-7", "陈", HIDDEN))
    assert "n3w" not in shown


@pytest.mark.parametrize(
    ("name", "kind", "settings", "other"),
    [
        ("mail", "mail", MAIL, MAIL | {"host": "smtp.elsewhere.example"}),
        ("cards", "http", HTTP, HTTP | {"address": "https://cards.elsewhere.example/api"}),
        ("cards", "http", HTTP, HTTP | {"address": "http://cards.example.edu/api"}),
        ("cards", "http", HTTP, HTTP | {"address": "https://cards.example.edu:8443/api"}),
    ],
)
def test_a_secret_goes_to_no_system_that_it_was_not_given_for(connection, name, kind, settings, other):
    """Who may change an address could have the secret sent to himself otherwise."""
    put(name, kind, settings, "s3cret")
    with pytest.raises(BadSetting) as bad:
        put(name, kind, other)
    assert (bad.value.pointer, bad.value.code) == ("/secret", "again")
    with pytest.raises(BadSetting):
        put(name, kind, other | {"backend": "console"})
    put(name, kind, {}, None)
    assert [one.has_secret for one in all_set_up(connection) if one.name == name] == [False]
    put(name, kind, other)
    put(name, kind, settings, "n3w")
    put(name, kind, settings | {"patience": {"tries": 2}})
    assert [one.has_secret for one in all_set_up(connection) if one.name == name] == [True]


def test_every_change_is_kept_and_no_secret_is(connection):
    put("mail", "mail", MAIL, "s3cret")
    put("mail", "mail", MAIL | {"port": 25}, "n3w-s3cret")
    put("mail", "mail", MAIL | {"port": 25})
    with transaction() as uow:
        remove(uow, "mail", NOW, 7)
    last, nothing, second, first = changes_of(connection, "mail")
    assert (last.action, last.person_id, last.changes["host"]) == ("remove", 7, [MAIL["host"], None])
    assert (nothing.action, nothing.changes) == ("set", {})
    assert second.changes == {"port": [None, 25], "secret": [True, True]}
    assert first.changes["secret"] == [False, True]
    assert "s3cret" not in repr([last, nothing, second, first])
