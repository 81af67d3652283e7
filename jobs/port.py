"""A worker's own small port: ``/healthz``, ``/readyz``, ``/metrics``; only where the settings name one."""

from __future__ import annotations

import hmac
import json
import logging
import threading
from collections.abc import Callable
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

from jobs import clock
from settings import Settings
from watch.counters import figures
from watch.exposition import CONTENT_TYPE
from web.current import now
from web.watching.health import make_probe, report
from web.watching.metrics import teller
from web.watching.signs import SILENT

if TYPE_CHECKING:
    from flask import Flask

Answer = tuple[int, str, bytes]

_log = logging.getLogger(__name__)


def open_port(app: Flask, settings: Settings) -> ThreadingHTTPServer | None:
    """Answer from now on, in threads beside the work; None where no port is wanted or it is taken."""
    if not settings.worker_port:
        return None
    handler = partial(_Handler, _pages(app, settings), settings)
    try:
        server = ThreadingHTTPServer((settings.host, settings.worker_port), handler)
    except OSError:
        # The work matters more: whoever watches sees that nobody answers.
        _log.exception("the worker's port could not be opened")
        return None
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True, name="port").start()
    return server


def _pages(app: Flask, settings: Settings) -> dict[str, Callable[[], Answer]]:
    probe = make_probe(app.config["SQLALCHEMY_DATABASE_URI"], settings.files, {"clock": partial(_clock, app)})
    tell = teller(app, settings, figures)

    def ready() -> Answer:
        body, status = report(probe.ask())
        return status, "application/json", body

    def alive() -> Answer:
        return 200, "text/plain; charset=utf-8", b"ok\n"

    def metrics() -> Answer:
        return 200, CONTENT_TYPE, tell().encode()

    return {"/healthz": alive, "/readyz": ready, "/metrics": metrics}


def _clock(app: Flask) -> str:
    """Say whether the clock ticks."""
    with app.app_context():
        at = clock.last_tick
        return "" if at is not None and now() - at < SILENT else "stands"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.0"
    timeout = 5
    server_version = "tongban"
    sys_version = ""

    def __init__(self, pages: dict[str, Callable[[], Answer]], settings: Settings, *args: object) -> None:
        self._pages = pages
        self._settings = settings
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        page = self._pages.get(self.path)
        if page is None or (self.path == "/metrics" and not self._may_read()):
            self._answer(404, "application/json", json.dumps({"status": "not_found"}).encode())
            return
        self._answer(*page())

    def _may_read(self) -> bool:
        given = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
        token = self._settings.metrics_token
        if token and hmac.compare_digest(given.encode("latin-1", "replace"), token.encode()):
            return True
        return self._settings.metrics_loopback and self.client_address[0] in ("127.0.0.1", "::1")

    def _answer(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Write no line of its own: it would quote the path."""
