"""One document for several forms: fields of equal name and type are one, others get the form's prefix."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from forms.foreign.form import ForeignForm, Remark, Schema
from forms.foreign.names import file_word
from forms.pointers import join, split

MAX_BYTES: Final = 400 * 1024
"""Of the schema; a form's file has 512 kB at most."""

_LOWER: Final = frozenset({"minLength", "minimum", "exclusiveMinimum", "minItems"})
_UPPER: Final = frozenset({"maxLength", "maximum", "exclusiveMaximum", "maxItems"})
_SAME: Final = ("pattern", "multipleOf", "const", "uniqueItems")
_NUMBERS: Final = frozenset({"integer", "number"})


@dataclass
class Unified:
    """What several forms come to.

    Attributes
    ----------
    fields
        Name → schema, of the document.
    pointers
        For each form: where its fields stand, if elsewhere than it says.
    remarks
        With the number of the form that each speaks of.
    """

    fields: dict[str, Schema] = field(default_factory=dict)
    pointers: list[dict[str, str]] = field(default_factory=list)
    remarks: list[tuple[int, Remark]] = field(default_factory=list)


def unify(forms: Sequence[tuple[str, ForeignForm]], reserved: frozenset[str] = frozenset()) -> Unified:
    """Make one document of forms, each with the prefix that its own fields get where names collide.

    Parameters
    ----------
    reserved
        Names that mean something else to expressions: no field of the document has one.
    """
    made, edited = Unified(), set[str]()
    size = 0
    for number, (prefix, form) in enumerate(forms):
        renamed: dict[str, str] = {}
        for name, schema in form.fields.items():
            size += len(json.dumps(schema, ensure_ascii=False).encode())
            if size > MAX_BYTES:
                made.remarks.append((number, Remark("too_much", name, {"limit": MAX_BYTES})))
                form.drop(name)
                continue
            writes = any(mode == "edit" for pointer, mode in form.access.items() if split(pointer)[0] == name)
            target = _place(made, name, schema, prefix, reserved)
            if target != name:
                renamed[name] = target
                made.remarks.append((number, Remark("prefixed", name, {"new": target})))
            _put(made, number, target, schema, writes=writes, was_edited=target in edited)
            edited |= {target} if writes else set()
        made.pointers.append(dict(_moved(form, renamed)))
    return made


def _place(made: Unified, name: str, schema: Schema, prefix: str, reserved: frozenset[str]) -> str:
    """Give the name under which a field stands in the document."""
    if name not in reserved and (name not in made.fields or _same_kind(made.fields[name], schema)):
        return name
    base = f"{file_word(prefix) or 'form'}_{name}".replace(" ", "_").replace("-", "_").replace(".", "_")
    target, number = base, 1
    while target in reserved or (target in made.fields and not _same_kind(made.fields[target], schema)):
        number += 1
        target = f"{base}_{number}"
    return target


def _put(made: Unified, number: int, name: str, schema: Schema, *, writes: bool, was_edited: bool) -> None:
    known = made.fields.get(name)
    if known is None or (writes and not was_edited):
        made.fields[name] = schema
    elif writes and _plain(known) != _plain(schema):
        made.fields[name] = _wider(known, schema)
        made.remarks.append((number, Remark("merged", name, {})))


def _same_kind(one: Schema, other: Schema) -> bool:
    """Tell whether two fields hold the same kind of value; whole numbers are numbers."""
    kinds = {one.get("type"), other.get("type")}
    if len(kinds) > 1 and kinds != _NUMBERS:
        return False
    if kinds == {"array"}:
        return _shape(one) == _shape(other) and _same_members(one.get("items", {}), other.get("items", {}))
    if one.get("x-secret") != other.get("x-secret"):
        return False
    is_day = [part.get("format") in ("date", "date-time") and part.get("format") for part in (one, other)]
    return is_day[0] == is_day[1] and _same_members(one, other)


def _same_members(one: Schema, other: Schema) -> bool:
    mine, theirs = one.get("properties", {}), other.get("properties", {})
    return all(_same_kind(mine[name], theirs[name]) for name in mine.keys() & theirs.keys())


def _shape(schema: Schema) -> tuple[Any, Any]:
    return schema.get("x-control", "rows"), schema.get("items", {}).get("type")


def _wider(one: Schema, other: Schema) -> Schema:
    """Give a schema that takes what either takes; words are those of the first."""
    made = dict(one)
    if one.get("type") != other.get("type"):
        made["type"] = "number"
    for keyword in {*one, *other} & (_LOWER | _UPPER):
        if keyword in one and keyword in other:
            made[keyword] = (min if keyword in _LOWER else max)(one[keyword], other[keyword])
        else:
            made.pop(keyword, None)
    for keyword in _SAME:
        if one.get(keyword) != other.get(keyword):
            made.pop(keyword, None)
    if one.get("format") != other.get("format"):
        made.pop("format", None)
    _widen_choices(made, one, other)
    _widen_members(made, one, other)
    return made


def _widen_choices(made: Schema, one: Schema, other: Schema) -> None:
    if "oneOf" in one and "oneOf" in other:
        known = [choice["const"] for choice in one["oneOf"]]
        made["oneOf"] = [*one["oneOf"], *(item for item in other["oneOf"] if item["const"] not in known)]
    elif "oneOf" in made:
        del made["oneOf"]
        made.pop("x-control", None)


def _widen_members(made: Schema, one: Schema, other: Schema) -> None:
    if "properties" in one or "properties" in other:
        mine, theirs = one.get("properties", {}), other.get("properties", {})
        both = {name: _wider(mine[name], theirs[name]) for name in mine if name in theirs}
        made["properties"] = {**theirs, **mine, **both}
    if "items" in one and "items" in other:
        made["items"] = _wider(one["items"], other["items"])
    if one.get("required") != other.get("required"):
        made["required"] = sorted({*one.get("required", ())} & {*other.get("required", ())})


def _plain(schema: Schema) -> Mapping[str, Any]:
    """A schema without its words."""
    return {name: value for name, value in schema.items() if name not in ("title", "description", "default")}


def _moved(form: ForeignForm, renamed: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for pointer in form.access:
        parts = split(pointer)
        if parts[0] in renamed:
            yield pointer, join("", renamed[parts[0]], *parts[1:])
