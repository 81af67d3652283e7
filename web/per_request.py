"""What is found out once a request. It is kept with the request itself, for `flask.g` belongs to the
application context, which a command line or a test may hold open over several requests.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import request

Found = TypeVar("Found")
_KEY = "tongban.found"


def once(name: str, find: Callable[[], Found]) -> Found:
    """Return what `find` gave in this request, calling it the first time only.

    Not for what depends on who asks: a view may be called again with somebody else (:mod:`web.standing`).
    """
    found: dict[str, Any] = request.environ.setdefault(_KEY, {})
    if name not in found:
        found[name] = find()
    known: Found = found[name]
    return known


def forget(name: str) -> None:
    """Find something out again when it is next asked for."""
    request.environ.get(_KEY, {}).pop(name, None)
