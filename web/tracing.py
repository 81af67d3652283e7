"""Spans of requests, where OpenTelemetry is configured; otherwise nothing stands in a request's way."""

import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, request

from watch import spans, words
from web.request_ids import request_id

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_SPAN = "tongban.span"
_log = logging.getLogger(__name__)


def begin_tracing(endpoint: str, role: str, version: str) -> None:
    """Trace from now on, if there is a collector; called in the process that works, before `create_app`."""
    if not endpoint:
        return
    try:
        from watch.telemetry import Telemetry
    except ImportError:
        _log.error("OTEL_EXPORTER_OTLP_ENDPOINT is set, but tongban[telemetry] is not installed: no tracing")
        return
    spans.use(Telemetry(endpoint, role, version))


def install_tracing(app: Flask) -> None:
    """Put each request into a span, if anybody looks at spans."""
    if not spans.tracing():
        return
    app.wsgi_app = _traced(app.wsgi_app)  # type: ignore[method-assign, assignment]
    app.after_request(_tell)


def _traced(inner: "WSGIApplication") -> "WSGIApplication":
    def traced(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        method = str(environ.get("REQUEST_METHOD", ""))
        parent = {"traceparent": given} if (given := environ.get("HTTP_TRACEPARENT")) else {}
        with spans.span(method, "server", {"http.request.method": method}, parent) as tell:
            environ[_SPAN] = tell
            return inner(environ, start_response)

    return traced


def _tell(response: Response) -> Response:
    """Say what came of it: by the route, which is ours, never by the path."""
    tell: Any = request.environ[_SPAN]
    route = str(request.url_rule) if request.url_rule else "none"
    tell("name", f"{request.method} {route}")
    tell("http.route", route)
    tell("http.response.status_code", response.status_code)
    tell("tongban.request", request_id())
    for name, value in words.about().items():
        tell(f"tongban.{name}", value)
    return response
