"""The inputs of a form page, named by JSON Pointer, as a submitted document."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from forms.access import Access
from forms.coercion import coerce
from forms.fields import Field
from forms.merging import fresh_id, is_empty
from forms.model import Form
from forms.pointers import join

#: Submit buttons that change the form instead of sending it: ``add:/visits``, ``remove:/visits/0``.
ROW_BUTTON = "row"
SCHOOL_TIME = ZoneInfo("Asia/Shanghai")

Inputs = Mapping[str, Iterable[str]]
_ACTION = re.compile(r"(add|remove):(/.*)", re.DOTALL)


def row_action(inputs: Inputs) -> tuple[str, str] | None:
    """Return ``("add", list)`` or ``("remove", entry)``, as pointers, if such a button was pressed.

    The door then shows the form again with what `from_inputs` returns, instead of submitting it.
    """
    for value in inputs.get(ROW_BUTTON, ()):
        if found := _ACTION.fullmatch(value):
            return found[1], found[2]
    return None


def from_inputs(
    form: Form, access: Access, inputs: Inputs, *, timezone: tzinfo = SCHOOL_TIME
) -> dict[str, Any]:
    """Return the submitted document: the fields that the page held and that ``access`` lets the step edit.

    A value that does not fit its field's type stays the text that was typed, for `forms.validation.check` to
    refuse and for the page to show again. An emptied field is None.

    Parameters
    ----------
    inputs
        Name → values, as ``request.form.to_dict(flat=False)`` gives them. A file that came with the form
        itself is first stored by the door, and then stands under its field's pointer as JSON
        ``{"id", "name", "size"}``.
    timezone
        Where the clock of ``datetime-local`` inputs hangs.
    """
    return _Reader(access, inputs, timezone).members("", form.fields.values())


class _Reader:
    def __init__(self, access: Access, inputs: Inputs, timezone: tzinfo) -> None:
        self.access = access
        self.inputs = inputs
        self.timezone = timezone
        self.action = row_action(inputs)

    def members(self, base: str, fields: Iterable[Field]) -> dict[str, Any]:
        """Read the fields of the document, of an object or of one row."""
        found: dict[str, Any] = {}
        for field in fields:
            pointer = join(base, field.name)
            if field.type == "object" and field.children:
                if inner := self.members(pointer, field.children):
                    found[field.name] = inner
            elif field.control == "rows":
                if pointer in self.inputs and self._edits_any(field):
                    found[field.name] = self._rows(field, pointer)
            elif self.access.may_edit(field) and pointer in self.inputs:
                found[field.name] = self._value(field, pointer)
        return found

    def _value(self, field: Field, pointer: str) -> Any:
        if field.control == "attachment":
            return self._files(pointer)
        return coerce(field, list(self.inputs.get(pointer, ())), self.timezone)

    def _rows(self, field: Field, pointer: str) -> list[dict[str, Any]] | None:
        """Read the rows by index; blank ones go, unless a row is just being added or removed."""
        rows = self._entries(pointer, lambda base: self._row(field, base))
        if self.action is None:
            rows = [row for row in rows if not _blank(row)]
        if self.action == ("add", pointer):
            rows.append({"id": fresh_id({row["id"] for row in rows if "id" in row})})
        return rows or None

    def _row(self, field: Field, base: str) -> dict[str, Any]:
        row_id = self._first(join(base, "id"))
        return ({"id": row_id} if row_id else {}) | self.members(base, field.children)

    def _files(self, pointer: str) -> list[dict[str, Any]] | None:
        files = self._entries(pointer, self._file)
        uploaded = (_reference(text) for text in self.inputs.get(pointer, ()))
        return [file for file in (*files, *uploaded) if file and file.get("id")] or None

    def _file(self, base: str) -> dict[str, Any]:
        file: dict[str, Any] = {key: self._first(join(base, key)) for key in ("id", "name")}
        size = self._first(join(base, "size"))
        return file | ({"size": int(size)} if size.isdecimal() and len(size) < 16 else {})

    def _entries(self, pointer: str, read: Callable[[str], dict[str, Any]]) -> list[dict[str, Any]]:
        pattern = re.compile(re.escape(pointer) + r"/([0-9]{1,6})/")
        indexes = {int(found[1]) for name in self.inputs if (found := pattern.match(name))}
        kept = (join(pointer, index) for index in sorted(indexes))
        return [read(base) for base in kept if self.action != ("remove", base)]

    def _first(self, name: str) -> str:
        return next(iter(self.inputs.get(name, ())), "")

    def _edits_any(self, field: Field) -> bool:
        return self.access.may_edit(field) or any(self._edits_any(child) for child in field.children)


def _blank(row: Mapping[str, Any]) -> bool:
    """Tell whether nothing was written into a row; an unticked box is nothing."""
    return all(name == "id" or value is False or is_empty(value) for name, value in row.items())


def _reference(text: str) -> dict[str, Any] | None:
    """Read the reference of a file that was stored just now; anything else under the name is no file."""
    try:
        value = json.loads(text) if text.startswith("{") else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict):
        return None
    return {key: value[key] for key in ("id", "name", "size") if isinstance(value.get(key), str | int)}
