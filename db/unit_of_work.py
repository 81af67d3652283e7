"""One transaction per command: opened by the command, committed once, by nobody below it."""

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, CursorResult, Engine, Executable
from sqlalchemy.orm import Session

from db import queue
from db.extension import db

_open: ContextVar[bool] = ContextVar("unit_of_work_open", default=False)
_kept: ContextVar["Kept | None"] = ContextVar("unit_of_work_kept", default=None)

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

    def defer(self, name: str, *, key: str | None = None, run_at: datetime | None = None, **args: Any) -> int:
        """Defer the job `name` in this transaction; see :func:`db.queue.defer`."""
        self.session.flush()
        job_key = key or uuid.uuid4().hex
        return queue.defer(self.connection, name, key=job_key, run_at=run_at, args=args)


def _bind() -> Engine | Connection:
    # A test may put a connection of its own, to be rolled back, where the engine stands.
    return db.engines[None]


class Kept:
    """The transaction of one command, kept open for its door until the door has its answer.

    Attributes
    ----------
    uow
        The command's unit of work; ``None`` until the command opens it.
    """

    def __init__(self, stack: ExitStack, opened: Callable[[UnitOfWork], None]) -> None:
        self.uow: UnitOfWork | None = None
        self._stack = stack
        self._opened = opened

    def open(self) -> UnitOfWork:
        """Open the transaction for the command; a second command finds it taken."""
        if self.uow is not None:
            raise NestedTransaction
        self.uow = self._stack.enter_context(_committed_at_the_end())
        self._opened(self.uow)
        return self.uow


@contextmanager
def transaction() -> Iterator[UnitOfWork]:
    """Open the command's transaction; commit at the end, roll back when anything is raised.

    Inside :func:`keeping_open` the commit comes when that block ends. What a command must not do
    before the commit is therefore never written below its ``with``.

    Raises
    ------
    NestedTransaction
        When one is already open in this thread or task: a command never calls a command.
    """
    if _open.get():
        raise NestedTransaction
    token = _open.set(True)
    try:
        with _kept_or_new() as uow:
            yield uow
    finally:
        _open.reset(token)


@contextmanager
def keeping_open(opened: Callable[[UnitOfWork], None]) -> Iterator[Kept]:
    """Let the door of one command write its answer into the command's own transaction.

    Parameters
    ----------
    opened
        Called with the unit of work as soon as the command has opened it, before it does anything;
        what it raises rolls back and leaves the command.
    """
    with ExitStack() as stack:
        kept = Kept(stack, opened)
        token = _kept.set(kept)
        try:
            yield kept
        finally:
            _kept.reset(token)


@contextmanager
def _kept_or_new() -> Iterator[UnitOfWork]:
    kept = _kept.get()
    if kept is None:
        with _committed_at_the_end() as uow:
            yield uow
        return
    try:
        yield kept.open()
    except BaseException:
        # At once, so that a door that handles the error cannot commit half a command.
        if kept.uow is not None:
            kept.uow.session.rollback()
        raise


@contextmanager
def _committed_at_the_end() -> Iterator[UnitOfWork]:
    session = db.session.session_factory()
    try:
        with session.begin():
            yield UnitOfWork(session)
    finally:
        session.close()


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
