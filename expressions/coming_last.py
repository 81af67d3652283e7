"""How processes that do others' bidding leave the machine to whoever waits for a page (decision 32)."""

import os
import sys
from contextlib import suppress
from typing import Final

NICENESS: Final = 10
"""Enough to come after others, and little enough to go on, if slowly, on a machine that is always busy."""


def come_last(process: int = 0) -> None:
    """Let a process, 0 for this thread, and what it starts wait for others, on half of the processors alone.

    Niceness is not enough: whoever wakes up beside a process that computes is late, however nice that is, and
    early on a processor that is free. It does nothing where it would change the whole process, and lets a
    process be that has ended already.
    """
    if not sys.platform.startswith("linux"):
        return
    with suppress(ProcessLookupError, FileNotFoundError):
        for thread in _threads(process):
            os.setpriority(os.PRIO_PROCESS, thread, max(NICENESS, os.getpriority(os.PRIO_PROCESS, thread)))
            allowed = sorted(os.sched_getaffinity(thread))
            os.sched_setaffinity(thread, allowed[len(allowed) // 2 :])


def _threads(process: int) -> list[int]:
    return [int(name) for name in os.listdir(f"/proc/{process}/task")] if process else [0]
