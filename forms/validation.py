"""Checking what a person submits at a step against the form and against what the step may edit."""

from collections.abc import Iterator, Mapping
from typing import Any

from forms.access import Access
from forms.changes import changes
from forms.errors import FieldError
from forms.faults import field_error
from forms.fields import Field
from forms.files import file_errors
from forms.limits import limit_errors
from forms.merging import is_empty, merge
from forms.model import Form
from forms.pointers import join, split
from forms.schema_rules import compile_schema

__all__ = ["FieldError", "changes", "check", "merge"]

MAX_ERRORS = 200


def check(
    form: Form, access: Access, document: Mapping[str, Any], submitted: Mapping[str, Any]
) -> list[FieldError]:
    """Return everything that is wrong with a submission; an empty list means it may be merged.

    Only fields that the step may edit are judged: what others wrote is not this person's fault.

    Parameters
    ----------
    document
        The document as it stands, hidden fields included.
    submitted
        The fields that the person sends; None clears a field, an absent field stays as it is. A field that he
        may only read passes if it is sent back unchanged.

    Returns
    -------
    list of FieldError
        At most one a pointer, in the order of the schema; row indexes are those of ``submitted``.
    """
    errors = limit_errors(submitted)
    if errors:
        return errors
    errors = list(_foreign(form, access, document, submitted))
    if errors:
        return errors
    merged = merge(form, access, document, submitted, keep_blank_rows=True)
    found: dict[str, FieldError] = {}
    judges = (_missing, file_errors, _invalid)  # the first word on a field is kept
    for error in (error for judge in judges for error in judge(form, access, merged)):
        found.setdefault(error.pointer, error)
    return sorted(found.values(), key=_order(form))[:MAX_ERRORS]


def _foreign(
    form: Form, access: Access, document: Mapping[str, Any], submitted: Mapping[str, Any]
) -> Iterator[FieldError]:
    """Yield the fields that are not this person's to send."""
    for name, value in submitted.items():
        field = form.fields.get(name)
        if field is None or not _sees(access, field):
            yield FieldError(join("", name), "unknown_field")
        elif not _edits(access, field) and value != document.get(name):
            yield FieldError(field.pointer, "not_editable")


def _sees(access: Access, field: Field) -> bool:
    return access.mode(field.pointer) != "hidden" or any(_sees(access, child) for child in field.children)


def _edits(access: Access, field: Field) -> bool:
    return access.may_edit(field) or any(_edits(access, child) for child in field.children)


def _missing(form: Form, access: Access, merged: Mapping[str, Any]) -> Iterator[FieldError]:
    """Yield required fields without content, and required boxes that are not ticked."""
    for field in form.fields.values():
        yield from _missing_in(field, field.pointer, merged.get(field.name), access)


def _missing_in(field: Field, pointer: str, value: Any, access: Access) -> Iterator[FieldError]:
    if access.is_required(field) and (is_empty(value) or (field.control == "checkbox" and value is False)):
        yield FieldError(pointer, "required")
    elif isinstance(value, Mapping):
        for child in field.children:
            yield from _missing_in(child, join(pointer, child.name), value.get(child.name), access)
    elif isinstance(value, list) and field.control == "rows":
        for index, row in enumerate(value):
            for child in field.children:
                part = row.get(child.name) if isinstance(row, Mapping) else None
                yield from _missing_in(child, join(pointer, index, child.name), part, access)


def _invalid(form: Form, access: Access, merged: Mapping[str, Any]) -> Iterator[FieldError]:
    """Yield what the JSON Schema finds in the fields that the step may edit."""
    editable = frozenset(
        pointer for pointer in access.required if (field := form.field(pointer)) and access.may_edit(field)
    )
    for fault in compile_schema(form, editable).iter_errors(merged):
        error = field_error(form, fault)
        field = form.field(error.pointer) or form.fields.get(next(iter(split(error.pointer)), ""))
        if field is not None and _edits(access, field):
            yield error


def _order(form: Form) -> Any:
    place = {name: number for number, name in enumerate(form.fields)}

    def key(error: FieldError) -> tuple[Any, ...]:
        parts = split(error.pointer)
        rest = [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts[1:]]
        return (place.get(parts[0] if parts else "", -1), rest)

    return key
