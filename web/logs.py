"""Logs as JSON lines on standard error, without personal data.

A request is logged by its route, never by its path, query or body. An exception is logged by its
classes and the places it passed, never by its message: a driver's message quotes the values.
"""

import logging
import sys
import time
import traceback
import uuid
from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Any, TextIO

import structlog
from flask import Flask, Response, has_request_context, request
from structlog.typing import EventDict, WrappedLogger

from watch import words
from watch.counters import count, observe
from web.request_ids import request_id

_STARTED = "tongban.started"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_log = logging.getLogger("web")


def configure_logs(stream: TextIO | None = None, level: str = "info") -> None:
    """Send every logger of this process, other libraries' included, through one JSON formatter."""
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(["status", "ms"]),
            _moment,
            _request,
            _about,
            _of_a_job,
            _failure,
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        keep_exc_info=False,
        keep_stack_info=False,
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(formatter)
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    # The development server's line quotes the path, and ours says the same without it.
    logging.getLogger("werkzeug").setLevel(logging.WARNING)


def install_access_log(app: Flask) -> None:
    """Write one line a request: method, route, status, milliseconds."""

    @app.before_request
    def _start() -> None:
        request.environ[_STARTED] = time.perf_counter()
        words.begin(**_ids(request.view_args or {}))

    @app.after_request
    def _line(response: Response) -> Response:
        spent = time.perf_counter() - request.environ[_STARTED]
        _count(response.status_code, spent)
        if request.endpoint != "static" and not str(request.endpoint).endswith(".static"):
            _log.info("request", extra={"status": response.status_code, "ms": round(spent * 1000, 1)})
        return response


def _ids(arguments: Mapping[str, Any]) -> dict[str, str]:
    """Give what the address itself says the request is about."""
    if not arguments:
        return {}
    found = (("instance", arguments.get("instance_id")), ("task", arguments.get("task_id")))
    return {name: str(value) for name, value in found if isinstance(value, uuid.UUID | int)}


def _count(status: int, seconds: float) -> None:
    # By the route, which is ours; a method may be any word that somebody sends.
    rule, method = request.url_rule, request.method
    route, method = rule.rule if rule else "none", method if method in _METHODS else "other"
    count("tongban_requests_total", route, method, str(status))
    observe("tongban_request_seconds", seconds, route, method)


def _moment(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    event["at"] = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    return event


def _request(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    if has_request_context():
        event["request"] = request_id()
        event["method"] = request.method
        event["route"] = str(request.url_rule) if request.url_rule else None
    return event


def _about(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    """Say which instance, task or job it is about, where there is one."""
    event.update(words.about())
    return event


def _of_a_job(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    """Take the queue's own words away: they quote the arguments of jobs, titles and names among them."""
    record: Any = event.get("_record")
    if record is not None and record.name.partition(".")[0] == "procrastinate":
        event["event"] = f"job queue: {getattr(record, 'action', record.funcName)}"
        job = getattr(record, "job", None)
        if isinstance(job, Mapping):
            event["job"], event["job_id"] = job.get("task_name"), job.get("id")
    return event


def _failure(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    """Replace an exception by its classes and the places it passed."""
    given: Any = event.pop("exc_info", None)
    info = sys.exc_info() if given is True else given
    error = info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        event["errors"] = [type(one).__qualname__ for one in _chain(error)]
        event["places"] = _places(error.__traceback__)
    return event


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__ or seen.__context__


def _places(trace: TracebackType | None) -> list[str]:
    return [f"{place.filename}:{place.lineno} {place.name}" for place in traceback.extract_tb(trace)[-12:]]
