"""What became of old messages is forgotten in the end: what is over, and no more than that."""

import uuid
from datetime import timedelta
from typing import Any

from flask import Flask

from messages.forgetting import forget_fates
from tests.messages.conftest import NOW
from tests.messages.office import People, sql

OLD, YOUNG = NOW - timedelta(days=800), NOW - timedelta(days=10)
BEFORE = NOW - timedelta(days=730)


def told(person_id: int, n: int, state: str, at: Any, mail_id: uuid.UUID | None = None) -> None:
    sql(
        "WITH made AS (INSERT INTO message (person_id, event, kind, title, step_name, at)"
        " VALUES (:person, :event, 'copied', 't', '', :at) RETURNING id)"
        " INSERT INTO message_fate (message_id, channel, person_id, state, mail_id, at)"
        " SELECT id, 'mail', :person, :state, :mail, :at FROM made",
        person=person_id,
        event=f"copied:{n}",
        state=state,
        mail=mail_id,
        at=at,
    )


def mail(person_id: int, state: str = "sent") -> uuid.UUID:
    made = uuid.uuid4()
    sql(
        "INSERT INTO mail (id, person_id, state, tries, next_at, created_at)"
        " VALUES (:id, :person, :state, 1, :at, :at)",
        id=made,
        person=person_id,
        state=state,
        at=OLD,
    )
    return made


def left() -> list[tuple[str, Any]]:
    return list(
        zip(
            sql("SELECT state FROM message_fate ORDER BY message_id"),
            sql("SELECT at FROM message_fate ORDER BY message_id"),
            strict=True,
        )
    )


def test_what_is_old_and_over_goes_in_pages_and_the_messages_stay(committed: Flask, people: People) -> None:
    states = ("sent", "digested", "failed", "skipped", "no_address", "queued", "waiting")
    for n, state in enumerate(states):
        told(people["ann"], n, state, OLD)
    told(people["ann"], 10, "sent", YOUNG)
    # An old message whose mail was tried again lately stands behind young ones.
    told(people["bob"], 11, "sent", OLD)
    assert forget_fates(BEFORE, limit=2) == 6
    assert left() == [("queued", OLD), ("waiting", OLD), ("sent", YOUNG)]
    assert sql("SELECT count(*) FROM message") == [9]
    assert forget_fates(BEFORE, limit=2) == 0


def test_a_mail_goes_with_the_last_of_its_fates(committed: Flask, people: People) -> None:
    digest, alone, trying = mail(people["ann"]), mail(people["ann"], "failed"), mail(people["bob"], "trying")
    told(people["ann"], 1, "digested", OLD, digest)
    told(people["ann"], 2, "failed", OLD, alone)
    told(people["bob"], 3, "sent", OLD, trying)
    told(people["ann"], 4, "digested", YOUNG, digest)
    assert forget_fates(BEFORE) == 3
    assert set(sql("SELECT id FROM mail")) == {digest, trying}
    assert forget_fates(NOW) == 1
    assert sql("SELECT id FROM mail") == [trying]


def test_where_nothing_was_told_nothing_goes(committed: Flask) -> None:
    assert forget_fates(NOW) == 0
