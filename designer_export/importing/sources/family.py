"""Camunda 7, Flowable and Activiti: fields in the diagram, or the key of a form."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from lxml import etree

from designer_export.importing.shelf import Shelf
from designer_export.importing.sources.found import Found
from designer_export.namespaces import bpmn
from forms.foreign import ForeignForm
from forms.foreign.choices import chosen_one, options
from forms.foreign.form import Mode, Schema

_SPACES: Final = (
    "http://camunda.org/schema/1.0/bpmn",
    "http://flowable.org/bpmn",
    "http://activiti.org/bpmn",
    "http://operaton.org/schema/1.0/bpmn",
)
_KEYS: Final = ("formKey", "formRef")
_BESIDE: Final = ("formRefBinding", "formRefVersion", "formFieldValidation", "formHandlerClass")
_TYPES: Final[Mapping[str, Schema]] = {
    "string": {"type": "string", "x-control": "text"},
    "long": {"type": "integer", "x-control": "number"},
    "int": {"type": "integer", "x-control": "number"},
    "integer": {"type": "integer", "x-control": "number"},
    "double": {"type": "number", "x-control": "number"},
    "boolean": {"type": "boolean", "x-control": "checkbox"},
    "date": {"type": "string", "format": "date", "x-control": "date"},
    "user": {"type": "string", "x-control": "person"},
}
_LIMITS: Final = {"minlength": "minLength", "maxlength": "maxLength", "min": "minimum", "max": "maximum"}
_FLAGS: Final = ("required", "readonly")


def find(node: etree._Element, file: str, shelf: Shelf) -> Found | None:
    """Give the form that a key names, else what the fields in the diagram come to."""
    for space in _SPACES:
        found = _by_key(node, space, shelf)
        if found is None or found.form is None:
            found = _by_fields(node, space) or found
        if found is not None:
            return found
    return None


def _by_key(node: etree._Element, space: str, shelf: Shelf) -> Found | None:
    names = [f"{{{space}}}{name}" for name in _KEYS if node.get(f"{{{space}}}{name}", "").strip()]
    if not names:
        return None
    key = node.get(names[0], "").strip()
    beside = [f"{{{space}}}{name}" for name in _BESIDE]
    attributes = [(node, name) for name in (*names, *beside) if node.get(name) is not None]
    return Found(shelf.by_key(key), key, [], attributes)


def _by_fields(node: etree._Element, space: str) -> Found | None:
    within = f"{bpmn('extensionElements')}/{{{space}}}"
    blocks = node.findall(f"{within}formData")
    items = [item for block in blocks for item in block.findall(f"{{{space}}}formField")]
    properties = node.findall(f"{within}formProperty")
    if not items and not properties:
        return None
    form = ForeignForm(node.get("id") or "form", node.get("name") or "")
    for block in blocks:
        if block.get("businessKey"):
            form.remark("property", block.get("businessKey", ""), property="businessKey")
    for item in items:
        _field(form, item, space)
    for item in properties:
        _property(form, item, space)
    return Found(form, "", [*blocks, *properties])


def _field(form: ForeignForm, item: etree._Element, space: str) -> None:
    """A ``formField`` of Camunda 7."""
    name = (item.get("id") or "").strip()
    rules, limits = {}, dict[str, Any]()
    for constraint in item.iterfind(f"{{{space}}}validation/{{{space}}}constraint"):
        rule, said = (constraint.get("name") or "").strip(), (constraint.get("config") or "").strip()
        if rule in _FLAGS:
            rules[rule] = said.lower() != "false"
        elif rule in _LIMITS and _number(said) is not None:
            limits[_LIMITS[rule]] = _number(said)
        else:
            form.remark("constraint", name, keyword=rule or "validation")
    for extra in item.iterfind(f"{{{space}}}properties/{{{space}}}property"):
        form.remark("property", name, property=extra.get("id") or "property")
    made = _schema(form, item, space, name, item.get("label")) | limits
    _default(form, made, name, item.get("defaultValue"))
    _add(form, name, made, "read" if rules.get("readonly") else "edit", required=rules.get("required", False))


def _property(form: ForeignForm, item: etree._Element, space: str) -> None:
    """A ``formProperty`` of Flowable or Activiti, which may stand for a variable of another name."""
    name = (item.get("variable") or item.get("id") or "").strip()
    if item.get("expression"):
        form.remark("expression", name, property="expression")
    made = _schema(form, item, space, name, item.get("name"))
    _default(form, made, name, item.get("default"))
    is_shut = (item.get("writable") or item.get("writeable") or "").lower() == "false"
    access: Mode = "hidden" if _is(item, "readable", False) else "read" if is_shut else "edit"
    _add(form, name, made, access, required=_is(item, "required", True))


def _add(form: ForeignForm, name: str, made: Schema, access: Mode, *, required: bool) -> None:
    if not name:
        form.remark("name", str(made.get("title") or "?"))
        return
    # A box that must be answered may stay without its tick there; here it would have to be ticked.
    must = required and made.get("x-control") != "checkbox"
    form.add((name,), made, access=access, required=must)


def _schema(form: ForeignForm, item: etree._Element, space: str, name: str, label: str | None) -> Schema:
    kind = (item.get("type") or "string").strip()
    title = {"title": label} if label else {}
    if kind == "enum":
        choices = options(_values(item, space))
        if choices:
            return {**chosen_one(choices, "select"), **title}
        form.remark("options", name, source="enum")
    elif kind not in _TYPES:
        form.remark("kind_text", name, kind=kind[:40])
    elif kind == "date" and any(sign in (item.get("datePattern") or "") for sign in "hHm"):
        return {"type": "string", "format": "date-time", "x-control": "datetime", **title}
    return {**_TYPES.get(kind, _TYPES["string"]), **title}


def _values(item: etree._Element, space: str) -> Iterator[tuple[str | None, str | None]]:
    for value in item.iterfind(f"{{{space}}}value"):
        yield value.get("id") or value.get("name"), value.get("name")


def _default(form: ForeignForm, made: Schema, name: str, said: str | None) -> None:
    if said is None or said == "":
        return
    if "${" in said or "#{" in said:
        form.remark("expression", name, property="default")
    elif made["type"] == "boolean":
        made["default"] = said.strip().lower() == "true"
    elif made["type"] in ("integer", "number"):
        number = _number(said)
        made["default"] = said if number is None else number
    else:
        made["default"] = said


def _number(said: str) -> int | float | None:
    for read in (int, float):
        try:
            value = read(said)
        except (ValueError, OverflowError):
            continue
        return value if abs(value) < 2**53 else None
    return None


def _is(item: etree._Element, name: str, value: bool) -> bool:
    return (item.get(name) or "").strip().lower() == str(value).lower()
