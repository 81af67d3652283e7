"""People at the REST door of a running program: one HTTP client each, signed in."""

import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from bpmn_models.bundle import read_folder, write_zip

API = "/api/v1"
PASSWORD = "Tongban-2026"
MAIL = {"mailbox": "jie@mail.songxi.example", "cause": "wrong_password", "detail": "今早起无法登录"}
SECRET = "Wu-jin-deng-7431"

# Who stands how to an application of stu01's that waits at the school hospital.
ROLES = {
    "nobody": None,
    "initiator": "stu01",
    "handler": "hosp_clerk",
    "handled": "cs_head",
    "later": "pe_clerk",
    "head": "civil_head",
    "student": "stu02",
    "admin": "admin",
    "admin_it": "it_head",
    "designer": "designer",
}
# And how to an application of tea06's to unlock his mailbox that waits for the mail administrators.
UNLOCKING = {
    "nobody": None,
    "initiator": "tea06",
    "handler": "it_clerk",
    "fellow": "it_deputy",
    "handled": "civil_head",
    "head": "cs_head",
    "student": "stu02",
    "admin": "admin",
    "admin_it": "it_head",
    "admin_pe": "pe_head",
    "designer": "designer",
}


@dataclass
class Person:
    """Somebody with a token, in front of one server.

    Attributes
    ----------
    http
        Its base address is the API's.
    """

    login: str
    http: httpx.Client

    def get(self, path: str) -> httpx.Response:
        return self.http.get(path)

    def post(self, path: str, body: Any = None, **headers: str) -> httpx.Response:
        """Send JSON; headers are named with underscores."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.http.post(path, json={} if body is None else body, headers=named)

    def task(self, task_id: int) -> dict[str, Any]:
        """Read a task."""
        answer = self.get(f"/tasks/{task_id}")
        assert answer.status_code == 200, answer.text
        read: dict[str, Any] = answer.json()
        return read

    def open_task(self, instance_id: str) -> int:
        """Return the id of the task of an instance that this person could handle now."""
        answer = self.get(f"/instances/{instance_id}")
        assert answer.status_code == 200, answer.text
        found: int = answer.json()["my_task"]
        return found

    def newest(self, box: str = "todo") -> dict[str, Any]:
        """Return the first row of a box."""
        rows: list[dict[str, Any]] = self.get(f"/tasks?box={box}").json()["rows"]
        return rows[0]

    def complete(
        self, task_id: int, outcome: str, *, version: int | None = 1, key: str | None = None, **body: Any
    ) -> httpx.Response:
        """Complete a task; without a version, without If-Match."""
        headers = {} if version is None else {"If_Match": f'"{version}"'}
        headers |= {} if key is None else {"Idempotency_Key": key}
        return self.post(f"/tasks/{task_id}/complete", {"outcome": outcome} | body, **headers)

    def start(self, service: str, document: dict[str, Any], **body: Any) -> str:
        """Start an instance and return its id."""
        answer = self.post(
            f"/services/{service}/instances",
            {"document": document} | body,
            Idempotency_Key=uuid.uuid4().hex,
        )
        assert answer.status_code == 201, answer.text
        started: str = answer.json()["instance_id"]
        return started


class Tokens:
    """The tokens of the demo accounts: signing in costs a slow hash, and a token outlives the server."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], str] = {}

    def of(self, url: str, database: str, login: str) -> str:
        """Return a token for an account of a database, by whatever server stands before it."""
        if (database, login) not in self._known:
            answer = httpx.post(f"{url}{API}/token", json={"login": login, "password": PASSWORD})
            assert answer.status_code == 200, answer.text
            self._known[database, login] = answer.json()["token"]
        return self._known[database, login]


def deploy(designer: Person, folder: Path) -> httpx.Response:
    """Send a folder as a bundle to POST /definitions."""
    packed = write_zip(read_folder(folder))
    return designer.http.post("/definitions", files={"bundle": ("bundle.zip", packed, "application/zip")})
