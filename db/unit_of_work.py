"""One transaction per command: opened by the command, committed once, by nobody below it."""

import sys
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, nullcontext
from contextvars import ContextVar
from datetime import datetime
from types import FrameType
from typing import Any

from sqlalchemy import Connection, Engine, Transaction, text
from sqlalchemy.orm import Session

from db import queue
from db.extension import db
from db.link import Link, Reading, driver_of, pipeline_of
from db.pipeline import COMMIT, Statement
from watch.working import counted

_NOT_WAITING = text("SET LOCAL synchronous_commit TO off")
_WAITING = text("SET LOCAL synchronous_commit TO on")
# Something must stand in the log for a commit to wait for it.
_A_MARK = text("SELECT pg_logical_emit_message(true, 'tongban', '')")

_open: ContextVar[bool] = ContextVar("unit_of_work_open", default=False)
_kept: ContextVar["Kept | None"] = ContextVar("unit_of_work_kept", default=None)
_first: ContextVar["Callable[[UnitOfWork], None] | None"] = ContextVar("unit_of_work_first", default=None)
_announced: ContextVar[Callable[[Link], None] | None] = ContextVar("link_announced", default=None)


class NestedTransaction(RuntimeError):
    """A command was called inside another command's transaction."""


class UnitOfWork(Link):
    """What a command writes with while its transaction is open.

    Parameters
    ----------
    connection
        Inside a transaction of SQLAlchemy's only where a test has opened one, to be rolled back.
    """

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._is_inner = connection.in_transaction()
        self._session: Session | None = None
        self._transaction: Transaction | None = None
        """SQLAlchemy's; outside of tests only where somebody asks for its connection or session."""
        self.told: list[object] | None = None
        """Where somebody looks on: every event that was published in it, in order."""
        self._begin()

    @property
    def session(self) -> Session:
        """The ORM's session, for administration and rare commands; made when it is asked for."""
        self.send()
        return self._made_session()

    def send(self, *last: Statement) -> None:
        """Send what waits, after what the session still holds back."""
        if self._session is not None:
            self._session.flush()
        super().send(*last)

    def defer(
        self,
        name: str,
        *,
        key: str | None = None,
        run_at: datetime | None = None,
        lock: str | None = None,
        **args: Any,
    ) -> None:
        """Defer the job `name` in this transaction; see :func:`db.queue.defer`."""
        queue.defer(self, name, key=key or uuid.uuid4().hex, run_at=run_at, lock=lock, args=args)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Undo what the block has written if it raises, and only that."""
        self.send()
        session = self._made_session()
        with session.begin_nested():
            # SQLAlchemy sets the savepoint only when its connection is asked for.
            session.connection()
            try:
                yield
                self.send()
            except BaseException:
                self.forget()
                raise

    def _may_repeat(self, last: Sequence[Statement]) -> bool:
        """Only what a transaction begins with, and not together with its commit."""
        return not last and pipeline_of(self._pooled()).is_outside

    def _renew(self) -> None:
        self._given.invalidate()
        self._given.engine.dispose()
        if self._transaction is not None:
            self._transaction.close()
            self._transaction = self._given.begin()

    def commit(self) -> None:
        """Send what waits together with the commit; the transaction's own opener calls it."""
        if self._is_inner:
            self.send()
        else:
            self.send(COMMIT)
        if self._transaction is not None:
            self._transaction.commit()
        elif self._is_open:
            # Nothing waited that the commit could travel with.
            driver_of(self._pooled()).commit()

    def rollback(self) -> None:
        """Undo everything at once; what is written afterwards stands in a new transaction."""
        self.close()
        self._begin()

    def close(self) -> None:
        """End the transaction; what was not committed is undone."""
        self.forget()
        if self._session is not None:
            self._session.close()
            self._session = None
        if self._transaction is not None:
            self._transaction.close()
            self._transaction = None
        elif self._is_dead():
            self._given.invalidate()
        elif self._is_open:
            driver_of(self._pooled()).rollback()

    @property
    def _is_open(self) -> bool:
        return not pipeline_of(self._pooled()).is_outside

    def _begin(self) -> None:
        if self._is_inner:
            self._transaction = self._given.begin_nested()
        _announce(self)

    def _sqlalchemy(self) -> Connection:
        # Its own transaction costs as much as a small statement, and is nothing to the server before ours.
        if self._transaction is None:
            self._transaction = self._given.begin()
        return self._given

    def _made_session(self) -> Session:
        if self._session is None:
            self._session = Session(
                self._sqlalchemy(), expire_on_commit=False, join_transaction_mode="rollback_only"
            )
        return self._session


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
def transaction(*, lasting: bool = True) -> Iterator[UnitOfWork]:
    """Open the command's transaction; commit at the end, roll back when anything is raised.

    Inside :func:`keeping_open` the commit comes when that block ends. What a command must not do
    before the commit is therefore never written below its ``with``.

    Parameters
    ----------
    lasting
        False for one of many that are answered together: its commit does not wait for the disk, and
        :func:`make_lasting` comes before the answer. The log of the database keeps their order: whatever
        lasts, all that was committed before it lasts too.

    Raises
    ------
    NestedTransaction
        When one is already open in this thread or task: a command never calls a command.
    """
    if _open.get():
        raise NestedTransaction
    token = _open.set(True)
    try:
        # Behind this frame and contextlib's stands who asked; a name for each would have to be told by all.
        with counted("command", _operation(sys._getframe(2))), _kept_or_new() as uow:
            if not lasting:
                uow.execute(_NOT_WAITING)
            look = _first.get()
            if look is not None:
                look(uow)
            yield uow
    finally:
        _open.reset(token)


def _operation(frame: FrameType) -> str:
    """Name the operation that opens a transaction by its module: a command's without its folder."""
    module: str = frame.f_globals.get("__name__", "?")
    return module.removeprefix("engine.commands.")


def make_lasting() -> None:
    """Wait until everything that was committed is on the disk."""
    with transaction() as uow:
        uow.execute(_WAITING)
        uow.execute(_A_MARK)


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
def looking_first(look: Callable[[UnitOfWork], None]) -> Iterator[None]:
    """Let a command called in this block first look whether what its door was shown still holds.

    Parameters
    ----------
    look
        Called with the unit of work before the command does anything; what it raises rolls back and leaves
        the command.
    """
    token = _first.set(look)
    try:
        yield
    finally:
        _first.reset(token)


@contextmanager
def announcing(opened: Callable[[Link], None]) -> Iterator[None]:
    """Tell of every link and every transaction that is opened in this block, before it is asked anything.

    Parameters
    ----------
    opened
        May ask the link statements and hand it checks, which then travel with what it is asked first.
    """
    token = _announced.set(opened)
    try:
        yield
    finally:
        _announced.reset(token)


def _announce(link: Link) -> None:
    opened = _announced.get()
    if opened is not None:
        opened(link)


@contextmanager
def beside() -> Iterator[UnitOfWork]:
    """Open a transaction that lasts while a command opens and commits its own, one after the other.

    For the door of such a command, which locks and keeps what is its own. The request then holds two
    connections; the pool has two for each thread, so nobody waits for ever. Commit at the end, roll back
    when anything is raised: what the command has committed stays.
    """
    with _committed_at_the_end() as uow:
        yield uow


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
            kept.uow.rollback()
        raise


@contextmanager
def _committed_at_the_end() -> Iterator[UnitOfWork]:
    bind = _bind()
    opened = nullcontext(bind) if isinstance(bind, Connection) else bind.connect()
    with opened as connection, closing(UnitOfWork(connection)) as uow:
        yield uow
        uow.commit()


@contextmanager
def reading() -> Iterator[Link]:
    """Give a link in AUTOCOMMIT, for queries: no BEGIN and ROLLBACK around each read.

    Each statement sees its own snapshot; a query that needs one view of several tables says it
    in one statement.
    """
    bind = _bind()
    if isinstance(bind, Connection):
        inner = Link(bind)
        _announce(inner)
        yield inner
        return
    with closing(Reading(bind)) as link:
        _announce(link)
        yield link
