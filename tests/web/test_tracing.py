"""Spans reach a real collector over OTLP and HTTP, and go on to the systems that we call."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from flask import Flask
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from app import create_app
from connectors.http.service import HttpOperation, HttpService
from connectors.outside import Bound, Patience, Request
from connectors.watched import WatchedConnectors
from db import db, transaction
from tests.conftest import make_settings
from tests.connectors.servers import answer, site
from watch import spans, words
from watch.telemetry import Telemetry
from watch.working import counted

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
PARENT = f"00-{TRACE}-00f067aa0ba902b7-01"


@dataclass
class Collector:
    """What a collector was sent."""

    address: str = ""
    spans: list[Span] = field(default_factory=list)
    resources: list[dict[str, str]] = field(default_factory=list)

    def named(self, name: str) -> Span:
        (found,) = [span for span in self.spans if span.name == name]
        return found


def attributes(span: Span) -> dict[str, str | int]:
    return {one.key: one.value.string_value or one.value.int_value for one in span.attributes}


@pytest.fixture
def collector() -> Iterator[Collector]:
    made = Collector()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            assert (self.path, self.headers["Content-Type"]) == ("/v1/traces", "application/x-protobuf")
            for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
                made.resources.append(
                    {one.key: one.value.string_value for one in resource.resource.attributes}
                )
                made.spans += [span for scope in resource.scope_spans for span in scope.spans]
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.address = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield made
    server.shutdown()
    server.server_close()


@pytest.fixture
def telemetry(collector: Collector) -> Iterator[Telemetry]:
    made = Telemetry(collector.address, "web", "9.9")
    spans.use(made)
    yield made
    spans.use(None)
    made.close()


def test_a_request_is_a_span_by_its_route_within_the_trace_of_who_asked(
    telemetry: Telemetry, collector: Collector, database_url: str, tmp_path: Path
) -> None:
    app = create_app(make_settings(tmp_path, database_url))
    secret = "/instances/6f1f5a53-7ac0-4a3c-9f1f-0c7d4d0a1b2c?name=沈亦舟"
    app.test_client().get(secret, headers={"traceparent": PARENT, "X-Request-ID": "request-77"})
    telemetry.flush()

    span = collector.named("GET /instances/<uuid:instance_id>")
    assert (span.trace_id.hex(), span.parent_span_id.hex()) == (TRACE, "00f067aa0ba902b7")
    assert span.kind == Span.SpanKind.SPAN_KIND_SERVER
    told = attributes(span)
    assert told["tongban.request"] == "request-77"
    assert told["tongban.instance"] == "6f1f5a53-7ac0-4a3c-9f1f-0c7d4d0a1b2c"
    assert "沈亦舟" not in str(collector.spans)
    assert collector.resources[0]["service.name"] == "tongban"
    assert collector.resources[0]["service.version"] == "9.9"
    with app.app_context():
        db.engine.dispose()


def test_a_command_within_a_job_is_its_child_and_an_error_is_told_by_its_class(
    telemetry: Telemetry, collector: Collector, committed: Flask
) -> None:
    words.begin(job="engine.make_call")
    with pytest.raises(LookupError), counted("job", "engine.make_call"), transaction():
        raise LookupError("Geheim-Typed-55190")
    telemetry.flush()

    job = collector.named("job engine.make_call")
    (command,) = [span for span in collector.spans if span.name.startswith("command ")]
    assert command.parent_span_id == job.span_id
    assert job.kind == Span.SpanKind.SPAN_KIND_CONSUMER
    assert attributes(job)["error.type"] == "LookupError"
    assert "Geheim" not in str(collector.spans)


class _Fixed:
    def __init__(self, bound: Bound) -> None:
        self._bound = bound

    def operations(self, link: object) -> frozenset[str]:
        return frozenset()

    def find(self, link: object, name: str) -> Bound:
        return self._bound


def test_a_call_hands_its_span_on_to_the_other_system(telemetry: Telemetry, collector: Collector) -> None:
    with site(lambda handler, seen: answer(handler, 200, b"{}")) as other:
        service = HttpService(other.address, {"block": HttpOperation("POST", "/block")}, private=True)
        watched = WatchedConnectors(_Fixed(Bound(service, Patience())))
        bound = watched.find(None, "cards")  # type: ignore[arg-type]
        assert bound is not None
        bound.connector.call(Request("block", {}, "key-1"), 5.0)
        (seen,) = other.seen
    telemetry.flush()

    span = collector.named("call cards")
    assert span.kind == Span.SpanKind.SPAN_KIND_CLIENT
    assert seen.headers["traceparent"].startswith(f"00-{span.trace_id.hex()}-{span.span_id.hex()}-")


def test_without_a_collector_nothing_is_imported_and_nothing_handed_on(
    database_url: str, tmp_path: Path
) -> None:
    assert spans.headers() == {}
    code = (
        "import sys; from pathlib import Path; from app import create_app;"
        "from tests.conftest import make_settings;"
        f"app = create_app(make_settings(Path({str(tmp_path)!r}), {database_url!r}));"
        "app.test_client().get('/healthz');"
        "print([name for name in sys.modules if name.startswith('opentelemetry')])"
    )
    told = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert told.stdout.strip() == "[]", told.stderr[-1000:]
