"""Statements wait for one another, keep their order, and are undone together."""

from contextlib import suppress

import psycopg
import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.engine import make_url

from db import reading, transaction
from db.link import WrongCount
from db.server import Server
from identity.models import Unit

ADD = text(
    "INSERT INTO unit (code, name, kind, path, sort) VALUES (:code, :code, 'college', :code || '/', 1)"
)
CODES = text("SELECT code FROM unit ORDER BY code")
NUMBERS = text("SELECT generate_series(1, CAST(:n AS int)) AS number")


def codes() -> list[str]:
    with reading() as link:
        return list(link.execute(CODES).scalars())


def test_nothing_goes_out_before_an_answer_is_looked_at(committed: Flask, counted: list[str]) -> None:
    codes()
    counted.clear()
    with transaction() as uow:
        uow.execute(ADD, {"code": "a"})
        uow.execute(ADD, {"code": "b"})
        found = uow.execute(CODES)
        assert counted == []
        assert found.scalars() == ["a", "b"]
        assert len(counted) == 3


def test_statements_nobody_looks_at_go_out_with_the_commit(committed: Flask) -> None:
    with transaction() as uow:
        uow.execute(ADD, [{"code": "a"}, {"code": "b"}])
    assert codes() == ["a", "b"]


def test_both_ways_to_the_database_keep_one_order(committed: Flask) -> None:
    with transaction() as uow:
        uow.execute(ADD, {"code": "a"})
        assert uow.execute(select(func.count()).select_from(Unit)).scalar_one() == 1
        uow.session.add(Unit(code="b", name="b", kind="college", path="b/", sort=1))
        assert uow.execute(CODES).scalars() == ["a", "b"]


def test_a_fault_is_heard_at_the_end_at_the_latest_and_undoes_everything(committed: Flask) -> None:
    with pytest.raises(psycopg.errors.UniqueViolation), transaction() as uow:
        uow.execute(ADD, {"code": "a"})
        uow.execute(ADD, {"code": "a"})
    assert codes() == []


def test_what_waits_when_the_command_raises_is_never_sent(committed: Flask, counted: list[str]) -> None:
    with pytest.raises(LookupError), transaction() as uow:
        uow.execute(ADD, {"code": "a"})
        raise LookupError
    assert counted == []


def test_a_savepoint_takes_back_its_own_statements_only(committed: Flask) -> None:
    with transaction() as uow:
        uow.execute(ADD, {"code": "a"})
        with pytest.raises(LookupError), uow.savepoint():
            uow.execute(ADD, {"code": "b"}).rowcount  # noqa: B018
            uow.execute(ADD, {"code": "c"})
            raise LookupError
        with uow.savepoint():
            uow.execute(ADD, {"code": "d"})
    assert codes() == ["a", "d"]


def test_a_fault_inside_a_savepoint_leaves_the_command_going(committed: Flask) -> None:
    with transaction() as uow:
        uow.execute(ADD, {"code": "a"})
        with pytest.raises(psycopg.errors.UniqueViolation), uow.savepoint():
            uow.execute(ADD, {"code": "a"})
        uow.execute(ADD, {"code": "b"})
    assert codes() == ["a", "b"]


def test_what_is_prepared_outlives_the_savepoints_and_tables_of_others(committed: Flask) -> None:
    for code in ("a", "b"):
        with transaction() as uow:
            uow.execute(ADD, {"code": code})
            # By now the driver would prepare it, and forget everything prepared at the next rollback.
            for _ in range(10):
                uow.connection.execute(select(1))
            with pytest.raises(LookupError), uow.savepoint():
                raise LookupError
            uow.connection.exec_driver_sql("CREATE TEMP TABLE passing (n int) ON COMMIT DROP")
            uow.connection.exec_driver_sql("DROP TABLE passing")
    assert codes() == ["a", "b"]


class Refused(Exception):
    """What a check raises."""


def refuse() -> None:
    raise Refused


def test_a_check_comes_with_the_first_answer_and_only_once(committed: Flask, counted: list[str]) -> None:
    seen: list[int] = []
    with transaction() as uow:
        asked = uow.execute(NUMBERS, {"n": 2})
        uow.check(lambda: seen.append(len(asked.all())))
        uow.execute(ADD, {"code": "a"})
        assert (seen, counted) == ([], [])
        assert uow.execute(NUMBERS, {"n": 1}).one().number == 1
        assert (seen, len(counted)) == ([2], 3)
        uow.execute(NUMBERS, {"n": 1}).one()
    assert seen == [2]


def test_what_a_check_refuses_is_not_written(committed: Flask) -> None:
    with pytest.raises(Refused), transaction() as uow:
        uow.check(refuse)
        uow.execute(ADD, {"code": "a"})
        uow.execute(NUMBERS, {"n": 1}).one()
    assert codes() == []


def test_what_a_check_refused_is_not_written_by_who_goes_on_all_the_same(committed: Flask) -> None:
    def refuse() -> None:
        raise LookupError

    with pytest.raises(LookupError), transaction() as uow:
        found = uow.execute(CODES)
        uow.check(refuse)
        with suppress(LookupError):
            found.scalars()
        uow.execute(ADD, {"code": "a"})
    assert codes() == []


@pytest.mark.parametrize("sent", [True, False])
def test_nothing_is_committed_before_its_check(committed: Flask, sent: bool) -> None:
    with pytest.raises(Refused), transaction() as uow:
        added = uow.execute(ADD, {"code": "a"})
        if sent:
            assert added.rowcount == 1
        uow.check(refuse)
    assert codes() == []


def test_an_answer_says_what_it_is_asked(app: Flask) -> None:
    with reading() as link:
        three = link.execute(NUMBERS, {"n": 3})
        assert [row.number for row in three] == [1, 2, 3]
        assert three.rowcount == 3
        assert link.execute(NUMBERS, {"n": 0}).one_or_none() is None
        assert link.execute(NUMBERS, {"n": 0}).scalar_one_or_none() is None
        assert link.execute(NUMBERS, {"n": 1}).one().number == 1


@pytest.mark.parametrize("n", [0, 2])
def test_one_row_is_one_row(app: Flask, n: int) -> None:
    with reading() as link, pytest.raises(WrongCount):
        link.execute(NUMBERS, {"n": n}).one()


def test_a_connection_that_broke_is_not_used_again(committed: Flask) -> None:
    with reading() as link, pytest.raises(psycopg.OperationalError):
        link.execute(text("SELECT pg_terminate_backend(pg_backend_pid())")).one()
    assert codes() == []


def test_readers_do_not_notice_that_the_server_was_restarted(committed: Flask, server: Server) -> None:
    address = committed.config["SQLALCHEMY_DATABASE_URI"]
    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
    assert codes() == []
    with server.connect("postgres") as connection:
        connection.execute(others, (make_url(address).database,))
    assert codes() == []
    with transaction() as uow:
        uow.execute(ADD, {"code": "a"})
    assert codes() == ["a"]


def test_a_percent_sign_is_a_percent_sign(app: Flask) -> None:
    with reading() as link:
        found = link.execute(text("SELECT 'ab' LIKE 'a%' AS yes, :word AS word"), {"word": "100%"}).one()
    assert (found.yes, found.word) == (True, "100%")
