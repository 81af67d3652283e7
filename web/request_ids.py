"""One id for each request, in its answer, in its log line and in its problem document."""

import re
import secrets

from flask import Flask, Response, g, request

HEADER = "X-Request-ID"
_USABLE = re.compile(r"[A-Za-z0-9-]{8,64}")


def request_id() -> str:
    """Return the id of the present request; a proxy's own id is kept if it looks like one."""
    known: str | None = g.get("request_id")
    if known is None:
        given = request.headers.get(HEADER, "")
        known = g.request_id = given if _USABLE.fullmatch(given) else secrets.token_hex(8)
    return known


def install_request_ids(app: Flask) -> None:
    """Name each request in its answer."""

    @app.after_request
    def _name(response: Response) -> Response:
        response.headers[HEADER] = request_id()
        return response
