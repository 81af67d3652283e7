"""Let a command run in a transaction that is taken back, and see what it would have done."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from db.unit_of_work import UnitOfWork, keeping_open, looking_first
from engine.access import may_see, readers_access
from engine.mend_errors import ChangedMeanwhile
from engine.queries.names import names_behind
from engine.runtime import Runtime
from engine.store import instances
from identity.principal import Principal

from .comparing import Effect, compare
from .picture import Picture, fingerprint_of, take


class _Enough(Exception):
    """It has been seen; nothing of it may stay."""


def effect_of(rt: Runtime, by: Principal, instance_id: uuid.UUID, act: Callable[[], Any]) -> Effect:
    """Say what a command would do to an instance; nothing of it stays, and nobody hears of it.

    Rows, jobs and messages are written in the command's one transaction, which is rolled back; what goes out
    of the house only ever goes out by such a job. The instance is held as long as the command itself would
    hold it.

    Parameters
    ----------
    by
        Whose eyes see it: fields that are hidden from him are counted only.
    act
        Calls one command of one transaction.

    Raises
    ------
    EngineError
        Whatever the command refuses with.
    """
    seen: list[Effect] = []
    before: list[Picture | None] = []

    def look(uow: UnitOfWork) -> None:
        before.append(take(rt, uow, instance_id))
        uow.told = []

    with suppress(_Enough), keeping_open(look) as kept:
        act()
        uow = kept.uow
        assert uow is not None
        uow.send()
        after = take(rt, uow, instance_id)
        assert before[0] is not None
        assert after is not None
        access = readers_access(rt, uow, by, after.row, after.deployed)
        told = uow.told or []
        seen.append(compare(before[0], after, told, access, lambda keys: names_behind(uow, keys)))
        raise _Enough
    return seen[0]


def try_out(act: Callable[[], Any], look: Callable[[UnitOfWork], None]) -> None:
    """Let a command run and take everything back, to see whether it refuses.

    Parameters
    ----------
    look
        Called in its transaction before it does anything; what it raises leaves the command.

    Raises
    ------
    EngineError
        Whatever the command refuses with.
    """
    with suppress(_Enough), keeping_open(look) as kept:
        act()
        if kept.uow is not None:
            # What waits to be sent may still fail.
            kept.uow.send()
        raise _Enough


def require_unchanged(
    rt: Runtime, uow: UnitOfWork, by: Principal, instance_id: uuid.UUID, fingerprint: str
) -> None:
    """Hold a matter and refuse what was decided of another state of it.

    Only to whoever may see it: to others the command says, in its own words, what it says of one that is not.

    Raises
    ------
    ChangedMeanwhile
    """
    if fingerprint_of(uow, instance_id) in (fingerprint, None):
        return
    row = instances.lock(uow, instance_id)
    if row is not None and may_see(rt, uow, by, row):
        raise ChangedMeanwhile(instance=str(instance_id))


@contextmanager
def as_seen(rt: Runtime, by: Principal, instance_id: uuid.UUID, fingerprint: str | None) -> Iterator[None]:
    """Let the command of this block act only on a matter that still stands as its preview has seen it.

    Parameters
    ----------
    fingerprint
        Of the :class:`Effect` that somebody was shown; None if nobody was shown any.

    Raises
    ------
    ChangedMeanwhile
    """
    if fingerprint is None:
        yield
        return
    with looking_first(lambda uow: require_unchanged(rt, uow, by, instance_id, fingerprint)):
        yield
