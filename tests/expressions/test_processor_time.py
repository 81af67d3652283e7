"""What counts for a script is the processor time of its worker; the clock is only the bound behind that."""

import os
import resource
import signal
import threading
import time
from collections.abc import Iterator

import pytest

from expressions import coming_last, sandbox
from expressions.errors import ExpressionError
from expressions.processor_time import allow
from expressions.sandbox import LIMITS, Sandbox

COUNTING = "n = 0\nfor i in range({}):\n    n = n + i % 2\n"
A_FIFTH = COUNTING.format(1_500_000)
"""Some fifth of a second."""


@pytest.fixture
def box() -> Iterator[Sandbox]:
    made = Sandbox(workers=1, wait=60.0)
    yield made
    made.close()


@pytest.fixture
def workers(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The worker of each call, in their order."""
    seen: list[int] = []

    def allowed(seconds: float | None, process: int = 0) -> None:
        if seconds is not None:
            seen.append(process)
        allow(seconds, process)

    monkeypatch.setattr(sandbox, "allow", allowed)
    return seen


def code_of(box: Sandbox, source: str, **names: object) -> str:
    with pytest.raises(ExpressionError) as caught:
        box.execute(source, names)
    return caught.value.code


@pytest.mark.parametrize(
    "source",
    [
        "while True: pass",
        "def f():\n  while True: pass\nx = sum(f() for i in [1])",
        "import re\nwhile True: re.search('(a+)+(a+)+$', 'a' * 3000 + 'b')",
        "x = 7 ** (3 * 10**7)",
        "try:\n  while True: pass\nfinally:\n  while True: pass",
    ],
)
def test_what_never_ends_is_ended_and_the_next_is_done(box: Sandbox, source: str) -> None:
    assert code_of(box, source) == "limit_time"
    assert box.evaluate("[1, 2][1] + 1", {}) == 3


def test_waiting_for_a_processor_does_not_count(box: Sandbox, workers: list[int]) -> None:
    def starve() -> None:
        time.sleep(0.05)
        os.kill(workers[-1], signal.SIGSTOP)
        time.sleep(1.5)
        os.kill(workers[-1], signal.SIGCONT)

    thread = threading.Thread(target=starve)
    assert box.execute("begin()\n" + A_FIFTH, {"begin": thread.start})["n"] == 750_000
    thread.join()


def test_what_sleeps_is_ended_by_the_clock(
    box: Sandbox, workers: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LIMITS, "max_feed_duration_secs", 0.5)
    monkeypatch.setattr(sandbox, "WORKER_SECONDS", 1.0)
    stop = "stop()\n" + A_FIFTH
    assert code_of(box, stop, stop=lambda: os.kill(workers[-1], signal.SIGSTOP)) == "limit_time"
    assert box.evaluate("[1, 2][1] + 1", {}) == 3


def test_each_call_has_its_own_time(box: Sandbox, workers: list[int]) -> None:
    for _ in range(12):
        assert box.execute(A_FIFTH, {})["n"] == 750_000
    assert len(set(workers)) == 1, "none was ended"


def test_between_calls_a_worker_has_all_the_time(box: Sandbox, workers: list[int]) -> None:
    box.evaluate("[1, 2][1] + 1", {})
    (worker,) = workers
    assert resource.prlimit(worker, resource.RLIMIT_CPU) == resource.getrlimit(resource.RLIMIT_CPU)


def test_every_worker_comes_last_and_leaves_no_core(
    box: Sandbox, workers: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "come_last", coming_last.come_last)
    box.evaluate("[1, 2][1] + 1", {})
    assert code_of(box, "end()", end=lambda: os.kill(workers[-1], signal.SIGKILL)) == "limit_memory"
    box.evaluate("[1, 2][1] + 1", {})
    first, _, second = workers
    assert first != second
    for thread in os.listdir(f"/proc/{second}/task"):
        assert os.getpriority(os.PRIO_PROCESS, int(thread)) == coming_last.NICENESS
        assert len(os.sched_getaffinity(int(thread))) == (len(os.sched_getaffinity(0)) + 1) // 2
    assert resource.prlimit(second, resource.RLIMIT_CORE) == (0, 0)


def test_a_process_that_has_ended_is_let_be() -> None:
    gone = os.posix_spawn("/bin/true", ["true"], {})
    os.waitpid(gone, 0)
    allow(1.0, gone)
    allow(None, gone)
    coming_last.come_last(gone)
    assert not os.path.exists(f"/proc/{gone}")
