"""One transaction per command: opened by the command, committed once, by nobody below it."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, CursorResult, Engine, Executable
from sqlalchemy.orm import Session

from db import queue
from db.extension import db

_open: ContextVar[bool] = ContextVar("unit_of_work_open", default=False)

Parameters = Mapping[str, Any] | Sequence[Mapping[str, Any]]


class NestedTransaction(RuntimeError):
    """A command was called inside another command's transaction."""


class UnitOfWork:
    """What a command writes with while its transaction is open.

    Attributes
    ----------
    session
        The ORM's session, for administration and rare commands.
    """

    def __init__(self, session: Session) -> None:
        self.session = session

    @property
    def connection(self) -> Connection:
        """The Core connection that stands in this transaction, for the hot commands."""
        return self.session.connection()

    def execute(self, statement: Executable, params: Parameters | None = None) -> CursorResult[Any]:
        """Run a Core statement after what the session still holds back."""
        self.session.flush()
        return self.connection.execute(statement, params)

    def defer(
        self, name: str, *, key: str | None = None, run_at: datetime | None = None, **args: Any
    ) -> int:
        """Defer the job `name` in this transaction; see :func:`db.queue.defer`."""
        self.session.flush()
        job_key = key or uuid.uuid4().hex
        return queue.defer(self.connection, name, key=job_key, run_at=run_at, args=args)


def _bind() -> Engine | Connection:
    # A test may put a connection of its own, to be rolled back, where the engine stands.
    return db.engines[None]


@contextmanager
def transaction() -> Iterator[UnitOfWork]:
    """Open the command's transaction; commit at the end, roll back when anything is raised.

    Raises
    ------
    NestedTransaction
        When one is already open in this thread or task: a command never calls a command.
    """
    if _open.get():
        raise NestedTransaction
    token = _open.set(True)
    session = db.session.session_factory()
    try:
        with session.begin():
            yield UnitOfWork(session)
    finally:
        session.close()
        _open.reset(token)


@contextmanager
def reading() -> Iterator[Connection]:
    """Give a connection in AUTOCOMMIT, for queries: no BEGIN and ROLLBACK around each read.

    Each statement sees its own snapshot; a query that needs one view of several tables says it
    in one statement.
    """
    bind = _bind()
    if isinstance(bind, Connection):
        yield bind
        return
    with bind.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        yield connection
