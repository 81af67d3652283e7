"""The request headers that writes take, as the OpenAPI document describes them."""

from typing import Any

IDEMPOTENCY: dict[str, Any] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "1 to 200 visible ASCII characters. The same key and request get the same answer and "
    "change nothing more; another request under the key is refused with 422, one in flight with 409.",
    "schema": {"type": "string", "maxLength": 200},
}
IF_MATCH: dict[str, Any] = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "The task's version as its ETag said it. Missing: 428; passed: 409.",
    "schema": {"type": "string"},
}
