"""Repeating rows: the fields of a form of its own become columns."""

from collections.abc import Iterator
from typing import Any

from forms.foreign.form import ForeignForm, Schema
from forms.pointers import split


def rows_of(columns: ForeignForm) -> Schema:
    """Give the schema of rows; members of objects within them become columns of their own."""
    parts = dict(_columns(columns.fields))
    must = [split(pointer)[-1] for pointer in columns.required if split(pointer)[-1] in parts]
    item: dict[str, Any] = {"type": "object", "properties": parts}
    if must:
        item["required"] = sorted(must)
    return {"type": "array", "items": item, "x-control": "rows"}


def add_columns(form: ForeignForm, name: str, columns: ForeignForm) -> None:
    """Take over the remarks on columns, and tell of those that can be no column."""
    form.remarks += columns.remarks
    for column in [column for column, schema in _all(columns.fields) if not _fits(schema)]:
        form.remark("column", name, column=column)


def _columns(fields: dict[str, Schema]) -> Iterator[tuple[str, Schema]]:
    for name, schema in _all(fields):
        if _fits(schema):
            # A secret is kept at the top of a form only.
            yield ("id_" if name == "id" else name), {k: v for k, v in schema.items() if k != "x-secret"}


def _all(fields: dict[str, Schema]) -> Iterator[tuple[str, Schema]]:
    for name, schema in fields.items():
        if schema.get("type") == "object":
            yield from _all(schema.get("properties", {}))
        else:
            yield name, schema


def _fits(schema: Schema) -> bool:
    return schema.get("x-control") != "rows"
