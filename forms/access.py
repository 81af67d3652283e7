"""What a step, or a reader, may see and edit of a document."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from forms.fields import Field
from forms.model import Form
from forms.pointers import general, join, split

Mode = Literal["hidden", "read", "edit"]
_RANK: dict[str, int] = {"hidden": 0, "read": 1, "edit": 2}


@dataclass(frozen=True, eq=False)
class Access:
    """Modes of fields, and which must be filled in; each is itself alone, so that it can be a key.

    Attributes
    ----------
    modes
        JSON Pointer → mode; a column of repeating rows is ``/rows/*/column``. A part of a field without a
        mode of its own has that of the whole.
    required
        Pointers that must hold something when the step is completed.
    default
        The mode of every field that is not named.
    """

    modes: Mapping[str, Mode] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    default: Mode = "read"

    @classmethod
    def everything(cls, mode: Mode) -> "Access":
        """Return the access that treats all fields alike."""
        return cls(default=mode)

    def mode(self, pointer: str) -> Mode:
        """Return the mode at a pointer; rows may be named by index."""
        known = self._known.get(pointer)
        if known is None:
            known = self._known[pointer] = self._mode(pointer)
        return known

    @cached_property
    def _known(self) -> dict[str, Mode]:
        """What was asked before: the accesses of a version live as long as it, and are asked all the time."""
        return {}

    def _mode(self, pointer: str) -> Mode:
        parts = split(general(pointer))
        for length in range(len(parts), 0, -1):
            mode = self.modes.get(join("", *parts[:length]))
            if mode is not None:
                return mode
        return self.default

    def union(self, other: "Access") -> "Access":
        """Return what somebody sees and edits who has both."""
        named = {pointer for pointer in (*self.modes, *other.modes) if pointer.startswith("/")}
        modes = {pointer: _wider(self.mode(pointer), other.mode(pointer)) for pointer in sorted(named)}
        return Access(modes, self.required | other.required, _wider(self.default, other.default))

    def read_only(self) -> "Access":
        """Return the same sight with nothing to edit."""
        modes: dict[str, Mode] = {pointer: _read(mode) for pointer, mode in self.modes.items()}
        return Access(modes, frozenset(), _read(self.default))

    def may_edit(self, field: Field, pointer: str | None = None) -> bool:
        """Return whether a person may type this field here; never what the system or the engine writes."""
        return field.settable and self.mode(pointer or field.pointer) == "edit"

    def is_required(self, field: Field) -> bool:
        """Return whether the field must be filled in here."""
        return field.pointer in self.required and self.may_edit(field)


def visible(document: Mapping[str, Any], form: Form, access: Access) -> dict[str, Any]:
    """Return the document without hidden, secret and unknown fields; they are absent, not blank."""
    fields = form.fields.values()
    return _visible(document, {part.name: part for part in fields}, access)


def _visible(value: Mapping[str, Any], fields: Mapping[str, Field], access: Access) -> dict[str, Any]:
    return {
        name: _part(part, fields[name], access)
        for name, part in value.items()
        if name in fields and not fields[name].secret and _any_visible(fields[name], access)
    }


def _part(value: Any, field: Field, access: Access) -> Any:
    if not field.children or field.control in ("attachment", "opinion"):
        return value
    children = {child.name: child for child in field.children}
    if isinstance(value, Mapping):
        return _visible(value, children, access)
    if isinstance(value, list):
        return [_row(row, children, access) for row in value if isinstance(row, Mapping)]
    return value


def _row(row: Mapping[str, Any], columns: Mapping[str, Field], access: Access) -> dict[str, Any]:
    kept = {"id": row["id"]} if "id" in row else {}
    return kept | _visible(row, columns, access)


def _any_visible(field: Field, access: Access) -> bool:
    if access.mode(field.pointer) != "hidden":
        return True
    return any(_any_visible(child, access) for child in field.children)


def _wider(one: Mode, other: Mode) -> Mode:
    return one if _RANK[one] >= _RANK[other] else other


def _read(mode: Mode) -> Mode:
    return "hidden" if mode == "hidden" else "read"
