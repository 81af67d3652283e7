"""Those who use the hall meanwhile: they repeat each request under its key until it is answered."""

import http.client
import json
import random
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

from demo.accounts import accounts

API = "/api/v1"
SERVICE = "bench-calls"
LOGIN = "stu01"
_AGAIN = frozenset({409, 500, 502, 503, 504})
"""Answers after which the same request is sent again; 409 only while its first try is under way."""

Answer = tuple[int, dict[str, Any]]


class Wrong(RuntimeError):
    """The hall answered what it may not answer."""


@dataclass
class Crowd:
    """What all of them share.

    Attributes
    ----------
    begun
        The matters that were acknowledged, by their subject.
    told
        How requests fared: answered, lost, and what the servers answered while the database was away.
    done
        How much of the rounds is over, from 0 to 1: so much of the matters is to be begun.
    """

    addresses: list[str]
    matters: int
    done: float = 0.0
    stop: bool = False
    begun: dict[str, str] = field(default_factory=dict)
    finished: set[str] = field(default_factory=set)
    told: Counter[str] = field(default_factory=Counter)
    lock: Lock = field(default_factory=Lock)
    _token: str = ""
    _next: int = 0

    def token(self, chance: random.Random) -> str:
        """Give the token that all use; signing in costs a slow hash."""
        if not self._token:
            body = {"login": LOGIN, "password": accounts()[0]["password"]}
            self._token = self.ask(chance, "POST", "/token", body, "")[1]["token"]
        return self._token

    def next_subject(self) -> str | None:
        """Give the subject of the next matter to be begun, if it is time for one."""
        with self.lock:
            if self._next >= self.matters or self._next > self.done * self.matters:
                return None
            self._next += 1
            return f"matter-{self._next}"

    def ask(
        self, chance: random.Random, method: str, path: str, body: Any, key: str, **headers: str
    ) -> Answer:
        """Send one request to any of the servers until it is answered."""
        if key:
            headers["Idempotency_Key"] = key
        if path != "/token":
            headers["Authorization"] = f"Bearer {self.token(chance)}"
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        while not self.stop:
            try:
                status, told = _send(chance.choice(self.addresses), method, path, body, named)
            except (OSError, http.client.HTTPException):
                self._tell("lost")
            else:
                is_under_way = status == 409 and told.get("code") == "in_flight"
                if status not in _AGAIN or (status == 409 and not is_under_way):
                    self._tell("answered")
                    return status, told
                self._tell(str(status))
            time.sleep(chance.uniform(0.05, 0.2))
        raise TimeoutError("told to stop")

    def _tell(self, what: str) -> None:
        with self.lock:
            self.told[what] += 1


def use(crowd: Crowd, number: int, seed: int) -> None:
    """Be one of them: begin matters as the rounds go by, and confirm those that ask for it, to the last."""
    chance = random.Random(f"{seed}-{number}")
    mine: dict[str, str] = {}
    while not crowd.stop and len(crowd.finished) < crowd.matters:
        subject = crowd.next_subject()
        if subject is not None:
            mine[subject] = _begin(crowd, chance, subject)
        for done in list(_confirmed(crowd, chance, mine)):
            del mine[done]
        time.sleep(0.05 if subject else 0.3)


def _begin(crowd: Crowd, chance: random.Random, subject: str) -> str:
    path, body = f"/services/{SERVICE}/instances", {"document": {"subject": subject}}
    status, told = crowd.ask(chance, "POST", path, body, uuid.uuid4().hex)
    if status != 201:
        raise Wrong(f"{subject} was answered {status}: {told}")
    crowd.begun[subject] = told["instance_id"]
    return str(told["instance_id"])


def _confirmed(crowd: Crowd, chance: random.Random, mine: dict[str, str]) -> Iterator[str]:
    """Look at each of one's matters; give those whose step is done."""
    for subject, instance in mine.items():
        status, told = crowd.ask(chance, "GET", f"/instances/{instance}", None, "")
        if status != 200:
            raise Wrong(f"{subject} is shown as {status}: {told}")
        task = told.get("my_task")
        if task is None:
            continue
        path, body = f"/tasks/{task}/complete", {"outcome": "done", "document": {}}
        status, told = crowd.ask(chance, "POST", path, body, uuid.uuid4().hex, If_Match='"1"')
        if status != 200:
            raise Wrong(f"the step of {subject} was answered {status}: {told}")
        crowd.finished.add(subject)
        yield subject


def _send(address: str, method: str, path: str, body: Any, headers: dict[str, str]) -> Answer:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=20)
    try:
        content = None if body is None else json.dumps(body)
        if content is not None:
            headers = {**headers, "Content-Type": "application/json"}
        connection.request(method, API + path, body=content, headers=headers)
        answer = connection.getresponse()
        read = answer.read()
        return answer.status, json.loads(read) if read.startswith(b"{") else {}
    finally:
        connection.close()
