"""The unit of work commits once, rolls back on an error, and never nests."""

import pytest
from flask import Flask
from psycopg.errors import DivisionByZero
from sqlalchemy import text

from db import NestedTransaction, make_lasting, reading, transaction
from db.link import Link
from db.unit_of_work import announcing

JOBS = text("SELECT task_name, args, status FROM procrastinate_jobs ORDER BY id")


def test_deferred_job_is_in_the_transaction(connection: Link) -> None:
    with transaction() as uow:
        uow.defer("messages.deliver", key="k1", person=7)
    with reading() as read:
        (row,) = read.execute(JOBS).all()
    assert (row.task_name, row.args, row.status) == ("messages.deliver", {"key": "k1", "person": 7}, "todo")


def test_nothing_stays_when_the_command_raises(connection: Link) -> None:
    with pytest.raises(DivisionByZero), transaction() as uow:
        uow.defer("messages.deliver", key="k1")
        uow.execute(text("SELECT 1 / 0"))
    with reading() as read:
        assert read.execute(JOBS).all() == []


@pytest.mark.parametrize("sent", [True, False])
def test_neither_what_was_sent_nor_what_waits_stays_when_the_command_raises(
    committed: Flask, sent: bool
) -> None:
    with pytest.raises(LookupError), transaction() as uow:
        uow.defer("messages.deliver", key="k1")
        if sent:
            assert len(uow.execute(JOBS).all()) == 1
        raise LookupError
    with reading() as read:
        assert read.execute(JOBS).all() == []


@pytest.mark.usefixtures("committed")
def test_what_is_rolled_back_in_between_does_not_stay_with_what_follows() -> None:
    with transaction() as uow:
        uow.defer("messages.deliver", key="k1")
        assert len(uow.execute(JOBS).all()) == 1
        uow.rollback()
        uow.defer("messages.deliver", key="k2")
    with reading() as read:
        assert [row.args for row in read.execute(JOBS).all()] == [{"key": "k2"}]


def test_a_command_inside_a_command_is_refused(connection: Link) -> None:
    with transaction(), pytest.raises(NestedTransaction), transaction():
        pass


def test_a_refused_nested_transaction_leaves_the_next_one_free(connection: Link) -> None:
    with pytest.raises(NestedTransaction), transaction(), transaction():
        pass
    with transaction() as uow:
        assert uow.execute(text("SELECT 1")).scalar_one() == 1


def test_commit_is_seen_by_another_connection(committed: Flask) -> None:
    with transaction() as uow:
        uow.defer("messages.deliver", key="k2")
        with reading() as other:
            assert other.execute(JOBS).all() == []
    with reading() as other:
        assert len(other.execute(JOBS).all()) == 1


def test_reading_opens_no_transaction(committed: Flask) -> None:
    began = text("SELECT now()")
    with reading() as connection:
        assert connection.execute(began).scalar_one() != connection.execute(began).scalar_one()


def test_many_that_are_answered_together_do_not_each_wait_for_the_disk(committed: Flask) -> None:
    setting = text("SHOW synchronous_commit")
    with reading() as read:
        usual = read.execute(setting).scalar_one()
    with transaction(lasting=False) as uow:
        assert uow.execute(setting).scalar_one() == "off"
    with transaction() as uow:
        assert uow.execute(setting).scalar_one() == usual


def test_what_was_made_lasting_is_on_the_disk(committed: Flask) -> None:
    flushed = text("SELECT pg_current_wal_flush_lsn() >= CAST(:end AS pg_lsn)")
    with transaction(lasting=False) as uow:
        uow.defer("messages.deliver", key="k1")
        uow.send()
        end = uow.execute(text("SELECT CAST(pg_current_wal_insert_lsn() AS text)")).scalar_one()
    make_lasting()
    with reading() as read:
        assert read.execute(flushed, {"end": end}).scalar_one()


def test_every_link_and_transaction_is_announced_before_it_is_asked(connection: Link) -> None:
    told: list[Link] = []
    with announcing(told.append):
        with reading() as read:
            assert told == [read]
        with transaction() as uow:
            assert told[1:] == [uow]
            uow.execute(text("SELECT 1"))
            uow.rollback()
            assert told[2:] == [uow]
    with reading():
        assert len(told) == 3


@pytest.mark.usefixtures("committed")
def test_what_a_link_is_asked_when_announced_travels_first_and_is_checked_before_a_commit() -> None:
    def refuse() -> None:
        raise LookupError

    def doubt(link: Link) -> None:
        link.execute(text("SELECT 1"))
        link.check(refuse)

    with announcing(doubt):
        with pytest.raises(LookupError), transaction() as uow:
            uow.defer("messages.deliver", key="k1")
        with pytest.raises(LookupError), transaction() as uow:
            uow.rollback()
            uow.defer("messages.deliver", key="k2")
    with reading() as read:
        assert read.execute(JOBS).all() == []
