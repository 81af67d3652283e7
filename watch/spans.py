"""Spans of OpenTelemetry, where it is configured; otherwise nothing is imported and nothing happens."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

Attributes = Mapping[str, str | int]


class Tracer(Protocol):
    """What `watch.telemetry` makes of the library."""

    def span(
        self, name: str, kind: str, attributes: Attributes, parent: Mapping[str, str]
    ) -> AbstractContextManager[Callable[[str, str | int], None]]:
        """Open a span; what it gives sets further attributes."""

    def headers(self) -> Mapping[str, str]:
        """Give the headers that hand the present span on."""


_tracer: Tracer | None = None


def use(tracer: Tracer | None) -> None:
    """Trace by `tracer` from now on, or not at all."""
    global _tracer
    _tracer = tracer


def tracing() -> bool:
    """Whether anybody looks at spans."""
    return _tracer is not None


@contextmanager
def span(
    name: str,
    kind: str = "internal",
    attributes: Attributes | None = None,
    parent: Mapping[str, str] | None = None,
) -> Iterator[Callable[[str, str | int], None]]:
    """Put a block into a span; an error that leaves it is told by its class.

    Parameters
    ----------
    kind
        ``server``, ``client``, ``consumer``, ``internal``.
    attributes
        Ids and names of our own code; never what people typed.
    parent
        Headers of whoever asked.
    """
    if _tracer is None:
        yield _nothing
        return
    with _tracer.span(name, kind, attributes or {}, parent or {}) as set_attribute:
        yield set_attribute


def headers() -> Mapping[str, str]:
    """Give the headers that hand the present span on to another system: ``traceparent``, or none."""
    return {} if _tracer is None else _tracer.headers()


def _nothing(name: str, value: str | int) -> None:
    """Set no attribute."""
