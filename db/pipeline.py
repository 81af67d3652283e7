"""Several statements in one round trip, through libpq's pipeline mode.

psycopg has a pipeline of its own, which asks the operating system about the socket three times for each
statement; on a request of a dozen small statements that is most of the processor time spent on the
database. Here a batch is written, flushed and read in one go. Parameters are dumped and rows loaded by
psycopg's own adapters, and faults are psycopg's own errors.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import count
from typing import Any, NamedTuple

import psycopg
from psycopg import pq
from psycopg.abc import PQGen
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.pq.abc import PGresult
from psycopg.waiting import Ready, Wait

MOST_PREPARED = 500
"""Prepared statements kept on one connection. Ours are constants, each with a few combinations of
types; only a program that makes up statements would reach this, and its further ones are not prepared."""

_STALE = (psycopg.errors.InvalidSqlStatementName, psycopg.errors.FeatureNotSupported)
"""Somebody deallocated what was prepared, or a migration changed what a statement gives."""

_FAULTS = (pq.ExecStatus.FATAL_ERROR, pq.ExecStatus.PIPELINE_ABORTED)


class Statement(NamedTuple):
    """A statement as the server reads it.

    Attributes
    ----------
    sql
        With ``$1``, ``$2`` … where parameters stand.
    names
        The names of the parameters, in the order of their numbers.
    """

    sql: bytes
    names: Sequence[str]


BEGIN = Statement(b"BEGIN", ())
COMMIT = Statement(b"COMMIT", ())


@dataclass(slots=True)
class Outcome:
    """What a statement gave: its rows, and how many it gave or wrote."""

    rows: list[Any]
    count: int


@dataclass(slots=True)
class _Plan:
    """A statement for one combination of parameter types.

    Attributes
    ----------
    name
        Under which the server keeps it; empty for one that is not kept.
    row
        Makes a row of its columns; known from the first answer.
    """

    name: bytes
    row: Callable[[Iterable[Any]], Any] | None = None


class _Dumped(NamedTuple):
    sql: bytes
    values: Sequence[Any]
    types: tuple[int, ...]
    formats: Sequence[pq.Format]


class _Sent(NamedTuple):
    """A statement on its way; one that is prepared only now has two results."""

    dumped: _Dumped
    plan: _Plan
    is_new: bool


class Pipeline:
    """One connection's way to send statements together; prepares each on its first use.

    Not for several threads at once, as little as the connection's transaction.
    """

    def __init__(self, driver: psycopg.Connection[Any]) -> None:
        self._driver = driver
        self._pgconn = driver.pgconn
        self._encoding = driver.info.encoding
        self._adapt = Transformer(driver)
        self._plans: dict[tuple[bytes, tuple[int, ...]], _Plan] = {}
        self._numbers = count()

    def ask(self, asked: Iterable[tuple[Statement, Mapping[str, Any]]]) -> list[Outcome]:
        """Send statements in their order and wait for all answers.

        Raises
        ------
        psycopg.Error
            The first fault; the server has skipped what stood behind it.
        """
        # A value that cannot be dumped is heard before anything is sent.
        dumped = [self._dump(statement, values) for statement, values in asked]
        self._pgconn.enter_pipeline_mode()
        try:
            sent = [self._send(each) for each in dumped]
            self._pgconn.pipeline_sync()
            results = iter(self._driver.wait(_results(self._pgconn)))
            return self._heard(sent, results)
        finally:
            self._leave()

    @property
    def is_outside(self) -> bool:
        """No transaction is open and each statement would not be one of its own: a BEGIN must come first."""
        idle = self._pgconn.transaction_status == pq.TransactionStatus.IDLE
        return idle and not self._driver.autocommit

    def _leave(self) -> None:
        try:
            self._pgconn.exit_pipeline_mode()
        except psycopg.OperationalError:
            # Interrupted: answers that nobody will read are under way, and would be taken for those to
            # the next statements.
            self._driver.close()

    def _dump(self, statement: Statement, values: Mapping[str, Any]) -> _Dumped:
        if not statement.names:
            return _Dumped(statement.sql, (), (), ())
        given = [values[name] for name in statement.names]
        dumped = self._adapt.dump_sequence(given, [PyFormat.AUTO] * len(given))
        return _Dumped(statement.sql, dumped, self._adapt.types or (), self._adapt.formats or ())

    def _send(self, dumped: _Dumped) -> _Sent:
        """Write a statement into the connection's buffer."""
        sql, values, types, formats = dumped
        plan = self._plans.get((sql, types))
        if plan is None and len(self._plans) >= MOST_PREPARED:
            self._pgconn.send_query_params(sql, values, types, formats)
            return _Sent(dumped, _Plan(b""), is_new=False)
        is_new = plan is None
        if plan is None:
            plan = self._plans[sql, types] = _Plan(b"tongban_%d" % next(self._numbers))
            self._pgconn.send_prepare(plan.name, sql, types)
        self._pgconn.send_query_prepared(plan.name, values, formats)
        return _Sent(dumped, plan, is_new)

    def _heard(self, sent: Iterable[_Sent], results: Iterator[PGresult]) -> list[Outcome]:
        """Read the results in the order of the statements; raise the first fault behind the last."""
        outcomes: list[Outcome] = []
        fault: PGresult | None = None
        for dumped, plan, is_new in sent:
            if is_new and (failed := _fault(next(results, None))):
                # The server does not know it: the next who asks prepares it again.
                del self._plans[dumped.sql, dumped.types]
                fault = fault or failed
            result = next(results, None)
            fault = fault or _fault(result)
            if fault is None and result is not None:
                outcomes.append(self._outcome(plan, result))
        if fault is not None:
            error = error_from_result(fault, encoding=self._encoding)
            if isinstance(error, _STALE):
                self._plans.clear()
            raise error
        return outcomes

    def _outcome(self, plan: _Plan, result: PGresult) -> Outcome:
        if not result.ntuples:
            return Outcome([], result.command_tuples or 0)
        if plan.row is None:
            names = [result.fname(number) or b"" for number in range(result.nfields)]
            plan.row = _row_of(*(name.decode(self._encoding) for name in names))
        self._adapt.set_pgresult(result)
        return Outcome(self._adapt.load_rows(0, result.ntuples, plan.row), result.ntuples)


def _results(pgconn: pq.abc.PGconn) -> PQGen[list[PGresult]]:
    """Flush what was written while reading what comes, up to the answer to the sync."""
    results: list[PGresult] = []
    while True:
        ready = yield Wait.RW if pgconn.flush() else Wait.R
        if ready & Ready.R:
            try:
                pgconn.consume_input()
            except psycopg.OperationalError:
                # The server said why before it hung up.
                if any(map(_fault, results)):
                    return results
                raise
            # A None stands between the results of two statements; two in a row mean that all is read.
            before: PGresult | None = None
            while not pgconn.is_busy():
                result = pgconn.get_result()
                if result is None and before is None:
                    break
                if result is not None:
                    if result.status == pq.ExecStatus.PIPELINE_SYNC:
                        return results
                    results.append(result)
                before = result


def _fault(result: PGresult | None) -> PGresult | None:
    return result if result is not None and result.status in _FAULTS else None


@lru_cache(maxsize=1024)
def _row_of(*names: str) -> Callable[[Iterable[Any]], Any]:
    # As psycopg's namedtuple_row: a column that Python cannot name gets its number.
    # `_make` would count the columns once more in Python, for every row.
    return partial(tuple.__new__, namedtuple("Row", names, rename=True))  # type: ignore[misc]
