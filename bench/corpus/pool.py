"""Worker processes that each look at one file at a time; one that hangs or dies is replaced."""

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SECONDS = 30.0
COMMAND = (sys.executable, "-m", "bench.corpus.worker")
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Answer:
    """What became of one file: what was found, or how it went wrong (``crashed`` or ``timed_out``)."""

    path: Path
    found: dict[str, Any] | None = None
    fault: str | None = None
    detail: str = ""


class Worker:
    """One process, started when there is something to do."""

    def __init__(self, command: tuple[str, ...] = COMMAND, seconds: float = SECONDS) -> None:
        self._command = command
        self._seconds = seconds
        self._process: subprocess.Popen[str] | None = None
        self._lines: queue.Queue[str] = queue.Queue()

    def ask(self, path: Path) -> Answer:
        """Let it look at a file; never raises for what the file does to it."""
        process = self._running()
        assert process.stdin is not None
        try:
            process.stdin.write(f"{json.dumps(str(path.resolve()))}\n")
            process.stdin.flush()
            line = self._lines.get(timeout=self._seconds)
        except queue.Empty:
            self.end()
            return Answer(path, fault="timed_out")
        except OSError:
            line = ""
        if not line:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(1)
            self.end()
            return Answer(path, fault="crashed", detail=f"the worker ended with {process.returncode}")
        found = json.loads(line)
        if "crashed" in found:
            return Answer(path, fault="crashed", detail=found["crashed"])
        return Answer(path, found)

    def end(self) -> None:
        """End it with all that it has started."""
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

    def _running(self) -> "subprocess.Popen[str]":
        if self._process is None:
            self._lines = queue.Queue()
            self._process = subprocess.Popen(
                self._command,
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                # A group of its own: the sandbox's processes end with it.
                start_new_session=True,
            )
            threading.Thread(target=_listen, args=(self._process, self._lines), daemon=True).start()
        return self._process


def _listen(process: "subprocess.Popen[str]", lines: "queue.Queue[str]") -> None:
    """Pass its lines on, an empty one at the end."""
    assert process.stdout is not None
    with contextlib.suppress(ValueError, OSError):
        for line in process.stdout:
            lines.put(line)
    lines.put("")


def look_at(paths: Iterable[Path], workers: int | None = None) -> Iterator[Answer]:
    """Look at files, a few at a time; the answers come in the order of the files."""
    number = workers or os.cpu_count() or 1
    idle: queue.Queue[Worker] = queue.Queue()
    everybody = [Worker() for _ in range(number)]
    for worker in everybody:
        idle.put(worker)

    def ask(path: Path) -> Answer:
        worker = idle.get()
        try:
            return worker.ask(path)
        finally:
            idle.put(worker)

    with ThreadPoolExecutor(number) as threads:
        try:
            yield from threads.map(ask, paths)
        finally:
            threads.shutdown(cancel_futures=True)
            for worker in everybody:
                worker.end()
