"""Putting what a step submits into the document, and nothing else."""

import secrets
from collections.abc import Mapping
from typing import Any

from forms.access import Access
from forms.fields import Field
from forms.model import Form


def is_empty(value: Any) -> bool:
    """Return whether a field holds nothing: no value, blank text, an empty list or object."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or (isinstance(value, list | Mapping) and not value)


def merge(
    form: Form,
    access: Access,
    document: Mapping[str, Any],
    submitted: Mapping[str, Any],
    *,
    keep_blank_rows: bool = False,
) -> dict[str, Any]:
    """Return the document after the step.

    Only fields that ``access`` lets the step edit are written, so that two steps at work side by side never
    undo each other; in repeating rows the columns that the step may not edit are kept by the row's id. Rows
    without an id are given one; blank new rows are dropped.

    Parameters
    ----------
    keep_blank_rows
        Keep them, so that the indexes of errors fit what was submitted.
    """
    merger = _Merger(access, keep_blank_rows)
    return merger.members(form.fields, document, submitted)


class _Merger:
    def __init__(self, access: Access, keep_blank_rows: bool) -> None:
        self.access = access
        self.keep_blank_rows = keep_blank_rows

    def members(
        self, fields: Mapping[str, Field], old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Merge the fields of a document, of an object, or of one row."""
        result = {name: _copied(value) for name, value in old.items() if value is not None}
        for name, field in fields.items():
            if name in new:
                value = self._value(field, old.get(name), new[name])
                if is_empty(value):
                    result.pop(name, None)
                else:
                    result[name] = value
        return result

    def _value(self, field: Field, old: Any, new: Any) -> Any:
        whole = self.access.may_edit(field)
        if field.control == "rows" and (isinstance(new, list) or new is None):
            return self._rows(field, old if isinstance(old, list) else [], new or [], whole)
        if field.children and field.type == "object" and isinstance(new, Mapping):
            before = old if isinstance(old, Mapping) else {}
            return self.members({child.name: child for child in field.children}, before, new)
        return _copied(new if whole else old)

    def _rows(self, field: Field, old: list[Any], new: list[Any], whole: bool) -> list[Any]:
        """Take order and membership from the submission if the list is the step's, else from the document."""
        columns = {child.name: child for child in field.children}
        before = {row["id"]: row for row in old if isinstance(row, Mapping) and "id" in row}
        if not whole:
            sent = {row["id"]: row for row in new if isinstance(row, Mapping) and "id" in row}
            return [
                self._row(columns, row, sent.get(row.get("id"), {}))
                for row in old
                if isinstance(row, Mapping)
            ]
        rows, used = [], set(before)
        for row in new:
            if not isinstance(row, Mapping):
                rows.append(row)  # the schema refuses it, with its pointer
                continue
            merged = self._row(
                columns, before.pop(row.get("id"), {}) if _hashable(row.get("id")) else {}, row
            )
            if merged.keys() <= {"id"} and not self.keep_blank_rows:
                continue
            merged.setdefault("id", row["id"] if row.get("id") else fresh_id(used))
            used.add(merged["id"] if _hashable(merged["id"]) else "")
            rows.append(merged)
        return rows

    def _row(
        self, columns: Mapping[str, Field], old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> dict[str, Any]:
        merged = self.members(columns, old, new)
        foreign = {name: value for name, value in new.items() if name not in columns and name != "id"}
        return foreign | merged  # unknown columns stay for the check to refuse


def _copied(value: Any) -> Any:
    """Copy a JSON value, so that the documents before and after share nothing."""
    if isinstance(value, dict):
        return {name: _copied(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_copied(item) for item in value]
    return value


def _hashable(value: Any) -> bool:
    return isinstance(value, str)


def fresh_id(used: set[str]) -> str:
    """Return an id for a new row, unlike those in use."""
    while (row_id := secrets.token_hex(4)) in used:
        pass
    return row_id
