"""Makes the JSON answers of writes, which are kept for a repeated request as they are."""

from collections.abc import Mapping
from typing import Any

import orjson
from flask import Response

from api.schemas.base import Shape, instance_of


def reply(
    shape: type[Shape], value: object, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """Return the JSON of a value in its shape."""
    body: Any = instance_of(shape).dump(value)
    return Response(orjson.dumps(body), status, dict(headers or {}), mimetype="application/json")
