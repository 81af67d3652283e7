"""Problem documents (RFC 9457): how the REST door says what went wrong, in the reader's language."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import orjson
from flask import Flask, Response, current_app, make_response, request
from flask.typing import ResponseReturnValue
from flask_babel import format_datetime, gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from db.trouble import TROUBLE
from engine.design_errors import Busy
from engine.errors import TooSoon
from identity.errors import Locked
from web.current import now
from web.errors import FieldFault, Meaning, meaning
from web.paths import is_api
from web.request_ids import request_id
from web.sentences import AWAY, CSRF, HTTP

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
    if isinstance(error, (*TROUBLE, Busy)):
        answer.headers["Retry-After"] = retry_after(error)
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
    if isinstance(error, TROUBLE):
        return Meaning(503, *AWAY)
    if isinstance(error, HTTPException):
        status = error.code or 500
        code, msgid = HTTP.get(status, HTTP[400 if status < 500 else 500])
        return Meaning(status, code, msgid)
    return meaning(error)


def install_problems(app: Flask, page: ErrorPage | None = None) -> None:
    """Answer every error below the API with a problem document, elsewhere with the portal's page for it."""

    def answer(raised: Exception) -> ResponseReturnValue:
        error = _beneath(raised)
        if isinstance(error, TROUBLE):
            _log_trouble(error)
        if is_api(request.path):
            return answer_problem(error)
        told = meaning_of(error)
        if page is not None and told is not None:
            return _with_retry(page(told, error), error)
        if isinstance(error, HTTPException):
            return error
        raise error

    app.register_error_handler(Exception, answer)


def retry_after(error: BaseException) -> str:
    """Return after how many seconds a request is worth another try."""
    return str(error.retry_after) if isinstance(error, Busy) else RETRY_AFTER_S


def _with_retry(answer: ResponseReturnValue, error: Exception) -> ResponseReturnValue:
    if not isinstance(error, (*TROUBLE, Busy)):
        return answer
    made = make_response(answer)
    made.headers["Retry-After"] = retry_after(error)
    return made


def _beneath(error: Exception) -> Exception:
    """Return the trouble that Flask has wrapped: one behind the view, where an answer was about to leave."""
    original = error.original_exception if isinstance(error, InternalServerError) else None
    return original if isinstance(original, TROUBLE) else error


def _log_trouble(error: BaseException) -> None:
    # The class alone: the words of the driver name machines, and sometimes values.
    current_app.logger.error("the database cannot be used: %s", type(error).__name__)


def answer_problem(error: Exception) -> ResponseReturnValue:
    """Return the problem document of an error; raise on what no client is told about, to be logged."""
    if isinstance(error, HTTPException) and error.response is not None:
        return error
    answer = problem(error)
    if answer is None:
        raise error
    if isinstance(error, HTTPException):
        for name, value in error.get_headers():
            if name.lower() in {"allow", "retry-after"}:
                answer.headers[name] = value
    return answer
