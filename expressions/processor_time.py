"""How much of the processor a process may use: the kernel counts, and ends it (decisions 9 and 32).

A limit by the clock alone would end harmless work too that only waits for its turn on a busy machine.
"""

import math
import resource
import sys
import time
from contextlib import suppress


def allow(seconds: float | None, process: int = 0, *, for_good: bool = False) -> None:
    """Let a process compute so many seconds more, or up to one more: the kernel counts whole ones.

    SIGXCPU ends it then. A process that has ended already is let be. Outside Linux this does nothing, and
    only limits by the clock hold.

    Parameters
    ----------
    seconds
        None: as many as it likes.
    process
        0: this one.
    for_good
        Nobody can allow it more.
    """
    if not sys.platform.startswith("linux"):
        return
    most = resource.getrlimit(resource.RLIMIT_CPU)[1]
    with suppress(ProcessLookupError):
        end = most if seconds is None else math.ceil(_used(process) + seconds)
        resource.prlimit(process, resource.RLIMIT_CPU, (end, end if for_good else most))


def _used(process: int) -> float:
    """Give the seconds that a process has computed, by the clock that the kernel limits it by."""
    try:
        return time.clock_gettime(~process << 3)  # CPUCLOCK_PROF of a process, see clock_getcpuclockid(3)
    except OSError as problem:
        raise ProcessLookupError(process) from problem
