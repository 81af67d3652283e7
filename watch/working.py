"""One piece of work, counted and traced alike: a command, a job, a call."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from types import TracebackType

from watch import spans, words
from watch.counters import count, observe

DONE = "done"
_KINDS = {"call": "client", "job": "consumer"}


class counted:  # noqa: N801  (it is used like a function)
    """Count a block as ``tongban_{what}s_total`` and ``tongban_{what}_seconds``, labelled by its name.

    A class, since every command passes here: a generator would cost three times as much.

    Parameters
    ----------
    outcome_of
        The outcome of an error that leaves the block; by default the name of its class.
    """

    __slots__ = ("_begun", "_name", "_outcome_of", "_span", "_tell", "_what")

    def __init__(
        self, what: str, name: str, outcome_of: Callable[[BaseException], str] | None = None
    ) -> None:
        self._what = what
        self._name = name
        self._outcome_of = outcome_of
        self._span: AbstractContextManager[Callable[[str, str | int], None]] | None = None

    def __enter__(self) -> None:
        self._begun = time.perf_counter()
        if spans.tracing():
            kind = _KINDS.get(self._what, "internal")
            self._span = spans.span(f"{self._what} {self._name}", kind)
            self._tell = self._span.__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        outcome = DONE
        if error is not None:
            outcome = self._outcome_of(error) if self._outcome_of else type(error).__name__
        count(f"tongban_{self._what}s_total", self._name, outcome)
        observe(f"tongban_{self._what}_seconds", time.perf_counter() - self._begun, self._name)
        if self._span is not None:
            for key, value in words.about().items():
                self._tell(f"tongban.{key}", value)
            self._span.__exit__(kind, error, trace)
