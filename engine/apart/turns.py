"""Who may have work done now: few at a time, one for each person, and only some may wait for it."""

import os
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from engine.design_errors import Busy

_PROCESSORS = os.cpu_count() or 1
RUNNING: Final = 2 if _PROCESSORS > 1 else 1
WAITING: Final = 4 if _PROCESSORS >= 4 else 1
"""Of one server process; together they leave at least two of its threads to others, on one processor one."""


class Turns:
    """Turns of the threads of one server process.

    Parameters
    ----------
    running
        So many pieces of work at a time, of different people.
    waiting, waiting_each
        So many more may wait, and of one person; a further one is refused at once. Whoever waits holds a
        thread of the server, so there must be more of those.
    patience
        Seconds until somebody who waits is refused.
    """

    def __init__(self, running: int, waiting: int, waiting_each: int, patience: float) -> None:
        self._places, self._waiting_places = running, waiting
        self._waiting_each, self._patience = waiting_each, patience
        self._changed = threading.Condition()
        self._running: set[int | None] = set()
        self._waiting: Counter[int | None] = Counter()

    @contextmanager
    def taken(self, person_id: int | None) -> Iterator[None]:
        """Hold a turn.

        Raises
        ------
        Busy
        """
        with self._changed:
            if not self._free(person_id):
                self._wait(person_id)
            self._running.add(person_id)
        try:
            yield
        finally:
            with self._changed:
                self._running.discard(person_id)
                self._changed.notify_all()

    def _free(self, person_id: int | None) -> bool:
        return len(self._running) < self._places and person_id not in self._running

    def _wait(self, person_id: int | None) -> None:
        full = self._waiting.total() >= self._waiting_places
        if full or self._waiting[person_id] >= self._waiting_each:
            raise Busy
        self._waiting[person_id] += 1
        try:
            if not self._changed.wait_for(lambda: self._free(person_id), self._patience):
                raise Busy
        finally:
            self._waiting[person_id] -= 1
