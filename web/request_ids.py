"""One id for each request, in its answer, in its log line and in its problem document."""

import re
import secrets

from flask import Flask, Response, request

from web.per_request import once

HEADER = "X-Request-ID"
_USABLE = re.compile(r"[A-Za-z0-9-]{8,64}")


def request_id() -> str:
    """Return the id of the present request; a proxy's own id is kept if it looks like one."""
    return once("request_id", _choose)


def _choose() -> str:
    given = request.headers.get(HEADER, "")
    return given if _USABLE.fullmatch(given) else secrets.token_hex(8)


def install_request_ids(app: Flask) -> None:
    """Name each request in its answer."""

    @app.after_request
    def _name(response: Response) -> Response:
        response.headers[HEADER] = request_id()
        return response
