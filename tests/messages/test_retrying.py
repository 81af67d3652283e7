"""Mails that failed are sent again by whoever looks after the matters they are about."""

import dataclasses
import uuid
from datetime import timedelta

import pytest

from db import reading
from engine.errors import Forbidden
from identity.capabilities import ALL
from identity.principal import Principal
from identity.refs import Grant
from messages.errors import NoMessage, NotFailed
from messages.overseeing import FateRow, Filters, fate_page
from messages.retry_mails import retry_failed, retry_mail
from tests.messages.office import MORNING, Office, People, fates, sql
from tests.messages.post import Post

ADMIN = Principal(99, "管理员", "99", ("staff",), (), ("p:99",), tuple(Grant(one, None, None) for one in ALL))
NOBODY = dataclasses.replace(ADMIN, capabilities=())


def rows(office: Office, by: Principal = ADMIN, **filters: str) -> tuple[FateRow, ...]:
    with reading() as link:
        return fate_page(office.rt, link, by, Filters(**filters)).rows


@pytest.fixture
def failed(office: Office, people: People, post: Post) -> int:
    """A mail to ann that the server refused."""
    post.says = "550 nobody"
    office.tell(people["ann"], "reminded")
    office.work()
    post.says = "250 OK"
    (row,) = rows(office, state="failed")
    assert (row.code, row.detail, row.tries, row.person) == ("BAD_ADDRESS", "SMTP 550", 1, "ann")
    return row.id


def test_a_mail_that_failed_is_sent_again_under_its_id(office: Office, failed: int, post: Post) -> None:
    mail = sql("SELECT id FROM mail")
    retry_mail(office.rt, ADMIN, failed)
    assert fates() == [("queued", None)]
    office.work()
    ((_, message),) = post.kept
    assert message["Message-ID"] == f"<{mail[0]}@example.edu>"
    assert fates() == [("sent", None)]
    with pytest.raises(NotFailed):
        retry_mail(office.rt, ADMIN, failed)
    assert len(post.kept) == 1


def test_whoever_had_no_address_gets_his_mail_once_he_has_one(
    office: Office, people: People, post: Post
) -> None:
    sql("UPDATE person SET email = ''")
    office.tell(people["ann"], "reminded")
    (row,) = rows(office, state="no_address")
    sql("UPDATE person SET email = 'ann@example.net'")
    retry_mail(office.rt, ADMIN, row.id)
    office.work()
    assert post.to == ["ann@example.net"]


def test_a_digest_that_failed_goes_again_as_a_whole(office: Office, people: People, post: Post) -> None:
    post.says = "550 nobody"
    for n in range(3):
        office.tell(people["ann"], "task_opened", f"t{n}")
    office.digest(MORNING)
    post.says = "250 OK"
    assert [row.digest for row in rows(office, state="failed")] == [True] * 3
    retry_mail(office.rt, ADMIN, rows(office, state="failed")[0].id)
    office.work()
    assert len(post.kept) == 1
    assert set(fates()) == {("digested", None)}


def test_all_that_failed_go_again_within_the_filters(office: Office, people: People, post: Post) -> None:
    post.says = "550 nobody"
    for name in ("ann", "bob"):
        office.tell(people[name], "reminded", "r")
        office.tell(people[name], "instance_completed", "c")
    office.work()
    post.says = "250 OK"
    assert retry_failed(office.rt, ADMIN, Filters(number="bob", kind="finished")) == 1
    office.work()
    assert post.to == ["bob@example.edu"]
    assert retry_failed(office.rt, ADMIN, Filters()) == 3
    assert retry_failed(office.rt, ADMIN, Filters()) == 0


def test_who_looks_after_nothing_sees_and_sends_nothing(office: Office, failed: int) -> None:
    with pytest.raises(Forbidden):
        rows(office, NOBODY)
    with pytest.raises(Forbidden):
        retry_mail(office.rt, NOBODY, failed)
    with pytest.raises(Forbidden):
        retry_failed(office.rt, NOBODY, Filters())
    somewhere = tuple(Grant(one, 5, "school/other/") for one in ALL)
    other = dataclasses.replace(ADMIN, capabilities=somewhere)
    sql("INSERT INTO unit (code, name, kind, path, sort) VALUES ('school', 'S', 'school', 'school/', 1)")
    assert rows(office, other) == ()
    with pytest.raises(NoMessage):
        retry_mail(office.rt, other, failed)
    assert retry_failed(office.rt, other, Filters()) == 0
    with pytest.raises(NoMessage):
        retry_mail(office.rt, ADMIN, failed + 1)


def test_filters_and_pages(office: Office, people: People) -> None:
    for n in range(5):
        office.tell(people["ann"], "copied", f"c{n}", instance_id=uuid.UUID(int=n + 1))
    office.tell(people["bob"], "task_opened", "t")
    assert len(rows(office)) == 6
    assert [row.person for row in rows(office, kind="new")] == ["bob"]
    assert [row.person for row in rows(office, number="ann")] == ["ann"] * 5
    assert rows(office, state="sent") == ()
    with reading() as link:
        first = fate_page(office.rt, link, ADMIN, Filters(), limit=4)
        rest = fate_page(office.rt, link, ADMIN, Filters(), limit=4, before=first.next)
    ids = [row.id for row in (*first.rows, *rest.rows)]
    assert ids == sorted(ids, reverse=True)
    assert len(ids) == 6
    assert rest.next is None


def test_a_mail_that_waits_for_its_next_try_says_when(office: Office, people: People, post: Post) -> None:
    post.says = "450 later"
    office.tell(people["ann"], "reminded")
    office.work()
    (row,) = rows(office, state="queued")
    assert row.code == "busy"
    assert row.next_at is not None
    assert office.now < row.next_at <= office.now + timedelta(seconds=10)
