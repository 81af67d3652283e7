"""References within a JSON Schema; what lies outside of it is not fetched."""

from collections.abc import Mapping
from typing import Any, Final

from forms.pointers import MISSING, get

_FURTHEST: Final = 10


def follow(schema: Any, root: Mapping[str, Any]) -> dict[str, Any]:
    """Give what a schema refers to, with what it says beside the reference; nothing for what is no schema."""
    found: dict[str, Any] = dict(schema) if isinstance(schema, Mapping) else {}
    for _ in range(_FURTHEST):
        said = found.pop("$ref", None)
        if not isinstance(said, str) or not said.startswith("#/"):
            break
        target = get(root, said[1:])
        if target is MISSING or not isinstance(target, Mapping):
            break
        found = {**target, **found}
    return found
