"""Ask whether something works without ever waiting longer than its limit."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Check = Callable[[], str]
"""Gives an empty text if all is well, or a code; a fault that it raises is told by the name of its class."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: ``code`` is empty where all is well."""

    code: str
    ms: float


class Probe:
    """Runs checks beside the request that asks.

    One that hangs is reported as ``timeout`` and not started again until it has come back: a probe that
    is asked every second must not pile up threads before a dead disk. What was found a moment ago is
    given again, so that nobody keeps the database busy by asking.

    Parameters
    ----------
    limit_s
        How long one check may take.
    fresh_s
        How long its finding is good.
    """

    def __init__(self, checks: Mapping[str, Check], *, limit_s: float = 2.0, fresh_s: float = 1.0) -> None:
        self._runs = {name: _Run(check, fresh_s) for name, check in checks.items()}
        self._limit_s = limit_s

    def ask(self) -> dict[str, Finding]:
        """Give what each check finds; all of them run at once."""
        deadline = time.monotonic() + self._limit_s
        for run in self._runs.values():
            run.begin()
        return {name: run.wait(deadline) for name, run in self._runs.items()}


class _Run:
    """One check: at most one thread of it lives."""

    def __init__(self, check: Check, fresh_s: float) -> None:
        self._check = check
        self._fresh_s = fresh_s
        self._lock = threading.Lock()
        self._done = threading.Event()
        self._done.set()
        self._found: Finding | None = None
        self._at = 0.0

    def begin(self) -> None:
        with self._lock:
            is_fresh = self._found is not None and time.monotonic() - self._at < self._fresh_s
            if is_fresh or not self._done.is_set():
                return
            self._done.clear()
            self._at = time.monotonic()
        threading.Thread(target=self._run, daemon=True, name="probe").start()

    def wait(self, deadline: float) -> Finding:
        finished = self._done.wait(max(0.0, deadline - time.monotonic()))
        with self._lock:
            if finished and self._found is not None:
                return self._found
            return Finding("timeout", round((time.monotonic() - self._at) * 1000, 1))

    def _run(self) -> None:
        begun = time.perf_counter()
        try:
            code = self._check()
        except Exception as fault:  # noqa: BLE001  (whatever a check meets is its finding)
            code = type(fault).__name__
        with self._lock:
            self._found = Finding(code, round((time.perf_counter() - begun) * 1000, 1))
            self._at = time.monotonic()
        self._done.set()
