"""What the rules must know about a form: which fields there are, of what control, and which layouts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import orjson

SCHEMA: Final = "form.schema.json"
LAYOUT: Final = ".layout.json"


@dataclass(frozen=True, slots=True)
class FormFacts:
    """Pointers of a form's fields with their controls, and its layouts' names with their pointers.

    A column of repeating rows is ``/rows/*/column``.
    """

    controls: Mapping[str, str]
    layouts: Mapping[str, tuple[str, ...]]

    @property
    def names(self) -> frozenset[str]:
        """Names of top-level fields: what expressions may say."""
        return frozenset(pointer[1:] for pointer in self.controls if pointer.count("/") == 1)


def form_facts(files: Mapping[str, bytes] | None) -> FormFacts | None:
    """Read a form's facts; None without files, without a schema, or if the schema is no JSON object."""
    if not files or SCHEMA not in files:
        return None
    schema = _object(files[SCHEMA])
    if schema is None:
        return None
    layouts = {
        name.removesuffix(LAYOUT): tuple(_pointers(_object(content) or {}))
        for name, content in files.items()
        if name.endswith(LAYOUT)
    }
    return FormFacts(dict(_fields(schema, "")), layouts)


def _object(content: bytes) -> dict[str, Any] | None:
    try:
        parsed = orjson.loads(content)
    except orjson.JSONDecodeError:
        return None
    return parsed if isinstance(parsed, dict) else None


def _fields(schema: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for name, part in _mapping(schema.get("properties")).items():
        pointer = f"{prefix}/{name.replace('~', '~0').replace('/', '~1')}"
        part = _mapping(part)
        yield pointer, str(part.get("x-control", "text"))
        yield from _fields(part, pointer)
        yield from _fields(_mapping(part.get("items")), f"{pointer}/*")


def _pointers(layout: Mapping[str, Any]) -> Iterator[str]:
    rows = layout.get("rows")
    for row in rows if isinstance(rows, list) else []:
        for cell in row if isinstance(row, list) else []:
            pointer = _mapping(cell).get("field")
            if isinstance(pointer, str):
                yield pointer


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
