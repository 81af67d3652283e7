"""Work done by children of a mother process, a new one for each piece."""

import os
import pickle
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

from engine.apart.here import Found
from engine.apart.limits import BY_THE_CLOCK
from engine.apart.mother import GAVE, LENGTH, RAISED_ONE, TOO_MUCH
from engine.apart.parcels import pack, unpack
from engine.apart.turns import RUNNING, WAITING, Turns
from engine.design_errors import TookTooLong, TookTooMuch

SECONDS: Final = 10.0
MEMORY: Final = 1024 * 1024 * 1024
_WAITING_EACH: Final = 1
_PATIENCE: Final = 4.0
_GRACE: Final = 1.0
_LOADING: Final = 60.0
# Nothing else of the environment: it may hold the address of the database, with its password.
_ENVIRONMENT: Final = ("PATH", "LANG", "LC_ALL", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "TZ")


class Processes:
    """Has work done apart; safe to share between threads, not over a fork.

    Parameters
    ----------
    seconds, memory
        Of one piece of work, at most: seconds of the processor, and `BY_THE_CLOCK` times as many by the
        clock; memory in bytes, all that its process has loaded included.
    """

    def __init__(self, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self._seconds, self._memory = seconds, memory
        self._turns = Turns(RUNNING, WAITING, _WAITING_EACH, _PATIENCE)
        self._lock = threading.Lock()
        self._control: socket.socket | None = None
        self._mother: subprocess.Popen[bytes] | None = None
        self._is_ready = False

    def start(self) -> None:
        """Start the mother process, so that the first upload need not wait for it."""
        with self._lock:
            self._start()

    def close(self) -> None:
        """End the mother process; work under way ends by itself."""
        with self._lock:
            self._end()

    def run(self, person_id: int | None, work: Callable[..., Found], *args: Any) -> Found:
        """Have it done; see :class:`engine.apart.here.Apart`."""
        asked = pack((work.__name__, args))
        with self._turns.taken(person_id):
            job = self._child()
            began = time.monotonic()
            answer = self._answer(job, asked)
            if answer is None:
                raise self._why(time.monotonic() - began)
        return _told(answer)

    def _answer(self, job: socket.socket, asked: bytes) -> bytes | None:
        """Give what a child answers; None if it ended without an answer."""
        try:
            job.settimeout(self._seconds * BY_THE_CLOCK + _GRACE)
            with suppress(BrokenPipeError, ConnectionResetError):  # it has ended: then it says nothing
                job.sendall(asked)
                job.shutdown(socket.SHUT_WR)
            return _whole(job)
        except TimeoutError:
            return None
        finally:
            job.close()

    def _child(self) -> socket.socket:
        """Let the mother fork a child; a mother that has died is replaced."""
        ours, theirs = socket.socketpair()
        with theirs, self._lock:
            try:
                socket.send_fds(self._ready(), [b"!"], [theirs.fileno()])
            except OSError:
                self._end()
                socket.send_fds(self._ready(), [b"!"], [theirs.fileno()])
        return ours

    def _ready(self) -> socket.socket:
        """Wait until the mother has loaded everything, which counts for nobody's time."""
        control = self._start()
        if not self._is_ready:
            control.settimeout(_LOADING)
            if not control.recv(1):
                raise ConnectionError("the processes that work apart do not start")
            self._is_ready = True
        return control

    def _start(self) -> socket.socket:
        if self._control is not None:
            return self._control
        ours, theirs = socket.socketpair()
        limits = [str(self._seconds), str(self._memory)]
        with theirs:
            self._mother = subprocess.Popen(
                [sys.executable, "-m", "engine.apart.mother", str(theirs.fileno()), *limits],
                env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        self._control = ours
        return ours

    def _end(self) -> None:
        if self._control is not None:
            self._control.close()
        if self._mother is not None:
            self._mother.kill()
            self._mother.wait()
        self._control = self._mother = None
        self._is_ready = False

    def _why(self, spent: float) -> Exception:
        """Say why it ended without an answer; where Python runs out of memory, there is one."""
        if spent >= self._seconds:
            return TookTooLong(seconds=int(self._seconds))
        return TookTooMuch()


def _whole(job: socket.socket) -> bytes | None:
    parts = []
    with suppress(ConnectionResetError):
        while part := job.recv(1 << 20):
            parts.append(part)
    data = b"".join(parts)
    content = data[LENGTH.size :]
    is_whole = len(data) >= LENGTH.size and LENGTH.unpack(data[: LENGTH.size])[0] == len(content)
    return content if is_whole else None


def _told(answer: bytes) -> Any:
    try:
        kind, value = unpack(answer)
    except pickle.UnpicklingError as problem:
        raise RuntimeError("a process apart has answered what none answers") from problem
    if kind == GAVE:
        return value
    if kind == RAISED_ONE:
        raise value
    if kind == TOO_MUCH:
        raise TookTooMuch
    raise RuntimeError(f"work apart failed:\n{value}")
