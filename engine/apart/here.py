"""The port by which commands and queries let work be done, and the plain way to do it."""

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

Found = TypeVar("Found")


class Apart(Protocol):
    """Does a piece of `engine.apart.work` for somebody."""

    def run(self, person_id: int | None, work: Callable[..., Found], *args: Any) -> Found:
        """Give what `work` gives, or raise what it raises.

        Raises
        ------
        Busy
            Too many others, or the same person, are having work done; nothing was done.
        TookTooLong, TookTooMuch
            It was ended at a limit; nothing was changed.
        """
        ...


class Here:
    """Does the work at once, where it is asked for, without limits."""

    def run(self, person_id: int | None, work: Callable[..., Found], *args: Any) -> Found:
        """Call it."""
        return work(*args)
