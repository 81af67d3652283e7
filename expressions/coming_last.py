"""How processes that do others' bidding leave the machine to whoever waits for a page (decision 32)."""

import os
import sys


def come_last(niceness: int, *, idle: bool = False) -> None:
    """Let this thread, and what it starts, wait for others, on half of the processors alone.

    Niceness is not enough: whoever wakes up beside a process that computes is late, however nice that is, and
    early on a processor that is free. It does nothing where it would change the whole process.

    Parameters
    ----------
    idle
        Compute only while nobody else wants to.
    """
    if not sys.platform.startswith("linux"):
        return
    os.setpriority(os.PRIO_PROCESS, 0, niceness)
    mine = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, mine[len(mine) // 2 :])
    if idle:
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
