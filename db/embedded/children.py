"""Start a process that cannot outlive us."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable
from multiprocessing import parent_process

_PR_SET_PDEATHSIG = 1


def die_with_parent(how: signal.Signals = signal.SIGKILL, *, parent: int | None = None) -> Callable[[], None]:
    """Return a function that asks Linux to send `how` to this process when its parent dies.

    For ``preexec_fn``, which runs after the change of user (that change would clear the wish),
    and for a process that wants it for itself. On other systems it does nothing.

    Parameters
    ----------
    parent
        Whose death is meant: us, unless the process asks for itself. Where the parent is gone before
        the wish is heard, Linux would never fulfil it.
    """
    if not sys.platform.startswith("linux"):
        return lambda: None
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    meant = os.getpid() if parent is None else parent

    def ask() -> None:
        prctl(_PR_SET_PDEATHSIG, int(how), 0, 0, 0)
        if os.getppid() != meant:
            os.kill(os.getpid(), how)

    return ask


def die_with_main() -> None:
    """Die when the main process dies, in a process that multiprocessing started: a worker of granian's."""
    main = parent_process()
    if main is not None and main.pid is not None:
        die_with_parent(parent=main.pid)()
