"""The demo campus behind a web server, and people of it who act over HTTP like any client."""

import http.client
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg

from bench.stage import Stage
from bench.web import HOST, Web, serving
from cli.demo import load_demo
from db.address import conninfo
from demo.accounts import accounts

API = "/api/v1"

# As long as a person would write: sizes and times depend on it.
APPLICATION: dict[str, Any] = {
    "phone": "000-5550-0186",
    "className": "计算机 2403 班",
    "category": "injury",
    "testItems": ["run_long", "jump"],
    "reason": "11 月 12 日打篮球时右踝扭伤，医嘱制动 4 周，期间不能参加跑跳类项目。",
    "validFrom": "2026-11-23",
    "validUntil": "2026-12-31",
    "pledge": True,
}
APPROVERS = ("cs_head", "hosp_clerk", "pe_clerk")


@dataclass
class Campus:
    """A running hall; one connection that stays open, tokens by login."""

    web: Web
    client: http.client.HTTPConnection
    database: psycopg.Connection
    tokens: dict[str, str] = field(default_factory=dict)

    def call(self, login: str, method: str, path: str, body: Any = None, **headers: str) -> dict[str, Any]:
        """Send one request and give its answer; anything but success is an error of the benchmark."""
        if body is not None:
            body, headers["Content-Type"] = json.dumps(body), "application/json"
        if login:
            headers["Authorization"] = f"Bearer {self.token(login)}"
        self.client.request(method, API + path, body=body, headers=headers)
        answer = self.client.getresponse()
        content = answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path} answered {answer.status}: {content[:300]!r}")
        found: dict[str, Any] = json.loads(content)
        return found

    def token(self, login: str) -> str:
        """Give somebody's token; he signs in once."""
        if login not in self.tokens:
            credentials = {"login": login, "password": accounts()[0]["password"]}
            self.tokens[login] = self.call("", "POST", "/token", credentials)["token"]
        return self.tokens[login]

    def upload(self, login: str) -> dict[str, Any]:
        """Store a small attachment."""
        part = (
            '--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n'
            "Content-Type: application/pdf\r\n\r\n%PDF-1.7\r\n--b--\r\n"
        )
        headers = {
            "Authorization": f"Bearer {self.token(login)}",
            "Content-Type": "multipart/form-data; boundary=b",
        }
        self.client.request("POST", f"{API}/attachments", body=part, headers=headers)
        found = json.loads(self.client.getresponse().read())
        return {key: found[key] for key in ("id", "name", "size")}

    def start(self, login: str = "stu01", file: dict[str, Any] | None = None) -> str:
        """Submit an application, with a file uploaded before or now; give the instance's id."""
        document = {**APPLICATION, "certificate": [file or self.upload(login)]}
        started = self.call(login, "POST", "/services/fitness-exemption/instances", {"document": document})
        return str(started["instance_id"])

    def newest(self) -> int:
        """Give the newest open task, asked of the database so that the server does not work for it."""
        row = self.database.execute("SELECT max(id) FROM task WHERE state = 'open'").fetchone()
        return int(row[0]) if row else 0

    def complete(self, login: str, task: int, key: str) -> None:
        """Approve a task at its first version."""
        self.call(
            login,
            "POST",
            f"/tasks/{task}/complete",
            {"outcome": "approve", "opinion": "材料齐全，同意免测。", "document": {}},
            **{"If-Match": '"1"', "Idempotency-Key": key},
        )


@contextmanager
def campus(stage: Stage) -> Iterator[Campus]:
    """Serve the demo campus from a database of its own."""
    settings = stage.settings(stage.database())
    load_demo(settings)
    environment = {
        "DATABASE_URL": settings.database_url or "",
        "TONGBAN_DATA": str(settings.data),
        "TONGBAN_LOG": "warning",
    }
    with serving("app:wsgi", environment) as web:
        client = http.client.HTTPConnection(HOST, web.port, timeout=30)
        with psycopg.connect(conninfo(settings.database_url or ""), autocommit=True) as database:
            yield Campus(web, client, database)
        client.close()
