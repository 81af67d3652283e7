"""Spans for an OpenTelemetry collector, over OTLP and HTTP; imported only where one is configured."""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import SpanKind, Status, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from watch.spans import Attributes

_KINDS = {
    "internal": SpanKind.INTERNAL,
    "server": SpanKind.SERVER,
    "client": SpanKind.CLIENT,
    "consumer": SpanKind.CONSUMER,
}


class Telemetry:
    """Makes spans, and sends them in batches from a thread of its own.

    Parameters
    ----------
    endpoint
        Of the collector, without ``/v1/traces``.
    role
        ``web`` or ``worker``.
    """

    def __init__(self, endpoint: str, role: str, version: str) -> None:
        names = {"service.name": "tongban", "service.version": version, "tongban.role": role}
        self._provider = TracerProvider(resource=Resource.create(names))
        exporter = OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces", timeout=5)
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer = self._provider.get_tracer("tongban", version)
        self._propagator = TraceContextTextMapPropagator()
        # A collector that is away is its owner's business; a line for each batch would bury everything.
        logging.getLogger("opentelemetry").setLevel(logging.ERROR)

    @contextmanager
    def span(
        self, name: str, kind: str, attributes: Attributes, parent: Mapping[str, str]
    ) -> Iterator[Callable[[str, str | int], None]]:
        """Open a span; see :func:`watch.spans.span`."""
        # Without a parent's headers the present span is the parent.
        context = self._propagator.extract(parent) if "traceparent" in parent else None
        with self._tracer.start_as_current_span(
            name,
            context,
            _KINDS[kind],
            attributes,
            record_exception=False,
            set_status_on_exception=False,
        ) as span:

            def tell(key: str, value: str | int) -> None:
                if key == "name":
                    span.update_name(str(value))
                else:
                    span.set_attribute(key, value)

            try:
                yield tell
            except BaseException as error:
                # Its class only: the words of an error quote what people typed.
                span.set_attribute("error.type", type(error).__name__)
                span.set_status(Status(StatusCode.ERROR))
                raise

    def headers(self) -> Mapping[str, str]:
        """Give ``traceparent`` of the present span."""
        found: dict[str, str] = {}
        self._propagator.inject(found)
        return found

    def flush(self) -> None:
        """Send what waits."""
        self._provider.force_flush()

    def close(self) -> None:
        """Send what waits, and end the thread."""
        self._provider.shutdown()
