"""What a ui schema says of a field, and what a JSON Schema says of its words, kind and choices."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from forms.foreign.names import clean_text, without_markup

_KNOWN: Final = frozenset({
    "order", "widget", "title", "description", "help", "placeholder", "readonly", "disabled", "enumNames",
    "options",
    "autofocus", "autocomplete", "emptyValue", "enableMarkdownInDescription", "theme", "submitButtonOptions",
    "inline", "inputType", "rows", "label", "category", "itemFormat", "rootFieldId", "classNames", "style",
    "hideError", "field",
})  # fmt: skip
_WIDGETS: Final = frozenset({
    "", "text", "textarea", "radio", "select", "checkbox", "checkboxes", "date", "datetime", "password",
    "hidden", "file", "updown", "range", "email", "uri", "alt-date", "alt-datetime", "typeahead",
})  # fmt: skip
_ALIAS: Final = {"alt-date": "date", "alt-datetime": "datetime", "date-time": "datetime"}
_TYPES: Final = frozenset({"string", "number", "integer", "boolean", "array", "object"})


def option(look: Mapping[str, Any], word: str) -> Any:
    """Give what a ui schema says, by itself or among its options."""
    some = look.get("ui:options")
    return look.get(f"ui:{word}", some.get(word) if isinstance(some, Mapping) else None)


def widget(look: Mapping[str, Any]) -> str:
    """Give the widget's name."""
    said = option(look, "widget")
    return _ALIAS.get(said, said) if isinstance(said, str) else ""


def unknown(look: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a ui schema asks for that nothing here does."""
    for word in look:
        if str(word).startswith("ui:") and str(word)[3:] not in _KNOWN:
            yield str(word)[:60]
    said = widget(look)
    if said not in _WIDGETS:
        yield f"ui:widget {said}"[:60]


def title(schema: Mapping[str, Any], look: Mapping[str, Any]) -> str:
    """Give its label."""
    said = option(look, "title") or schema.get("title")
    return clean_text(without_markup(said), 200)


def hint(schema: Mapping[str, Any], look: Mapping[str, Any]) -> str:
    """Give what helps to fill it in: description and help."""
    parts = (option(look, "description") or schema.get("description"), option(look, "help"))
    return "\n".join(
        dict.fromkeys(word for part in parts if (word := clean_text(without_markup(part), 1000)))
    )


def order(parts: Mapping[str, Any], look: Mapping[str, Any]) -> list[str]:
    """Give the names of fields in the order of ``ui:order``, in which ``*`` stands for the others."""
    wanted = [name for name in listed(look.get("ui:order")) if name in parts or name == "*"]
    rest = [name for name in parts if name not in wanted]
    if "*" not in wanted:
        return [*dict.fromkeys(wanted), *rest]
    at = wanted.index("*")
    return [name for name in dict.fromkeys([*wanted[:at], *rest, *wanted[at + 1 :]]) if name != "*"]


def names(schema: Any) -> list[str]:
    """Give the names of an object's fields."""
    parts = schema.get("properties") if isinstance(schema, Mapping) else None
    return [str(name) for name in parts] if isinstance(parts, Mapping) else []


def listed(value: Any) -> list[str]:
    """Give the texts of a list; nothing for anything else."""
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def kind(schema: Mapping[str, Any]) -> str:
    """Give the JSON type; what says none is guessed."""
    said = schema.get("type")
    kinds = [said] if isinstance(said, str) else listed(said)
    found = next((one for one in kinds if one != "null"), "")
    if found:
        return found if found in _TYPES else "string"
    if "properties" in schema:
        return "object"
    if "items" in schema:
        return "array"
    values = schema.get("enum")
    first = values[0] if isinstance(values, list) and values else schema.get("const", schema.get("default"))
    by_type = {bool: "boolean", int: "integer", float: "number"}
    return by_type.get(type(first), "string")


def choices(schema: Mapping[str, Any], look: Mapping[str, Any]) -> Iterator[tuple[Any, object]]:
    """Yield pairs of a value and its words."""
    values, words = schema.get("enum"), option(look, "enumNames") or schema.get("enumNames")
    if isinstance(values, list):
        said = words if isinstance(words, list) else []
        yield from ((value, said[at] if at < len(said) else None) for at, value in enumerate(values))
        return
    for keyword in ("oneOf", "anyOf"):
        some = schema.get(keyword)
        for one in some if isinstance(some, list) else ():
            if isinstance(one, Mapping):
                yield from _choice(one)


def _choice(one: Mapping[str, Any]) -> Iterator[tuple[Any, object]]:
    if "const" in one:
        yield one["const"], one.get("title")
    elif isinstance(one.get("enum"), list) and len(one["enum"]) == 1:
        yield one["enum"][0], one.get("title")


def choices_from(schema: Mapping[str, Any], look: Mapping[str, Any]) -> str:
    """Tell where choices come from that are not in the schema; the empty string if there are none."""
    for keyword in ("anyOf", "oneOf", "enum", "items"):
        some = schema.get(keyword)
        for one in listed(some):
            if one.startswith("options_from_task_data_var"):
                return one.partition(":")[2][:100] or one
    if widget(look) == "typeahead":
        return str(option(look, "category") or "typeahead")[:100]
    return ""
