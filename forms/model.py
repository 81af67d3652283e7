"""A form: one JSON Schema (draft 2020-12) and the layouts over it."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from forms.errors import FormProblem
from forms.fields import Field
from forms.keywords import check_keywords
from forms.layouts import Layout, parse_layout
from forms.pointers import general, join, split
from forms.secret_fields import check_secrets

SCHEMA_FILE = "form.schema.json"
LAYOUT_SUFFIX = ".layout.json"
MAX_FILE = 512 * 1024
MAX_DEPTH = 24

__all__ = ["Form", "FormProblem", "load_form"]


class Form:
    """An immutable form; equal forms have equal `digest` and share their compiled validators.

    Parameters
    ----------
    schema
        The JSON Schema of the document, with our ``x-`` keywords; never changed afterwards.
    layouts
        Name → parsed JSON of a layout file, the first being the default.

    Raises
    ------
    FormProblem
    """

    def __init__(self, schema: Mapping[str, Any], layouts: Mapping[str, Any]) -> None:
        if schema.get("type") != "object" or not isinstance(schema.get("properties", {}), Mapping):
            raise FormProblem("type", file=SCHEMA_FILE)
        self.schema = schema
        self.fields = {
            name: Field(join("", name), part) for name, part in schema.get("properties", {}).items()
        }
        check_keywords("", schema)
        for field in self.walk():
            check_keywords(field.pointer, field.schema)
            for option in field.options:
                check_keywords(field.pointer, option.schema)
            _ = field.control  # an unknown control is found now, not at the first page
        check_secrets(schema)
        self.layouts: dict[str, Layout] = {
            name: parse_layout(name, data, lambda pointer: self.field(pointer) is not None)
            for name, data in layouts.items()
        }
        self.digest = hashlib.sha256(_canonical([schema, layouts])).hexdigest()

    def __hash__(self) -> int:
        return hash(self.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Form) and self.digest == other.digest

    def field(self, pointer: str) -> Field | None:
        """Return the field at a pointer; ``/rows/0/a`` and ``/rows/*/a`` name the same column."""
        return self._by_pointer.get(general(pointer)) if pointer.startswith("/") else None

    def walk(self) -> Iterator[Field]:
        """Yield every field, parents before their columns and members."""
        pending = list(reversed(self.fields.values()))
        while pending:
            field = pending.pop()
            yield field
            pending.extend(reversed(field.children))

    @cached_property
    def secrets(self) -> frozenset[str]:
        """Pointers of the fields whose value never enters the story (decision 11)."""
        return frozenset(field.pointer for field in self.walk() if field.secret)

    @cached_property
    def autos(self) -> dict[str, str]:
        """Pointer → source of each field that the system fills in."""
        return {field.pointer: field.auto for field in self.walk() if field.auto}

    @cached_property
    def _by_pointer(self) -> dict[str, Field]:
        return {field.pointer: field for field in self.walk()}


def load_form(files: Mapping[str, bytes]) -> Form:
    """Return the form in a service's files: `SCHEMA_FILE` and every ``*.layout.json``.

    The layout ``paper`` comes first, the others by name.

    Raises
    ------
    FormProblem
    """
    from forms.schema_rules import check_schema, compile_schema

    if SCHEMA_FILE not in files:
        raise FormProblem("missing", file=SCHEMA_FILE)
    names = sorted(name for name in files if name.endswith(LAYOUT_SUFFIX) and "/" not in name)
    names.sort(key=lambda name: name != f"paper{LAYOUT_SUFFIX}")
    layouts = {name.removesuffix(LAYOUT_SUFFIX): _parse(name, files[name]) for name in names}
    schema = _parse(SCHEMA_FILE, files[SCHEMA_FILE])
    if not isinstance(schema, dict):
        raise FormProblem("type", file=SCHEMA_FILE)
    check_schema(schema)
    form = Form(schema, layouts)
    compile_schema(form, frozenset())
    return form


def _parse(name: str, data: bytes) -> Any:
    if len(data) > MAX_FILE:
        raise FormProblem("too_big", file=name)
    try:
        value = json.loads(data.decode("utf-8-sig"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as exc:
        raise FormProblem("json", file=name, detail=str(exc)) from exc
    if _depth(value) > MAX_DEPTH:
        raise FormProblem("json", file=name, detail="nested too deeply")
    return value


def _no_constant(text: str) -> Any:
    raise ValueError(f"{text} is no JSON")


def _depth(value: Any) -> int:
    depth, level = 0, [value]
    while level:
        depth += 1
        level = [
            child
            for item in level
            if isinstance(item, dict | list)
            for child in (item.values() if isinstance(item, dict) else item)
        ]
    return depth


def _canonical(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def top_level(pointer: str) -> str:
    """Return the name of the document's field that a pointer lies in; ``""`` for the document itself."""
    parts = split(pointer)
    return parts[0] if parts else ""
