"""The outside system of the rounds: it honours keys, notes what it was asked, and is moody."""

import json
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread

Effect = tuple[str, str]
"""Of which matter, and which of its calls."""


@dataclass
class Receiver:
    """What came.

    Attributes
    ----------
    applied
        How often each effect was carried out.
    keys
        The keys under which each effect was asked for.
    asked
        How often each key came.
    """

    chance: random.Random
    port: int = 0
    applied: Counter[Effect] = field(default_factory=Counter)
    keys: defaultdict[Effect, set[str]] = field(default_factory=lambda: defaultdict(set))
    asked: Counter[str] = field(default_factory=Counter)
    moods: Counter[str] = field(default_factory=Counter)
    _answers: dict[str, bytes] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def mood(self) -> str:
        """Choose how the next request is treated."""
        with self._lock:
            moods = ("well", "slow", "busy", "cut before", "cut after")
            found = self.chance.choices(moods, (80, 8, 4, 4, 4))[0]
            self.moods[found] += 1
            return found

    def hear(self, key: str, effect: Effect) -> None:
        """Note that it was asked for."""
        with self._lock:
            self.asked[key] += 1
            self.keys[effect].add(key)

    def apply(self, key: str, effect: Effect) -> bytes:
        """Carry out what a key asks for, once; give the answer, the same each time."""
        with self._lock:
            if key not in self._answers:
                self.applied[effect] += 1
                self._answers[key] = json.dumps({"number": len(self._answers) + 1}).encode()
            return self._answers[key]


class _Handler(BaseHTTPRequestHandler):
    receiver: Receiver

    def do_POST(self) -> None:
        told = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
        key, effect = self.headers["Idempotency-Key"], (told["subject"], told["which"])
        self.receiver.hear(key, effect)
        mood = self.receiver.mood()
        if mood == "slow":
            time.sleep(0.3)
        if mood == "cut before":
            self.close_connection = True
            return
        if mood == "busy":
            self._answer(503, b"{}")
            return
        body = self.receiver.apply(key, effect)
        if mood == "cut after":
            self.close_connection = True
            return
        self._answer(200, body)

    def _answer(self, status: int, body: bytes) -> None:
        # Whoever asked may have been killed meanwhile.
        with suppress(OSError):
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *args: object) -> None:
        """Say nothing of connections that break: their other end was killed."""


@contextmanager
def receiving(seed: int) -> Iterator[Receiver]:
    """Run the receiver on a free port of this machine."""
    receiver = Receiver(random.Random(seed))
    handler = type("Handler", (_Handler,), {"receiver": receiver})
    server = _Server(("127.0.0.1", 0), handler)
    receiver.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
