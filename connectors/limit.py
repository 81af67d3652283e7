"""A time limit for a whole conversation: socket time-outs only bound the wait for each piece of it."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress


class Limit:
    """A moment after which a conversation is cut.

    Parameters
    ----------
    seconds
        From now.
    """

    def __init__(self, seconds: float) -> None:
        self._ends = time.monotonic() + seconds

    @property
    def left_s(self) -> float:
        """Seconds that are left, never less than a little: no library takes nothing at all for a limit."""
        return max(self._ends - time.monotonic(), 0.001)

    @property
    def is_over(self) -> bool:
        """Whether the moment has come."""
        return time.monotonic() >= self._ends

    @contextmanager
    def over(self, sock: Callable[[], socket.socket | None]) -> Iterator[None]:
        """Cut what `sock` gives when the moment comes: whoever waits for a byte then hears at once."""
        watch = threading.Timer(self.left_s, _cut, [sock])
        watch.daemon = True
        watch.start()
        try:
            yield
        finally:
            watch.cancel()


def _cut(sock: Callable[[], socket.socket | None]) -> None:
    found = sock()
    if found is not None:
        with suppress(OSError):
            found.shutdown(socket.SHUT_RDWR)
