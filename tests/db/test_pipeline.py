"""A batch is answered in its order; a fault, a damaged value or a lost server leaves no answer astray."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from flask import Flask
from psycopg.types.json import Jsonb

from db import db, pipeline
from db.pipeline import BEGIN, COMMIT, Pipeline, Statement

ECHO = Statement(b"SELECT $1::int AS number", ("n",))
DIVIDE = Statement(b"SELECT 1 / $1::int AS part", ("n",))
WRONG = Statement(b"SELECT nothing FROM nowhere", ())
ADD = Statement(b"INSERT INTO seen VALUES ($1::int)", ("n",))
ADD_NAMED = Statement(b"INSERT INTO seen (n) VALUES ($1::int)", ("n",))
SEEN = Statement(b"SELECT n FROM seen ORDER BY n", ())


@pytest.fixture
def driver(app: Flask) -> Iterator[psycopg.Connection[Any]]:
    """A connection of its own with a table that only it sees."""
    address = db.engines[None].url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CREATE TEMP TABLE seen (n int PRIMARY KEY)")
        connection.autocommit = False
        yield connection


def rows(asked: Pipeline, statement: Statement, **values: Any) -> list[Any]:
    return asked.ask([(statement, values)])[0].rows


def test_answers_stand_in_the_order_of_their_statements(driver: psycopg.Connection[Any]) -> None:
    outcomes = Pipeline(driver).ask([(ECHO, {"n": n}) for n in range(2000)])
    assert [outcome.rows[0].number for outcome in outcomes] == list(range(2000))


def test_values_pass_the_driver_both_ways(driver: psycopg.Connection[Any]) -> None:
    statement = Statement(
        b"SELECT $1::text AS t, $2::jsonb AS j, $3::int[] AS l, $1 AS t, 1", ("t", "j", "l")
    )
    asked = Pipeline(driver)
    for text in ("张三", None, "100% $1 '"):
        (row,) = rows(asked, statement, t=text, j=Jsonb({"a": [1]}), l=[1, 2])
        assert tuple(row) == (text, {"a": [1]}, [1, 2], text, 1)
        assert row.j == {"a": [1]}


def test_one_statement_serves_every_type_of_value(driver: psycopg.Connection[Any]) -> None:
    statement = Statement(b"SELECT pg_typeof($1)::text AS type", ("v",))
    asked = Pipeline(driver)
    for value, name in [(1, "smallint"), (1.5, "double precision"), (True, "boolean"), (1, "smallint")]:
        assert rows(asked, statement, v=value)[0].type == name


def test_a_batch_carries_its_own_transaction(driver: psycopg.Connection[Any]) -> None:
    asked = Pipeline(driver)
    assert asked.is_outside
    begun, added, _ = asked.ask([(BEGIN, {}), (ADD, {"n": 1}), (COMMIT, {})])
    assert (begun.count, added.count, added.rows) == (0, 1, [])
    assert asked.is_outside
    driver.rollback()
    assert [row.n for row in rows(asked, SEEN)] == [1]


@pytest.mark.parametrize("number", [0, 1, 2])
def test_the_first_fault_is_raised_and_the_connection_goes_on(
    driver: psycopg.Connection[Any], number: int
) -> None:
    asked = Pipeline(driver)
    batch: list[tuple[Statement, dict[str, int]]] = [(ADD, {"n": 1}), (ADD, {"n": 2}), (ADD, {"n": 3})]
    batch[number] = (DIVIDE, {"n": 0})
    with pytest.raises(psycopg.errors.DivisionByZero):
        asked.ask([(BEGIN, {}), *batch, (COMMIT, {})])
    driver.rollback()
    assert rows(asked, SEEN) == []
    # Plans whose preparation was skipped are prepared again.
    driver.rollback()
    assert rows(asked, DIVIDE, n=1)[0].part == 1
    assert asked.ask([(ADD, {"n": 7})])[0].count == 1


def test_a_statement_that_cannot_be_prepared_is_told_each_time(driver: psycopg.Connection[Any]) -> None:
    asked = Pipeline(driver)
    for _ in range(2):
        with pytest.raises(psycopg.errors.UndefinedTable):
            asked.ask([(WRONG, {}), (ECHO, {"n": 1})])
        driver.rollback()
    assert rows(asked, ECHO, n=1)[0].number == 1


def test_after_somebody_deallocates_the_next_batch_but_one_runs(driver: psycopg.Connection[Any]) -> None:
    asked = Pipeline(driver)
    rows(asked, ECHO, n=1)
    driver.execute("DEALLOCATE ALL")
    with pytest.raises(psycopg.errors.InvalidSqlStatementName):
        rows(asked, ECHO, n=1)
    driver.rollback()
    assert rows(asked, ECHO, n=2)[0].number == 2


def test_a_statement_whose_columns_a_migration_changes_is_prepared_again(
    driver: psycopg.Connection[Any],
) -> None:
    everything = Statement(b"SELECT * FROM seen", ())
    asked = Pipeline(driver)
    rows(asked, everything)
    driver.execute("ALTER TABLE seen ADD name text DEFAULT '甲'")
    asked.ask([(ADD_NAMED, {"n": 1})])
    with pytest.raises(psycopg.errors.FeatureNotSupported):
        rows(asked, everything)
    driver.rollback()
    driver.execute("ALTER TABLE seen ADD name text DEFAULT '甲'")
    asked.ask([(ADD_NAMED, {"n": 1})])
    assert rows(asked, everything)[0].name == "甲"


def test_a_value_that_cannot_be_sent_sends_nothing(driver: psycopg.Connection[Any]) -> None:
    asked = Pipeline(driver)
    with pytest.raises(psycopg.ProgrammingError):
        asked.ask([(ADD, {"n": 1}), (ECHO, {"n": object()})])
    assert asked.is_outside
    assert rows(asked, SEEN) == []


def test_a_batch_larger_than_every_buffer_does_not_stand_still(driver: psycopg.Connection[Any]) -> None:
    statement = Statement(b"SELECT $1::text AS t", ("t",))
    long = "长" * 1_000_000
    outcomes = Pipeline(driver).ask([(statement, {"t": long})] * 20)
    assert all(outcome.rows[0].t == long for outcome in outcomes)


def test_beyond_the_bound_statements_run_unprepared(
    driver: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "MOST_PREPARED", 1)
    asked = Pipeline(driver)
    for _ in range(2):
        first, second = asked.ask([(ECHO, {"n": 1}), (DIVIDE, {"n": 1})])
        assert (first.rows[0].number, second.rows[0].part) == (1, 1)
    prepared = rows(asked, Statement(b"SELECT count(*) FROM pg_prepared_statements", ()))
    assert prepared[0].count == 1


def test_a_lost_server_is_an_operational_error(driver: psycopg.Connection[Any]) -> None:
    asked = Pipeline(driver)
    with pytest.raises(psycopg.OperationalError):
        asked.ask([(Statement(b"SELECT pg_terminate_backend(pg_backend_pid())", ()), {}), (ECHO, {"n": 1})])
    assert driver.closed
    with pytest.raises(psycopg.OperationalError):
        asked.ask([(ECHO, {"n": 1})])


def test_an_interrupted_batch_closes_its_connection(
    driver: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: object) -> None:
        raise KeyboardInterrupt

    asked = Pipeline(driver)
    monkeypatch.setattr(driver, "wait", interrupted)
    with pytest.raises(KeyboardInterrupt):
        asked.ask([(ECHO, {"n": 1})])
    assert driver.closed
