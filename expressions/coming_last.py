"""How processes that do others' bidding leave the machine to whoever waits for a page (decision 32)."""

import os
import sys
from typing import Final

NICENESS: Final = 10
"""Enough to come after others, and little enough to go on, if slowly, on a machine that is always busy."""


def come_last() -> None:
    """Let this thread, and what it starts, wait for others, on half of the processors alone.

    Niceness is not enough: whoever wakes up beside a process that computes is late, however nice that is, and
    early on a processor that is free. It does nothing where it would change the whole process.
    """
    if not sys.platform.startswith("linux"):
        return
    os.setpriority(os.PRIO_PROCESS, 0, NICENESS)
    mine = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, mine[len(mine) // 2 :])
