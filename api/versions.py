"""The version of a task as an entity tag: ETag out, If-Match in."""

from flask import request

from engine.errors import Stale
from web.refusals import VersionRequired


def etag(version: int) -> str:
    """Return the entity tag of a version, quoted."""
    return f'"{version}"'


def seen_version() -> int:
    """Return the version that the client says it has seen.

    Raises
    ------
    VersionRequired
        There is no If-Match, or one that matches everything: a handler decides on what he has read.
    Stale
        It names nothing that a task's version ever was.
    """
    given = request.headers.get("If-Match", "").strip()
    if not given or given == "*":
        raise VersionRequired
    tag = given.strip('"')
    if not tag.isascii() or not tag.isdigit() or len(tag) > 9:
        raise Stale
    return int(tag)
