"""The built front end's files."""

from flask import Response, send_from_directory

from portal.assets import DIST
from portal.blueprint import portal

_YEAR = 365 * 24 * 3600


@portal.get("/static/dist/<path:name>")
def static(name: str) -> Response:
    """Send a built file; its name carries its content's hash, so it never changes."""
    answer = send_from_directory(DIST, name, max_age=_YEAR)
    answer.cache_control.immutable = True
    answer.cache_control.public = True
    return answer
