"""Ctrl-C and SIGTERM end the program, whatever it is doing.

The signal raises an exception where the program stands. Python swallows an exception that is raised inside
a finalizer or a callback of C, so the signal is noted as well, and looked up wherever the program waits.
"""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_asked = Event()
_later = 0


class Ended(BaseException):
    """Somebody pressed Ctrl-C or sent SIGTERM."""


def listen() -> None:
    """From now on the signals raise `Ended`; all but the first are ignored, for it clears up."""
    for number in _SIGNALS:
        signal.signal(number, _end)
    sys.unraisablehook = _swallowed


def asked() -> bool:
    """Tell whether a signal came: whatever goes wrong from then on is of its making."""
    return _asked.is_set()


def check() -> None:
    """Raise `Ended` where a signal came and its exception was lost."""
    if asked():
        raise Ended


@contextmanager
def later() -> Iterator[None]:
    """Let a signal wait until the next `check`: a process that was just started must not be lost."""
    global _later
    _later += 1
    try:
        yield
    finally:
        _later -= 1


def _end(number: int, frame: object) -> None:
    _asked.set()
    for each in _SIGNALS:
        signal.signal(each, signal.SIG_IGN)
    if not _later:
        raise Ended


def _swallowed(lost: "sys.UnraisableHookArgs") -> None:
    """Say nothing of an `Ended` that got lost: `check` raises it again."""
    if not isinstance(lost.exc_value, Ended):
        sys.__unraisablehook__(lost)
