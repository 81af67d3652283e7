"""What a process that works apart may use; the kernel holds it to that."""

import ctypes
import os
import resource
import signal
import sys
from typing import Any, Final

from expressions.processor_time import allow

BY_THE_CLOCK: Final = 3
"""Times as long as it may compute: a busy machine lets it wait. Nobody waits longer for an answer."""
_NO_NEW_PRIVILEGES: Final = 38
_FORBIDDEN: Final = (
    "socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.fork", "os.system", "os.kill", "ctypes.",
    "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.chmod", "os.chown",
    "shutil.", "pty.", "ftplib.", "urllib.", "http.", "smtplib.",
)  # fmt: skip
_WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


def hold(seconds: float, memory: int) -> None:
    """Limit this process for the rest of its life: it computes so many seconds, and SIGALRM ends it besides.

    It writes no file, starts no process, and opens no connection.
    """
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds * BY_THE_CLOCK)
    allow(seconds, for_good=True)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    for kind in (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE, resource.RLIMIT_NPROC):
        resource.setrlimit(kind, (0, 0))
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    sys.addaudithook(_refuse)


def _refuse(event: str, args: tuple[Any, ...]) -> None:
    if event.startswith(_FORBIDDEN):
        raise PermissionError(event)
    if event == "open" and isinstance(args[2], int) and args[2] & _WRITING:
        raise PermissionError(event)
