"""Messages by e-mail: whom a real SMTP server gets what for, when, and what becomes of what fails."""

import dataclasses
import logging
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from calendars.workdays import HOLIDAY, Day, set_day
from connectors.outside import NoConnectors
from db import reading, transaction
from identity.principal import load
from messages import fates as fates_module
from messages.digest import make_digests
from messages.inbox import mark_all_read
from messages.kinds import KINDS
from messages.preferences import keep_preferences
from messages.sending import queue_mails, send_mail
from tests.messages.conftest import NOW
from tests.messages.office import MATTER, MORNING, Office, People, fates, sql
from tests.messages.post import Post, words
from web.letters.writing import write


def choose(person_id: int, language: str = "zh-CN", **mail: str) -> None:
    with reading() as connection:
        by = load(connection, person_id)
    assert by is not None
    keep_preferences(by, mail, language, NOW)


def test_who_is_asked_to_hurry_gets_a_mail_at_once(office: Office, people: People, post: Post) -> None:
    office.tell(people["ann"], "reminded", step_name="信息化中心解锁")
    assert fates() == [("queued", None)]
    office.work()
    ((to, mail),) = post.kept
    assert to == ["ann@example.edu"]
    assert mail["Subject"] == "催办：邮箱解锁申请 沈亦舟，信息化中心解锁"
    link = f"http://127.0.0.1:8000/instances/{MATTER}"
    for kind in ("plain", "html"):
        assert link in words(mail, kind)
        assert "ann，您好" in words(mail, kind)
    assert mail["List-Unsubscribe"] == "<http://127.0.0.1:8000/me/messages>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert fates() == [("sent", None)]
    office.work()
    assert len(post.kept) == 1


def test_titles_are_no_html(office: Office, people: People, post: Post) -> None:
    office.tell(people["ann"], "reminded", title="<b>x</b>\r\nBcc: all@example.edu")
    office.work()
    ((_, mail),) = post.kept
    assert "<b>x" not in words(mail, "html")
    assert "&lt;b&gt;x" in words(mail, "html")
    assert mail["Bcc"] is None


def test_a_new_task_waits_for_the_digest_of_the_next_working_morning(
    office: Office, people: People, post: Post
) -> None:
    office.tell(people["ann"], "task_opened", "a")
    office.tell(people["ann"], "copied", "b")
    office.tell(people["bob"], "reminded", "c")
    office.digest(NOW + timedelta(hours=1))
    assert post.to == ["bob@example.edu"], "this morning is over"
    assert sql("SELECT day FROM mail") == [None], "and nothing is made for it"
    office.digest(MORNING - timedelta(minutes=5))
    assert post.to == ["bob@example.edu"], "before the working day"
    office.digest(MORNING)
    office.digest(MORNING + timedelta(minutes=5))
    assert post.to == ["bob@example.edu", "ann@example.edu"], (
        "once, and only to whom there is something to say"
    )
    mail = post.kept[1][1]
    assert mail["Subject"] == "通办：您有 2 条消息"
    assert words(mail).index("【新待办】") < words(mail).index("【抄送】")
    assert sorted(fates()) == [("digested", None), ("digested", None), ("sent", None)]


def test_what_comes_after_the_digest_waits_a_day(office: Office, people: People, post: Post) -> None:
    office.tell(people["ann"], "task_opened", "a")
    office.digest(MORNING)
    office.tell(people["ann"], "task_opened", "b")
    office.digest(MORNING + timedelta(hours=3))
    assert len(post.kept) == 1
    office.digest(MORNING + timedelta(days=1))
    assert len(post.kept) == 2


def test_on_holidays_everything_waits_and_a_missed_morning_is_made_up_for(
    office: Office, people: People, post: Post
) -> None:
    with transaction() as uow:
        set_day(uow, Day(date(2026, 9, 2), HOLIDAY, "校庆"))
    office.tell(people["ann"], "task_opened")
    office.digest(MORNING)
    office.digest(datetime(2026, 9, 5, 2, 0, tzinfo=UTC))
    assert post.kept == []
    office.digest(datetime(2026, 9, 7, 7, 0, tzinfo=UTC))
    assert len(post.kept) == 1


def test_what_was_read_or_done_meanwhile_is_no_news(office: Office, people: People, post: Post) -> None:
    office.tell(people["ann"], "task_opened")
    with transaction() as uow:
        mark_all_read(uow, people["ann"], NOW)
    office.digest(MORNING)
    assert post.kept == []
    assert fates() == [("skipped", "no_news")]
    assert sql("SELECT state FROM mail") == ["withdrawn"]


def test_each_person_decides(office: Office, people: People, post: Post) -> None:
    choose(people["ann"], "en", new="now", urged="off")
    choose(people["bob"], urged="digest")
    for name in ("ann", "bob"):
        office.tell(people[name], "task_opened", "a", step_name="信息化中心解锁")
        office.tell(people[name], "reminded", "b")
    office.work()
    ((to, mail),) = post.kept
    assert to == ["ann@example.edu"]
    assert mail["Subject"].startswith("To do: 邮箱解锁申请")
    assert "Dear ann," in words(mail)
    assert [state for state, _ in fates()] == ["sent", "skipped", "waiting", "waiting"]


def test_every_kind_goes_as_its_default_says(office: Office, people: People) -> None:
    for name, kind in KINDS.items():
        sql("DELETE FROM message")
        sql("DELETE FROM mail")
        for member in kind.members[:1]:
            office.tell(people["ann"], member)
            assert [state for state, _ in fates()] == [
                {"now": "queued", "digest": "waiting"}[kind.default]
            ], name


def test_a_flood_ends_in_the_digest(office: Office, people: People, post: Post) -> None:
    for n in range(8):
        office.tell(people["ann"], "reminded", f"r{n}")
    office.tell(people["bob"], "reminded", "r")
    assert fates() == [("queued", None)] * 5 + [("waiting", "many")] * 3 + [("queued", None)]
    office.now = NOW + timedelta(minutes=11)
    office.tell(people["ann"], "reminded", "later")
    assert fates()[-1] == ("queued", None)
    office.digest(MORNING)
    assert [mail["Subject"] for to, mail in post.kept if to == ["ann@example.edu"]][
        -1
    ] == "通办：您有 3 条消息"


def test_nobody_without_an_address_is_written_to(office: Office, people: People, post: Post) -> None:
    sql("UPDATE person SET email = '' WHERE name = 'ann'")
    office.tell(people["ann"], "reminded")
    office.tell(people["bob"], "reminded")
    sql("UPDATE person SET email = '' WHERE name = 'bob'")
    office.work()
    assert post.kept == []
    assert fates() == [("no_address", None), ("no_address", "no_address")]


def test_an_address_that_is_refused_fails_at_once(
    office: Office, people: People, post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    post.says = "550 nobody"
    office.tell(people["ann"], "reminded")
    with caplog.at_level(logging.INFO):
        office.work()
    assert fates() == [("failed", "BAD_ADDRESS")]
    ours = [record.getMessage() for record in caplog.records if record.name != "mail.log"]
    (line,) = ours
    assert "BAD_ADDRESS" in line
    assert not any(word in line for word in ("ann", "沈亦舟")), "no personal data in logs"


def test_a_server_that_is_down_is_tried_again_and_then_it_has_failed(
    office: Office, people: People, post: Post
) -> None:
    post.says = "450 later"
    office.tell(people["ann"], "reminded")
    office.work()
    assert fates() == [("queued", None)]
    office.work()
    assert sql("SELECT tries FROM mail") == [1], "not before its time"
    office.now += timedelta(seconds=11)
    office.work()
    assert fates() == [("failed", "busy")]


def test_a_mail_waits_while_the_connector_rests(office: Office, people: People, post: Post) -> None:
    until = NOW + timedelta(minutes=1)
    sql("INSERT INTO connector_health VALUES ('mail', 5, :until)", until=until)
    office.tell(people["ann"], "reminded")
    office.work()
    assert post.kept == []
    office.now = until
    office.work()
    assert len(post.kept) == 1
    assert sql("SELECT failures FROM connector_health") == [0]


def test_a_worker_that_died_sends_again_under_the_same_id(
    office: Office, people: People, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.tell(people["ann"], "reminded")
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("messages.sending._sent", _dies)
        office.work()
    assert len(post.kept) == 1
    office.work()
    assert len(post.kept) == 1, "it may still be on its way"
    office.now += timedelta(minutes=2)
    office.work()
    first, second = (mail["Message-ID"] for _, mail in post.kept)
    assert first == second
    assert fates() == [("sent", None)]


def _dies(*args: Any) -> None:
    raise KeyboardInterrupt


def test_a_fault_of_the_letter_does_not_lose_the_mail(office: Office, people: People) -> None:
    office.tell(people["ann"], "reminded")
    queue_mails(office.rt)
    (mail_id,) = office.due()

    def broken(letter: object) -> Any:
        raise ZeroDivisionError

    send_mail(office.rt, mail_id, broken)
    assert sql("SELECT state || ' ' || code FROM mail") == ["due broken"]


def test_without_a_connector_it_fails_and_on_the_console_nobody_is_told_it_was_sent(
    office: Office, people: People, capsys: pytest.CaptureFixture[str]
) -> None:
    office.tell(people["ann"], "reminded", "a")
    office.rt = dataclasses.replace(office.rt, connectors=NoConnectors())
    office.work()
    assert fates() == [("failed", "no_connector")]


def test_the_console_shows_the_mail_and_its_fate_says_so(
    office: Office, people: People, capsys: pytest.CaptureFixture[str]
) -> None:
    sql("DELETE FROM connector")
    office.tell(people["ann"], "reminded")
    office.work()
    assert "ann@example.edu" in capsys.readouterr().out
    assert fates() == [("sent", "console")]


def test_two_workers_make_one_digest_and_send_one_mail(
    office: Office, people: People, post: Post, together: Callable[..., None]
) -> None:
    for n in range(20):
        office.tell(people["ann"], "task_opened", f"a{n}")
        office.tell(people["bob"], "task_opened", f"b{n}")
    office.now = MORNING

    def make() -> None:
        with transaction() as uow:
            make_digests(uow, MORNING)

    together(make, make, make)
    queue_mails(office.rt)
    ids = office.due()
    assert len(ids) == 2
    together(*(lambda one=one: send_mail(office.rt, one, write) for one in ids * 3))
    assert sorted(post.to) == ["ann@example.edu", "bob@example.edu"]
    assert set(fates()) == {("digested", None)}


def test_two_deliveries_at_once_keep_the_limit(
    office: Office, people: People, together: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    decide = fates_module._fate

    def slow(*args: Any) -> dict[str, Any]:
        time.sleep(0.05)
        return decide(*args)

    monkeypatch.setattr(fates_module, "_fate", slow)
    together(*(lambda n=n: office.tell(people["ann"], "reminded", f"r{n}") for n in range(9)))
    assert sorted(state for state, _ in fates()) == ["queued"] * 5 + ["waiting"] * 4


def test_what_somebody_switches_off_does_not_come_in_the_digest_either(
    office: Office, people: People, post: Post
) -> None:
    office.tell(people["ann"], "task_opened", "a")
    office.tell(people["ann"], "copied", "b")
    office.tell(people["bob"], "copied", "c")
    choose(people["ann"], copied="off")
    assert fates() == [("waiting", None), ("skipped", "preference"), ("waiting", None)]


def test_a_digest_shows_some_of_each_kind_and_says_how_many_more_there_are(
    office: Office, people: People, post: Post
) -> None:
    office.tell(people["ann"], "copied", "old")
    for n in range(25):
        office.tell(people["ann"], "task_opened", f"t{n}")
    office.digest(MORNING)
    ((_, mail),) = post.kept
    for kind in ("plain", "html"):
        assert "抄送" in words(mail, kind)
        assert "还有 15 条" in words(mail, kind)
