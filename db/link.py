"""A link to the database: statements go out when an answer is needed, together.

A statement of ours (``text()``) is not sent at once but put into a row; the row is sent in one round
trip as soon as somebody looks at an answer, or at the end of the transaction. A completion of a task
so makes a handful of round trips instead of one for each of its dozen statements.

Everything else (``select(Model)``, the ORM) goes through SQLAlchemy as usual, after what waits.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Protocol

import orjson
import psycopg
from psycopg.types.json import set_json_loads
from sqlalchemy import Connection, Engine, Executable, PoolProxiedConnection, TextClause
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

from db.pipeline import BEGIN, Outcome, Pipeline, Statement

Parameters = Mapping[str, Any] | Sequence[Mapping[str, Any]]
Row = Any
"""A named tuple of the columns that a statement names."""

_DIALECT = PGDialect_psycopg(paramstyle="numeric_dollar")  # type: ignore[no-untyped-call]
set_json_loads(orjson.loads)


class WrongCount(RuntimeError):
    """An answer has no row where one must be, or several; a defect of the program."""


class Answer(Protocol):
    """What both ways to the database give back."""

    def __iter__(self) -> Iterator[Row]: ...
    def all(self) -> Sequence[Row]:
        """Give every row."""

    def one(self) -> Row:
        """Give the only row."""

    def one_or_none(self) -> Row | None:
        """Give the only row, or None without rows."""

    def scalar_one(self) -> Any:
        """Give the first column of the only row."""

    def scalar_one_or_none(self) -> Any:
        """Give the first column of the only row, or None without rows."""

    def scalars(self) -> Iterable[Any]:
        """Give the first column of every row."""

    @property
    def rowcount(self) -> int:
        """How many rows a statement has written."""


class Awaited:
    """The answer of a statement that may not have been sent yet; looking at it sends it."""

    __slots__ = ("_link", "_outcome")

    def __init__(self, link: "Link") -> None:
        self._link = link
        self._outcome: Outcome | None = None

    def arrives(self, outcome: Outcome) -> None:
        """Take what the statement gave."""
        self._outcome = outcome

    def _sent(self) -> Outcome:
        if self._outcome is None:
            self._link.send()
        if self._outcome is None:
            raise RuntimeError("the transaction of this statement was rolled back before it was sent")
        return self._outcome

    def __iter__(self) -> Iterator[Row]:
        return iter(self.all())

    def all(self) -> Sequence[Row]:
        """Give every row."""
        return self._sent().rows

    def one_or_none(self) -> Row | None:
        """Give the only row, or None without rows."""
        rows = self.all()
        if len(rows) > 1:
            raise WrongCount(len(rows))
        return rows[0] if rows else None

    def one(self) -> Row:
        """Give the only row."""
        row = self.one_or_none()
        if row is None:
            raise WrongCount(0)
        return row

    def scalar_one(self) -> Any:
        """Give the first column of the only row."""
        return self.one()[0]

    def scalar_one_or_none(self) -> Any:
        """Give the first column of the only row, or None without rows."""
        row = self.one_or_none()
        return None if row is None else row[0]

    def scalars(self) -> list[Any]:
        """Give the first column of every row."""
        return [row[0] for row in self.all()]

    @property
    def rowcount(self) -> int:
        """How many rows the statement has written."""
        return self._sent().count


class Link:
    """Statements on one connection of SQLAlchemy's, which somebody else opens and closes.

    A statement that fails raises the driver's error (``psycopg.Error``), for a statement whose answer
    nobody looks at as late as with the next look or at the end of the transaction.
    """

    def __init__(self, connection: Connection) -> None:
        self._given = connection
        self._waiting: list[tuple[Statement, Mapping[str, Any], Awaited]] = []
        self._checks: list[Callable[[], None]] = []

    @property
    def connection(self) -> Connection:
        """SQLAlchemy's connection; what waits is sent first."""
        self.send()
        return self._sqlalchemy()

    def execute(self, statement: Executable, params: Parameters | None = None) -> Answer:
        """Ask a statement; one of ours with several sets of parameters is asked once for each."""
        if not isinstance(statement, TextClause):
            return self.connection.execute(statement, params)
        asked = _as_the_server_reads(statement)
        # A class of dicts is known at once, an abstract one must be asked.
        if params is None or type(params) is dict or isinstance(params, Mapping):
            return self._put(asked, params or {})
        answer = Awaited(self)
        for values in params:
            answer = self._put(asked, values)
        return answer

    def _put(self, asked: Statement, values: Mapping[str, Any]) -> "Awaited":
        answer = Awaited(self)
        self._waiting.append((asked, values, answer))
        return answer

    def check(self, check: Callable[[], None]) -> None:
        """Call `check` with the next round trip, before anybody sees an answer of it.

        So a condition need not cost a round trip of its own. What it raises leaves whoever looked
        first, and whoever goes on all the same: nothing is asked, seen or committed any more until the
        transaction is rolled back.
        """
        self._checks.append(check)

    def send(self, *last: Statement) -> None:
        """Send what waits, in its order and in one round trip, and the `last` behind it."""
        if last and self._checks:
            self.send()
        if self._waiting:
            self._ask(last)
        checks, self._checks = self._checks, []
        try:
            for check in checks:
                check()
        except BaseException:
            self._checks = checks
            raise

    def _ask(self, last: Sequence[Statement]) -> None:
        """Exchange what waits; once more on a new connection if the server has closed this one before.

        After a restart of the server every connection in the pool is dead.
        """
        waiting, may_repeat = list(self._waiting), self._may_repeat(last)
        try:
            self._exchange(last)
        except psycopg.OperationalError:
            if not may_repeat or not self._is_dead():
                raise
            self._renew()
            self._waiting = waiting
            self._exchange(last)

    def _may_repeat(self, last: Sequence[Statement]) -> bool:
        """Say whether nothing can have been committed, nor an answer seen, by what is sent now."""
        return False

    def _is_dead(self) -> bool:
        return bool(driver_of(self._pooled()).closed)

    def _renew(self) -> None:
        """Take a new connection in the place of a dead one."""
        raise NotImplementedError

    def _exchange(self, last: Sequence[Statement]) -> None:
        waiting, self._waiting = self._waiting, []
        pipeline = pipeline_of(self._pooled())
        # The first statement of a transaction travels with its BEGIN.
        first = [BEGIN] if pipeline.is_outside else []
        outcomes = pipeline.ask(
            [
                *((statement, {}) for statement in first),
                *((statement, values) for statement, values, _ in waiting),
                *((statement, {}) for statement in last),
            ]
        )
        for (_, _, answer), outcome in zip(waiting, outcomes[len(first) :], strict=False):
            answer.arrives(outcome)

    def forget(self) -> None:
        """Drop what waits: its transaction or savepoint is rolled back."""
        self._waiting = []
        self._checks = []

    def _sqlalchemy(self) -> Connection:
        return self._given

    def _pooled(self) -> PoolProxiedConnection:
        return self._given.connection


class Reading(Link):
    """A link that takes connections in AUTOCOMMIT from a pool when the first statement goes out.

    Two, if both ways are used: ours goes past SQLAlchemy's connection, whose options cost as much as
    a small statement.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._waiting = []
        self._checks = []
        self._raw: PoolProxiedConnection | None = None
        self._opened: Connection | None = None

    def _sqlalchemy(self) -> Connection:
        if self._opened is None:
            self._opened = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        return self._opened

    def _pooled(self) -> PoolProxiedConnection:
        if self._raw is None:
            self._raw = self._engine.raw_connection()
            driver_of(self._raw).autocommit = True
        return self._raw

    def _may_repeat(self, last: Sequence[Statement]) -> bool:
        return True

    def _is_dead(self) -> bool:
        # Where there was none to be had, it is not asked for a second time.
        return self._raw is not None and driver_of(self._raw).closed

    def _renew(self) -> None:
        if self._raw is not None:
            self._raw.invalidate()
        self._raw = None
        self._engine.dispose()

    def close(self) -> None:
        """Give the connections back; what nobody looked at is not asked any more."""
        self.forget()
        if self._raw is not None:
            driver = driver_of(self._raw)
            if not driver.closed:
                driver.autocommit = False
            self._raw.close()
        if self._opened is not None:
            self._opened.close()


def driver_of(pooled: PoolProxiedConnection) -> psycopg.Connection[Any]:
    """Return psycopg's connection under one of the pool's."""
    driver: psycopg.Connection[Any] = pooled.driver_connection  # type: ignore[assignment]
    return driver


def pipeline_of(pooled: PoolProxiedConnection) -> Pipeline:
    """Return the pipeline of one of the pool's connections; it knows what is prepared there."""
    # The pool empties `info` when it replaces the connection.
    pipeline: Pipeline | None = pooled.info.get(Pipeline)
    if pipeline is None:
        pipeline = pooled.info[Pipeline] = Pipeline(driver_of(pooled))
    return pipeline


@lru_cache(maxsize=1024)
def _as_the_server_reads(statement: TextClause) -> Statement:
    """Number the parameters; statements are constants of their modules."""
    compiled = statement.compile(dialect=_DIALECT)
    return Statement(str(compiled).encode(), tuple(compiled.positiontup or ()))
