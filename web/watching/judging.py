"""What of an overview somebody should do something about, the worst first."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from web.watching.overview import Overview

QUEUE_LATE_S = 60.0
TIMERS_LATE_S = 60.0
LITTLE_ROOM = 2 * 1024**3
NO_ROOM = 256 * 1024**2
BACKUP_OLD = timedelta(days=2)
VERIFICATION_OLD = timedelta(days=8)


@dataclass(frozen=True, slots=True)
class Concern:
    """One thing that is not well.

    Attributes
    ----------
    code
        Names it; the page has the words and the advice.
    grave
        Whether people wait, or may lose something, while it lasts.
    n
        How many, where that says something.
    seconds
        For how long, where that says something.
    """

    code: str
    grave: bool = False
    n: int = 0
    seconds: float = 0.0


def concerns(seen: Overview) -> list[Concern]:
    """Judge an overview; empty: all is well."""
    found = [one for judge in _JUDGES for one in judge(seen)]
    return sorted(found, key=lambda one: not one.grave)


def _workers(seen: Overview) -> Iterator[Concern]:
    alive = [worker for worker in seen.workers if worker.alive]
    silent = len(seen.workers) - len(alive)
    if not alive:
        yield Concern("no_worker", grave=True)
    elif not any(worker.ticks for worker in alive):
        yield Concern("clock_stands", grave=True)
    if silent and alive:
        yield Concern("worker_silent", n=silent)
    if any(worker.version != seen.version for worker in alive):
        yield Concern("other_version")


def _queue(seen: Overview) -> Iterator[Concern]:
    if seen.oldest_job_s > QUEUE_LATE_S:
        yield Concern("queue_late", grave=True, n=sum(seen.waiting.values()), seconds=seen.oldest_job_s)
    if seen.failed:
        yield Concern("jobs_failed", n=sum(seen.failed.values()))


def _mails(seen: Overview) -> Iterator[Concern]:
    if seen.mails.get("failed"):
        yield Concern("mails_failed", n=seen.mails["failed"])


def _time(seen: Overview) -> Iterator[Concern]:
    late = [(n, seconds) for n, seconds in seen.late.values() if seconds > TIMERS_LATE_S]
    if late:
        yield Concern(
            "timers_late", grave=True, n=sum(n for n, _ in late), seconds=max(seconds for _, seconds in late)
        )


def _outside(seen: Overview) -> Iterator[Concern]:
    if seen.incidents:
        oldest = min(one.oldest for one in seen.incidents)
        total = sum(one.n for one in seen.incidents)
        yield Concern("incidents", grave=True, n=total, seconds=(seen.at - oldest).total_seconds())
    if seen.resting:
        yield Concern("resting", n=len(seen.resting))


def _room(seen: Overview) -> Iterator[Concern]:
    if seen.free_bytes < LITTLE_ROOM:
        yield Concern("little_room", grave=seen.free_bytes < NO_ROOM)


def _upkeep(seen: Overview) -> Iterator[Concern]:
    backup, verification = seen.works.get("backup"), seen.works.get("verification")
    if backup is None:
        yield Concern("no_backup")
    elif not backup.ok:
        yield Concern("backup_incomplete", grave=True)
    elif seen.at - backup.at > BACKUP_OLD:
        yield Concern("backup_old", seconds=(seen.at - backup.at).total_seconds())
    bad = max(seen.broken, int(verification.detail.get("bad", 0)) if verification else 0)
    if bad:
        yield Concern("record_bad", grave=True, n=bad)
    elif verification is None:
        yield Concern("no_verification")
    elif seen.at - verification.at > VERIFICATION_OLD:
        yield Concern("verification_old", seconds=(seen.at - verification.at).total_seconds())


_JUDGES: tuple[Callable[[Overview], Iterator[Concern]], ...] = (
    _workers,
    _time,
    _queue,
    _mails,
    _outside,
    _room,
    _upkeep,
)
