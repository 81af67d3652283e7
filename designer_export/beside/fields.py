"""Fields that a form has more, less, or otherwise."""

from collections.abc import Iterator
from typing import Any, Final

from designer_export.beside.words import Remark, Words, by_language, listed, named, remark, said
from forms.fields import Field
from forms.model import Form

_SAME: Final = (
    "title", "x-title", "description", "x-description", "x-control",
    "properties", "items", "required", "enum", "oneOf", "anyOf",
)  # fmt: skip
"""Keywords that are told by themselves."""


def field_remarks(before: Form, after: Form) -> Iterator[Remark]:
    """Compare two forms, field by field; a column of rows that are new themselves is not told."""
    old = {field.pointer: field for field in before.walk()}
    new = {field.pointer: field for field in after.walk()}
    for pointer, field in new.items():
        if pointer not in old and _parent(pointer) not in new.keys() - old.keys():
            yield remark("form", pointer, "field/added", field=called(field), control=_control(field))
    for pointer, field in old.items():
        if pointer not in new and _parent(pointer) not in old.keys() - new.keys():
            yield remark("form", pointer, "field/removed", field=called(field), control=_control(field))
    must_before, must_after = required_of(before), required_of(after)
    for pointer, field in new.items():
        if pointer in old:
            yield from _changes(old[pointer], field)
            if (pointer in must_before) != (pointer in must_after):
                code = "field/required" if pointer in must_after else "field/optional"
                yield remark("form", pointer, code, field=called(field))


def called(field: Field) -> Words:
    """Give the title of a field."""
    return by_language(field.title)


def required_of(form: Form) -> frozenset[str]:
    """Give the pointers of the fields that the schema itself asks for."""
    found = {f"/{name}" for name in _names(form.schema)}
    for field in form.walk():
        holder = field.items if field.type == "array" else field.schema
        prefix = f"{field.pointer}/*" if field.type == "array" else field.pointer
        found |= {f"{prefix}/{name}" for name in _names(holder)}
    return frozenset(found)


def _names(schema: Any) -> list[str]:
    names = schema.get("required", [])
    return [str(name) for name in names] if isinstance(names, list) else []


def _changes(old: Field, new: Field) -> Iterator[Remark]:
    at = new.pointer
    if called(old) != called(new):
        yield _renamed(old, new)
    hints = [by_language(one.hint) for one in (old, new)]
    if hints[0] != hints[1]:
        yield remark("form", at, "field/hint", field=called(new), before=hints[0], after=hints[1])
    if old.control != new.control:
        before, after = _control(old), _control(new)
        yield remark("form", at, "field/control", field=called(new), before=before, after=after)
    if [_option(one) for one in old.options] != [_option(one) for one in new.options]:
        before, after = (listed(map(_option, one.options)) for one in (old, new))
        yield remark("form", at, "field/options", field=called(new), before=before, after=after)
    for name in dict.fromkeys([*old.schema, *new.schema]):
        if name not in _SAME and old.schema.get(name) != new.schema.get(name):
            yield _limit(old, new, name)


def _renamed(old: Field, new: Field) -> Remark:
    """Where people read the same name in one language, the other is what differs."""
    was, now = called(old), called(new)
    turned = [lang for lang in now if was[lang] != now[lang]]
    if len(turned) == len(now):
        return remark("form", new.pointer, "field/title", before=was, field=now)
    words = {"before": was[turned[0]], "after": now[turned[0]]}
    return remark("form", new.pointer, "field/translation", field=now, **words)


def _limit(old: Field, new: Field, name: str) -> Remark:
    before, after = (said(one.schema.get(name)) for one in (old, new))
    words = {"field": called(new), "limit": named("limit", name), "before": before, "after": after}
    return remark("form", new.pointer, "field/limit", **words)


def _option(option: Any) -> Words:
    return by_language(option.label)


def _control(field: Field) -> Words:
    return named("control", field.control)


def _parent(pointer: str) -> str:
    return pointer.rpartition("/")[0].removesuffix("/*")
