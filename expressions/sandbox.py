"""Runs designers' expressions and scripts in killable worker processes (pydantic-monty), within limits.

Every call gets a session of its own, so nothing one instance left behind can be seen by another. Nothing is
mounted, no operating-system call is answered, its clock stands still. Limits: see `SECONDS` and `LIMITS`.
"""

import ast
import atexit
import os
import resource
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any, Final

from pydantic_monty import CollectString, Monty, MontyCrashedError, MontyError, OSPolicy, ResourceLimits

from expressions.cleaning import clean, same
from expressions.coming_last import come_last
from expressions.errors import ExpressionError
from expressions.names import bound_names
from expressions.plain import NotPlain, plain
from expressions.processor_time import allow
from expressions.rewriting import Prepared, prepare
from expressions.syntax import is_expression, parse
from watch.counters import count, observe

__all__ = ["LIMITS", "ExpressionError", "Sandbox"]

SECONDS: Final = 0.9
"""Of the processor, at least; a worker that is new, and has used a little to start, has one second."""
CLOCK_SECONDS: Final = 10.0
"""For what sleeps or hardly gets a turn: whoever asks may hold an instance meanwhile."""
LIMITS: ResourceLimits = {
    "max_feed_duration_secs": CLOCK_SECONDS,
    "max_memory": 64 * 1024 * 1024,
    "max_recursion_depth": 100,
    "max_suspensions": 500,
    "max_total_sleep_secs": 0.0,
}
MAX_PRINT = 64 * 1024
WORKER_SECONDS = CLOCK_SECONDS + 2
_COLLECT = "_tb_changed"
#: Time comes from the helpers `now` and `today`; by any other clock a rehearsal would not repeat.
_POLICY: OSPolicy = {
    "datetime": datetime(1970, 1, 1, tzinfo=UTC),
    "sleep": "zero",
    "random_start": {"seed": 0},
}

#: Error type of the sandbox → our code; everything else is ``failed``.
_CODES: dict[type[BaseException], str] = {
    NameError: "name",
    TypeError: "type",
    AttributeError: "type",
    MemoryError: "limit_memory",
    RecursionError: "limit_depth",
    TimeoutError: "limit_time",
    SyntaxError: "syntax",
    NotImplementedError: "syntax",
}


class Sandbox:
    """A pool of workers, started at first use; safe to share between threads.

    Parameters
    ----------
    workers
        At most so many run at a time in this process; a further call waits up to `wait` seconds.
    wait
        Seconds until a call gives up with ``busy``.
    """

    def __init__(self, workers: int = 4, wait: float = 10.0) -> None:
        self._workers = workers
        self._wait = wait
        self._lock = threading.Lock()
        self._pool: Monty | None = None
        self._met: set[int] = set()
        _open_sandboxes.add(self)

    def evaluate(self, source: str, names: Mapping[str, Any]) -> Any:
        """Return the value of one expression.

        Parameters
        ----------
        source
            An expression. ``a.b`` reads key ``b`` of a dict ``a`` (None if it is not there).
        names
            Data (plain values, dates, Decimals, lists, dicts) and helpers (callables). Only those that the
            source mentions are handed over; the caller's objects are never changed.

        Raises
        ------
        ExpressionError
        """
        quick = plain(source)
        if quick is not None:
            try:
                return clean(quick(names))
            except NotPlain:
                pass
        if not is_expression(parse(source)):
            raise ExpressionError("syntax", "expected one expression", 1)
        return clean(self._run(source, names, ""))

    def execute(self, source: str, names: Mapping[str, Any]) -> dict[str, Any]:
        """Run a script; return the variables that it set or changed, and no others.

        Raises
        ------
        ExpressionError
            Nothing of the script counts then.
        """
        given = {name for name in _mentioned(source, names) if not callable(names[name])}
        after = clean(self._run(source, names, _collector(bound_names(source) | given)))
        return {name: new for name, new in after.items() if name not in given or not same(names[name], new)}

    def close(self) -> None:
        """End the workers of this process; a later call starts new ones."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None and _started_in == os.getpid():
            pool.__exit__(None, None, None)

    def _run(self, source: str, names: Mapping[str, Any], suffix: str) -> Any:
        begun, outcome = time.perf_counter(), "done"
        try:
            return self._run_apart(source, names, suffix)
        except ExpressionError as fault:
            outcome = fault.code
            raise
        finally:
            count("tongban_sandbox_total", outcome)
            observe("tongban_sandbox_seconds", time.perf_counter() - begun)

    def _run_apart(self, source: str, names: Mapping[str, Any], suffix: str) -> Any:
        used = _mentioned(source, names)
        data = {name: names[name] for name in used if not callable(names[name])}
        helpers = {name: names[name] for name in used if callable(names[name])}
        prepared = prepare(source, frozenset(data))
        try:
            with (
                self._workers_here().checkout(limits=LIMITS, os_policy=_POLICY) as session,
                self._held(session.worker_pid),
            ):
                return session.feed_run(
                    prepared.code + suffix,
                    inputs=data,
                    external_lookup=helpers,
                    print_callback=CollectString(MAX_PRINT),
                    os=_refuse_os,
                )
        except MontyError as exc:
            raise _translate(exc, prepared) from exc
        except TimeoutError as exc:
            raise ExpressionError("busy", str(exc)) from exc
        except (TypeError, ValueError, OverflowError, RecursionError) as exc:  # data that cannot go in
            raise ExpressionError("type", str(exc)) from exc

    def _workers_here(self) -> Monty:
        """Open the pool at first use, so that a server may fork its processes before.

        The library's threads do not survive a fork: a process forked *after* first use would wait for ever,
        so it is refused instead.
        """
        global _started_in
        with self._lock:
            if _started_in not in (None, os.getpid()):
                raise RuntimeError("forked after the parent had used the sandbox; fork earlier")
            if self._pool is None:
                _started_in = os.getpid()
                self._pool = self._opened()
            return self._pool

    def _opened(self) -> Monty:
        pool = Monty(
            min_processes=self._workers,
            max_processes=self._workers,
            checkout_timeout=self._wait,
            request_timeout=WORKER_SECONDS,
        )
        pool.__enter__()
        return pool

    @contextmanager
    def _held(self, worker: int | None) -> Iterator[None]:
        """Hold a worker to its time while it works for a call; what it does between two counts for nobody."""
        assert worker is not None, "workers are processes of this machine"
        if worker not in self._met:
            self._met.add(worker)
            come_last(worker)
            _without_core(worker)
        allow(SECONDS, worker)
        try:
            yield
        except MontyCrashedError:
            self._met.discard(worker)
            raise
        finally:
            allow(None, worker)


def _mentioned(source: str, names: Mapping[str, Any]) -> list[str]:
    tree = parse(source)
    found = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return sorted(name for name in found if name in names)


def _collector(watched: frozenset[str] | set[str]) -> str:
    """Source that gathers the watched variables; one that was never bound is left out."""
    parts = [f"\n{_COLLECT} = {{}}"]
    for name in sorted(watched):
        parts.append(f"try:\n    {_COLLECT}[{name!r}] = {name}\nexcept NameError:\n    pass")
    return "\n".join([*parts, _COLLECT])


def _without_core(worker: int) -> None:
    """See that a worker which is ended at its limit leaves no file with what it worked on."""
    if sys.platform.startswith("linux"):
        with suppress(ProcessLookupError):
            resource.prlimit(worker, resource.RLIMIT_CORE, (0, 0))


def _refuse_os(*args: Any, **kwargs: Any) -> Any:
    raise PermissionError("not available here")


def _translate(exc: MontyError, prepared: Prepared) -> ExpressionError:
    if isinstance(exc, MontyCrashedError):
        if "SIGXCPU" in str(exc):
            return ExpressionError("limit_time", f"computed for more than {SECONDS} s")
        return ExpressionError("limit_time" if exc.timed_out else "limit_memory", str(exc))
    inner = exc.exception()
    code = next((code for kind, code in _CODES.items() if isinstance(inner, kind)), "failed")
    if "suspension" in str(inner):
        code = "limit_calls"
    frames: Callable[[], list[Any]] = getattr(exc, "traceback", list)
    lines = [prepared.line(frame.line) for frame in reversed(frames())]
    line = next((number for number in lines if number), None)
    return ExpressionError(code, str(exc), line)


_started_in: int | None = None
_open_sandboxes: "weakref.WeakSet[Sandbox]" = weakref.WeakSet()


@atexit.register
def _close_all() -> None:
    for sandbox in list(_open_sandboxes):
        sandbox.close()
