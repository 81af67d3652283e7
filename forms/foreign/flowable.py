"""Forms of Flowable and Activiti: JSON with ``fields``, or with ``rows`` of columns as newer ones have."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from forms.foreign.choices import MAX_CHOICES, chosen_many, chosen_one, options
from forms.foreign.form import ForeignForm, Schema
from forms.foreign.json_schema import ATTACHMENT
from forms.foreign.names import clean_text, without_markup
from forms.foreign.rows import add_columns, rows_of

_IDLE: Final = frozenset({"spacer", "horizontal-line", "horizontalLine", "button", "buttonGroup"})
_WORDS: Final = frozenset({"headline", "headline-with-line", "readonly-text", "htmlComponent", "html"})
_BOXES: Final = frozenset({"container", "group", "panel", "subform", "tabset"})
_CHOICES: Final = {"dropdown": "select", "select": "select", "radio-buttons": "radio", "radio": "radio"}
_DEEPEST: Final = 8
_KINDS: Final[Mapping[str, Schema]] = {
    "text": {"type": "string", "x-control": "text"},
    "multi-line-text": {"type": "string", "x-control": "textarea"},
    "textarea": {"type": "string", "x-control": "textarea"},
    "password": {"type": "string", "x-control": "text", "x-secret": True},
    "integer": {"type": "integer", "x-control": "number"},
    "number": {"type": "number", "x-control": "number"},
    "decimal": {"type": "number", "x-control": "number"},
    "amount": {"type": "number", "x-control": "number"},
    "boolean": {"type": "boolean", "x-control": "checkbox"},
    "checkbox": {"type": "boolean", "x-control": "checkbox"},
    "date": {"type": "string", "format": "date", "x-control": "date"},
    "datetime": {"type": "string", "format": "date-time", "x-control": "datetime"},
    "people": {"type": "string", "x-control": "person"},
    "user": {"type": "string", "x-control": "person"},
    "userSelect": {"type": "string", "x-control": "person"},
    "upload": {**ATTACHMENT},
    "attachment": {**ATTACHMENT},
    "hyperlink": {"type": "string", "format": "uri", "x-control": "text"},
    "email": {"type": "string", "format": "email", "x-control": "text"},
    "functional-group": {"type": "string", "x-control": "text"},
    "expression": {"type": "string", "x-control": "text"},
}
_ELSEWISE: Final = frozenset({"functional-group", "expression"})


def read_flowable(name: str, said: Any) -> ForeignForm | None:
    """Say a form in ours; None if it is none of Flowable's."""
    said = _unwrapped(said)
    if not isinstance(said, Mapping):
        return None
    if (
        not any(isinstance(said.get(part), list) for part in ("fields", "rows", "tabs"))
        or "components" in said
    ):
        return None
    form = ForeignForm(str(said.get("key") or name), clean_text(said.get("name"), 200))
    _fields(form, said, 0)
    for word in ("outcomes", "javascriptEvents"):
        if said.get(word):
            form.remark("property", form.id, property=word)
    return form


def _unwrapped(said: Any) -> Any:
    """An app's archive keeps the form within what its editor knows of it."""
    inner = said.get("editorJson") if isinstance(said, Mapping) else None
    if isinstance(inner, str):
        try:
            inner = json.loads(inner)
        except (ValueError, RecursionError):
            return said
    return {**said, **inner} if isinstance(said, Mapping) and isinstance(inner, Mapping) else said


def _fields(form: ForeignForm, box: Mapping[str, Any], depth: int) -> None:
    if depth > _DEEPEST:
        form.remark("nested", _named(box))
        return
    for item in _items(box):
        kind = str(item.get("type") or "text")
        if kind in _IDLE:
            continue
        if kind in _WORDS:
            said = item.get("value") or item.get("name") or item.get("label")
            (form.section if kind.startswith("headline") else form.text)(without_markup(said))
        elif kind in _BOXES or (item.get("fieldType") == "ContainerRepresentation"):
            form.section(item.get("name") or item.get("label"))
            _fields(form, _inside(item), depth + 1)
        else:
            _field(form, item, kind, depth)


def _items(box: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield what stands in a form, a container or a tab, from left to right and top to bottom."""
    tabs, fields, rows = box.get("tabs"), box.get("fields"), box.get("rows")
    for tab in tabs if isinstance(tabs, list) else ():
        if isinstance(tab, Mapping):
            yield {"type": "headline", "name": tab.get("name") or tab.get("title")}
            yield from _items(tab)
    if isinstance(fields, Mapping):
        # A container has lists of fields by column.
        fields = [item for column in fields.values() if isinstance(column, list) for item in column]
    yield from (item for item in (fields if isinstance(fields, list) else ()) if isinstance(item, Mapping))
    for row in rows if isinstance(rows, list) else ():
        columns = row.get("cols") if isinstance(row, Mapping) else None
        yield from (
            item for item in (columns if isinstance(columns, list) else ()) if isinstance(item, Mapping)
        )


def _inside(item: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give what lies in a box: the newer designers keep it among its settings."""
    settings = item.get("extraSettings")
    inner = settings.get("layoutDefinition") if isinstance(settings, Mapping) else None
    return inner if isinstance(inner, Mapping) else item


def _field(form: ForeignForm, item: Mapping[str, Any], kind: str, depth: int) -> None:
    name = _variable(item)
    if not name:
        form.remark("name", _named(item))
        return
    for word in ("visible", "enabled"):
        if isinstance(item.get(word), str):
            form.remark("expression", name, property=word)
    made = _schema(form, item, kind, name, depth)
    if made is None:
        form.remark("kind", name, kind=kind[:40])
        return
    if kind in _ELSEWISE:
        form.remark("kind_text", name, kind=kind)
    if kind == "password":
        form.remark("secret", name)
    made["title"] = without_markup(item.get("name") or item.get("label"))
    if isinstance(item.get("placeholder"), str) and item["placeholder"]:
        made["x-placeholder"] = item["placeholder"][:200]
    default = item.get("value") if "cols" not in item and not _is_template(item.get("value")) else None
    if default is not None and kind not in _ELSEWISE and made["type"] != "array":
        made["default"] = default
    form.add(tuple(name.split(".")), made, access=_access(item, kind), required=_must(item, made))


def _schema(form: ForeignForm, item: Mapping[str, Any], kind: str, name: str, depth: int) -> Schema | None:
    if kind in _CHOICES or kind in ("checkboxes", "multiselect", "radioButtonGroup", "selectMultiple"):
        choices = options(_values(form, item, name))
        if not choices:
            return {"type": "string", "x-control": "text"}
        is_one = kind in _CHOICES or kind == "radioButtonGroup"
        return chosen_one(choices, _CHOICES.get(kind, "radio")) if is_one else chosen_many(choices)
    if kind in ("subformList", "dataTable", "multi-element"):
        columns = ForeignForm(name)
        _fields(columns, _inside(item), depth + 1)
        add_columns(form, name, columns)
        return rows_of(columns)
    return {**_KINDS[kind], **_limits(item)} if kind in _KINDS else None


def _limits(item: Mapping[str, Any]) -> Schema:
    settings = item.get("params") or item.get("extraSettings")
    settings = settings if isinstance(settings, Mapping) else {}
    names = {
        "minLength": "minLength", "maxLength": "maxLength", "regexPattern": "pattern", "minValue": "minimum",
        "maxValue": "maximum", "min": "minimum", "max": "maximum",
    }  # fmt: skip
    found = {names[word]: settings[word] for word in names if settings.get(word) not in (None, "", False)}
    return {
        word: value
        for word, value in found.items()
        if isinstance(value, str if word == "pattern" else int | float) and value is not True
    }


def _access(item: Mapping[str, Any], kind: str) -> Any:
    if item.get("visible") is False:
        return "hidden"
    shut = item.get("readOnly") is True or item.get("enabled") is False or kind == "expression"
    return "read" if shut else "edit"


def _must(item: Mapping[str, Any], made: Schema) -> bool:
    """A box that must be answered may stay without its tick there; here it would have to be ticked."""
    said = item.get("required") is True or item.get("isRequired") is True
    return said and made.get("x-control") != "checkbox"


def _values(form: ForeignForm, item: Mapping[str, Any], name: str) -> Iterator[tuple[Any, object]]:
    settings = item.get("extraSettings")
    inner = settings.get("items") if isinstance(settings, Mapping) else None
    said = item.get("options") or inner
    if not isinstance(said, list) or item.get("optionsExpression") or item.get("optionType") == "rest":
        source = item.get("optionsExpression") or item.get("restUrl") or "?"
        form.remark("options", name, source=str(source)[:100])
        return
    for one in said[:MAX_CHOICES]:
        if isinstance(one, Mapping):
            words = one.get("name") or one.get("text") or one.get("label")
            # Flowable gives the words of a choice as its value, unless it has an id of its own.
            yield (
                one.get("value") or (one.get("id") if "text" in one else None) or words or one.get("id"),
                words,
            )
        else:
            yield one, None


def _variable(item: Mapping[str, Any]) -> str:
    """Give the variable of a field: newer designers bind it as ``{{name}}``."""
    bound = item.get("value")
    if isinstance(bound, str) and _is_template(bound):
        return bound[2:-2].strip()
    said = item.get("id") or item.get("key")
    return said.strip() if isinstance(said, str) else ""


def _is_template(value: Any) -> bool:
    return (
        isinstance(value, str) and value.startswith("{{") and value.endswith("}}") and "{" not in value[2:-2]
    )


def _named(item: Mapping[str, Any]) -> str:
    return str(item.get("id") or item.get("name") or item.get("label") or item.get("type") or "")[:100]
