"""Forms of Camunda 8 and of Camunda 7's ``.form`` files: what form-js draws."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from forms.foreign.choices import MAX_CHOICES, chosen_many, chosen_one, options
from forms.foreign.form import ForeignForm, Mode, Schema
from forms.foreign.json_schema import ATTACHMENT
from forms.foreign.names import clean_text, without_markup
from forms.foreign.rows import add_columns, rows_of

_IDLE: Final = frozenset({"separator", "spacer", "button"})
_DEEPEST: Final = 8
_FORMATS: Final = {"email": "email"}
_PHONE: Final = r"^\+?[0-9 ()\-]{5,25}$"
_TIME: Final = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
_SHAPES: Final[Mapping[str, Schema]] = {
    "date": {"type": "string", "format": "date", "x-control": "date"},
    "datetime": {"type": "string", "format": "date-time", "x-control": "datetime"},
    "time": {"type": "string", "pattern": _TIME, "maxLength": 5, "x-control": "text"},
}


def read_form_js(name: str, said: Any) -> ForeignForm | None:
    """Say a form in ours; None if it is none of form-js."""
    if not isinstance(said, Mapping) or not isinstance(said.get("components"), list):
        return None
    form = ForeignForm(str(said.get("id") or name), clean_text(said.get("title") or said.get("name"), 200))
    _components(form, said["components"], (), 0)
    return form


def _components(form: ForeignForm, items: Any, path: tuple[str, ...], depth: int) -> None:
    for item in items if isinstance(items, list) else ():
        if not isinstance(item, Mapping):
            continue
        kind = str(item.get("type") or "")
        if depth > _DEEPEST:
            form.remark("nested", _named(item))
        elif kind == "group":
            _group(form, item, path, depth)
        elif kind == "dynamiclist":
            _rows(form, item, path, depth)
        elif kind == "text":
            _words(form, item)
        elif kind in _KINDS:
            _field(form, item, path, _KINDS[kind])
        elif kind not in _IDLE:
            form.remark("kind", _named(item), kind=kind[:40])


def _group(form: ForeignForm, item: Mapping[str, Any], path: tuple[str, ...], depth: int) -> None:
    _conditions(form, item)
    form.section(_label(form, item))
    _components(form, item.get("components"), (*path, *_path(item.get("path"))), depth + 1)


def _rows(form: ForeignForm, item: Mapping[str, Any], path: tuple[str, ...], depth: int) -> None:
    """A list that people lengthen: repeating rows."""
    place = (*path, *_path(item.get("path") or item.get("key") or item.get("id")))
    if not place:
        form.remark("name", _named(item))
        return
    _conditions(form, item)
    columns = ForeignForm(_named(item))
    _components(columns, item.get("components"), (), depth + 1)
    add_columns(form, place[-1], columns)
    form.add(place, {**rows_of(columns), "title": _label(form, item)})


def _words(form: ForeignForm, item: Mapping[str, Any]) -> None:
    said = item.get("text")
    if isinstance(said, str) and (said.startswith("=") or "{{" in said):
        form.remark("expression", _named(item), property="text")
    elif isinstance(said, str):
        _conditions(form, item)
        form.text(without_markup(said))


def _field(
    form: ForeignForm,
    item: Mapping[str, Any],
    path: tuple[str, ...],
    draw: Callable[[ForeignForm, Mapping[str, Any]], Schema],
) -> None:
    place = (*path, *_path(item.get("key") or item.get("id")))
    if len(place) == len(path):
        form.remark("name", _named(item))
        return
    _conditions(form, item)
    rules = _rules(item)
    made = {**draw(form, item), "title": _label(form, item)}
    if hint := _plain(form, item, "description"):
        made["description"] = without_markup(hint)
    if placeholder := _plain(form, item, "placeholder"):
        made["x-placeholder"] = placeholder[:200]
    if "defaultValue" in item and item["defaultValue"] is not None:
        made["default"] = item["defaultValue"]
    row = item.get("layout")
    beside = str(row.get("row") or "") if isinstance(row, Mapping) else ""
    form.add(place, made, access=_access(form, item), required=rules.get("required") is True, row=beside)


def _access(form: ForeignForm, item: Mapping[str, Any]) -> Mode:
    said = [item.get(word) for word in ("disabled", "readonly")]
    if any(isinstance(one, str) and one.strip() for one in said):
        form.remark("expression", _named(item), property="readonly")
    return "read" if any(one is True for one in said) else "edit"


def _conditions(form: ForeignForm, item: Mapping[str, Any]) -> None:
    said = item.get("conditional")
    if isinstance(said, Mapping) and said.get("hide"):
        form.remark("condition", _named(item), fields=_named(item))


# --- what each kind becomes


def _textfield(form: ForeignForm, item: Mapping[str, Any]) -> Schema:
    rules, made = _rules(item), dict[str, Any]()
    asked = rules.get("validationType")
    if asked in _FORMATS:
        made["format"] = _FORMATS[asked]
    elif asked == "phone":
        made["pattern"] = _PHONE
    return {
        "type": "string",
        "x-control": "text",
        **made,
        **_limits(form, item, ("minLength", "maxLength", "pattern")),
    }


def _textarea(form: ForeignForm, item: Mapping[str, Any]) -> Schema:
    return {"type": "string", "x-control": "textarea", **_limits(form, item, ("minLength", "maxLength"))}


def _number(form: ForeignForm, item: Mapping[str, Any]) -> Schema:
    rules = _limits(form, item, ("min", "max"))
    made = {{"min": "minimum", "max": "maximum"}[name]: value for name, value in rules.items()}
    if item.get("serializeToString") is True:
        form.remark("property", _named(item), property="serializeToString")
    return {"type": "integer" if item.get("decimalDigits") == 0 else "number", "x-control": "number", **made}


def _checkbox(form: ForeignForm, item: Mapping[str, Any]) -> Schema:
    return {"type": "boolean", "x-control": "checkbox"}


def _choice(form: ForeignForm, item: Mapping[str, Any]) -> Schema:
    choices = options(_values(form, item))
    control = "radio" if item.get("type") == "radio" else "select"
    return chosen_one(choices, control) if choices else {"type": "string", "x-control": "text"}


def _choices(form: ForeignForm, item: Mapping[str, Any]) -> Schema:
    choices = options(_values(form, item))
    if choices:
        return chosen_many(choices)
    column = {"type": "string", "title": _label(form, item)}
    return {
        "type": "array",
        "items": {"type": "object", "properties": {"value": column}},
        "x-control": "rows",
    }


def _moment(form: ForeignForm, item: Mapping[str, Any]) -> Schema:
    for word in ("timeSerializingFormat", "disallowPassedDates"):
        if item.get(word) not in (None, False, "utc_normalized", "no_timezone", "utc_offset"):
            form.remark("property", _named(item), property=word)
    return dict(_SHAPES.get(str(item.get("subtype") or "date"), _SHAPES["date"]))


def _files(form: ForeignForm, item: Mapping[str, Any]) -> Schema:
    made = dict(ATTACHMENT)
    if item.get("multiple") is not True:
        made["maxItems"] = 1
    kinds = item.get("accept")
    if isinstance(kinds, str):
        made["x-accept"] = [part.strip().lower() for part in kinds.split(",") if part.strip().startswith(".")]
        if len(made["x-accept"]) != len([part for part in kinds.split(",") if part.strip()]):
            form.remark("property", _named(item), property="accept")
            del made["x-accept"]
    return made


_KINDS: Final[Mapping[str, Callable[[ForeignForm, Mapping[str, Any]], Schema]]] = {
    "textfield": _textfield,
    "textarea": _textarea,
    "number": _number,
    "checkbox": _checkbox,
    "radio": _choice,
    "select": _choice,
    "checklist": _choices,
    "taglist": _choices,
    "datetime": _moment,
    "filepicker": _files,
}


# --- what they share


def _values(form: ForeignForm, item: Mapping[str, Any]) -> Iterator[tuple[Any, object]]:
    said = item.get("values")
    if not isinstance(said, list):
        source = item.get("valuesKey") or item.get("valuesExpression") or "?"
        form.remark("options", _named(item), source=str(source)[:100])
        return
    for one in said[:MAX_CHOICES]:
        if isinstance(one, Mapping):
            yield one.get("value"), one.get("label")
        else:
            yield one, None


def _rules(item: Mapping[str, Any]) -> Mapping[str, Any]:
    said = item.get("validate")
    return said if isinstance(said, Mapping) else {}


def _limits(form: ForeignForm, item: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """Give the limits that are said as such; those that an expression gives are told."""
    rules, found = _rules(item), dict[str, Any]()
    for name in names:
        value = rules.get(name)
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if is_number or (name == "pattern" and isinstance(value, str) and value):
            found[name] = value
        elif value not in (None, ""):
            found |= _numeral(form, item, name, value)
    return found


def _numeral(form: ForeignForm, item: Mapping[str, Any], name: str, value: Any) -> dict[str, Any]:
    try:
        number = json.loads(value) if isinstance(value, str) else None
    except ValueError:
        number = None
    if isinstance(number, int | float) and not isinstance(number, bool):
        return {name: number}
    form.remark("expression", _named(item), property=name)
    return {}


def _label(form: ForeignForm, item: Mapping[str, Any]) -> str:
    return without_markup(_plain(form, item, "label"))


def _plain(form: ForeignForm, item: Mapping[str, Any], word: str) -> str:
    """Give words; those that an expression makes are told."""
    said = item.get(word)
    if not isinstance(said, str) or not said.strip():
        return ""
    if said.startswith("=") or "{{" in said:
        form.remark("expression", _named(item), property=word)
        return ""
    return said


def _path(said: Any) -> tuple[str, ...]:
    return tuple(part for part in said.split(".") if part.strip()) if isinstance(said, str) else ()


def _named(item: Mapping[str, Any]) -> str:
    return str(
        item.get("key") or item.get("path") or item.get("label") or item.get("id") or item.get("type") or ""
    )[:100]
