"""What a worker's log says while its database is away: once that it is, ever more rarely that it still is."""

import logging
import time
from collections.abc import Callable

FIRST_S, LONGEST_S = 30.0, 3600.0
"""After what time it is said again, at first and at most; each time is twice the one before."""

_log = logging.getLogger(__name__)


class Outage:
    """An outage of the database, told once for everything in a worker that meets it.

    Parameters
    ----------
    clock
        Gives monotonic seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._began: float | None = None
        self._again = self._pause = 0.0

    def met(self, problem: BaseException) -> None:
        """Say that something met it, unless that was said a short time ago."""
        now = self._clock()
        if self._began is None:
            self._began, self._pause = now, FIRST_S
            _log.warning("the database is away: %s", _words(problem))
        elif now >= self._again:
            self._pause = min(2 * self._pause, LONGEST_S)
            _log.warning("the database is away for %d s now: %s", now - self._began, _words(problem))
        else:
            return
        self._again = now + self._pause

    def over(self) -> None:
        """Say once that it is over; nothing where there was none."""
        if self._began is not None:
            _log.warning("the database is back after %d s", self._clock() - self._began)
            self._began = None


def _words(problem: BaseException) -> str:
    """Return the driver's first line: the rest, and SQLAlchemy's own words, quote statements."""
    problem = getattr(problem, "orig", None) or problem.__cause__ or problem
    first = next(iter(str(problem).strip().splitlines()), "")
    return f"{type(problem).__name__}: {first}" if first else type(problem).__name__


outage = Outage()
"""This worker's; used in its event loop alone."""
