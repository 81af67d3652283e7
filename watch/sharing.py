"""Figures of several processes of one machine, through a folder: whichever is asked tells of all.

Each process writes its figures to a file of its own every few seconds and holds a lock while it lives.
What a dead one counted is added to the file of those that are gone, so that no sum ever falls.
"""

import fcntl
import json
import os
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from watch.counters import Figures, figures, merged
from watch.families import FAMILIES

EVERY_S = 2.0
_GONE = "gone"


class Shared:
    """The figures of this process, kept where the others of this machine find them.

    Parameters
    ----------
    folder
        In the data folder; made where it is missing.
    more
        Gauges of this process, asked when it writes.
    """

    def __init__(self, folder: Path, more: Callable[[], Figures] = dict) -> None:
        self._folder = folder
        self._more = more
        self._name = uuid.uuid4().hex
        self._lock: int | None = None
        self._guard = threading.Lock()

    def begin(self) -> None:
        """Write from now on, beside the work; called once the process has forked for the last time."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lock = os.open(
            self._folder / f"{self._name}.lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600
        )
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        threading.Thread(target=self._write_forever, daemon=True, name="figures").start()

    def collect(self) -> Figures:
        """Give the figures of this process as they are now, and those of the others as last written."""
        with _alone(self._folder):
            self._bury()
            others = [_read(path) for path in self._folder.glob("*.json") if path.stem != self._name]
        return merged(figures(), self._more(), *others)

    def write(self) -> None:
        """Write this process's figures now."""
        with self._guard:
            _write(self._folder / f"{self._name}.json", merged(figures(), self._more()))

    def _write_forever(self) -> None:
        pause = threading.Event()
        while not pause.wait(EVERY_S):
            try:
                self.write()
            except OSError:
                # A full disk: the figures are late, the work goes on.
                continue

    def _bury(self) -> None:
        """Add what dead processes have counted to the sum of those that are gone."""
        gone = self._folder / f"{_GONE}.json"
        for path in self._folder.glob("*.json"):
            lock = path.with_suffix(".lock")
            if path.stem in (_GONE, self._name) or not _is_dead(lock):
                continue
            lasting = {name: series for name, series in _read(path).items() if FAMILIES[name].kind != "gauge"}
            _write(gone, merged(_read(gone), lasting))
            path.unlink(missing_ok=True)
            lock.unlink(missing_ok=True)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(folder / "folder.lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _is_dead(lock: Path) -> bool:
    try:
        handle = os.open(lock, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(handle)
    return True


def _write(path: Path, found: Figures) -> None:
    """Put figures into a file that is whole whenever somebody looks."""
    rows = {
        name: [[list(labels), value] for labels, value in series.items()] for name, series in found.items()
    }
    fresh = path.with_suffix(".new")
    fresh.write_bytes(json.dumps(rows).encode())
    os.replace(fresh, path)


def _read(path: Path) -> Figures:
    """Read a file of figures; what an older program counted otherwise is left out."""
    try:
        rows = json.loads(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    return {
        name: {tuple(labels): value for labels, value in series if len(labels) == len(FAMILIES[name].labels)}
        for name, series in rows.items()
        if name in FAMILIES
    }
