"""Start a process that cannot outlive us."""

import ctypes
import signal
import sys
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1


def die_with_parent(how: signal.Signals = signal.SIGKILL) -> Callable[[], None]:
    """Return a function that asks Linux to send `how` to this process when its parent dies.

    For ``preexec_fn``, which runs after the change of user (that change would clear the wish),
    and for a worker that granian forked. On other systems it does nothing.
    """
    if not sys.platform.startswith("linux"):
        return lambda: None
    prctl = ctypes.CDLL(None, use_errno=True).prctl

    def ask() -> None:
        prctl(_PR_SET_PDEATHSIG, int(how), 0, 0, 0)

    return ask
