"""Problem documents (RFC 9457): how the REST door says what went wrong, in the reader's language."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import orjson
from flask import Flask, Response, current_app, request
from flask.typing import ResponseReturnValue
from flask_babel import format_datetime, gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from db.trouble import TROUBLE
from engine.design_errors import Busy
from engine.errors import TooSoon
from identity.errors import Locked
from web.current import now
from web.errors import FieldFault, Meaning, meaning
from web.paths import is_api
from web.request_ids import request_id
from web.sentences import CSRF, HTTP

MIMETYPE = "application/problem+json"

ErrorPage = Callable[[Meaning, Exception], ResponseReturnValue]


def sentence(told: Meaning | FieldFault) -> str:
    """Return the sentence of an error or of a field's fault in the reader's language."""
    words = gettext(told.msgid)
    try:
        return words % {name: _shown(value) for name, value in told.params.items()} if told.params else words
    except (KeyError, TypeError, ValueError):
        # A rule without the parameter that its sentence names: better the sentence than none.
        return words


def _shown(value: Any) -> Any:
    """Write a moment as the campus's clocks show it."""
    return format_datetime(value, "MM-dd HH:mm") if isinstance(value, datetime) else value


RETRY_AFTER_S = "2"
"""Within which a database is usually back that was started again."""


def problem(error: BaseException) -> Response | None:
    """Return the problem document of an error, or ``None`` for one that no client is told about."""
    told = meaning_of(error)
    if told is None:
        return None
    findings = getattr(error, "findings", ())
    extra = {"findings": [one.as_json() for one in findings]} if findings else {}
    answer = problem_of(told, extra)
    if isinstance(error, Locked | TooSoon):
        answer.headers["Retry-After"] = str(max(1, int((error.until - now()).total_seconds())))
    if isinstance(error, Busy):
        answer.headers["Retry-After"] = str(error.retry_after)
    if told.status == 401:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="tongban"'
    return answer


def problem_of(told: Meaning, extra: Mapping[str, Any] | None = None) -> Response:
    """Return the problem document of a meaning, with members of one's own."""
    document: dict[str, Any] = {
        "type": f"urn:tongban:problem:{told.code}",
        "title": sentence(told),
        "status": told.status,
        "code": told.code,
        "request": request_id(),
    }
    if told.faults:
        document["errors"] = [
            {"pointer": one.pointer, "code": one.code, "message": sentence(one)} for one in told.faults
        ]
    return Response(orjson.dumps(document | dict(extra or {})), told.status, mimetype=MIMETYPE)


def meaning_of(error: BaseException) -> Meaning | None:
    """Return what an error of the rooms, or of the web framework, means."""
    if isinstance(error, CSRFError):
        return Meaning(400, *CSRF)
    if isinstance(error, HTTPException):
        status = error.code or 500
        code, msgid = HTTP.get(status, HTTP[400 if status < 500 else 500])
        return Meaning(status, code, msgid)
    return meaning(error)


def install_problems(app: Flask, page: ErrorPage | None = None) -> None:
    """Answer every error below the API with a problem document, elsewhere with the portal's page for it."""

    def answer(error: Exception) -> ResponseReturnValue:
        if is_api(request.path):
            return answer_problem(error)
        told = meaning_of(error)
        if page is not None and told is not None:
            return page(told, error)
        if isinstance(error, HTTPException):
            return error
        raise error

    app.register_error_handler(Exception, answer)


def answer_problem(error: Exception) -> ResponseReturnValue:
    """Return the problem document of an error; raise on what no client is told about, to be logged."""
    if isinstance(error, HTTPException) and error.response is not None:
        return error
    answer = problem(error)
    if answer is None and isinstance(error, TROUBLE):
        return _later()
    if answer is None:
        raise error
    if isinstance(error, HTTPException):
        for name, value in error.get_headers():
            if name.lower() in {"allow", "retry-after"}:
                answer.headers[name] = value
    return answer


def _later() -> Response:
    """Say that the database is away: the request may be sent again; under its key nothing happens twice."""
    current_app.logger.exception("the database cannot be used")
    answer = problem_of(Meaning(503, *HTTP[503]))
    answer.headers["Retry-After"] = RETRY_AFTER_S
    return answer
