"""JSON Schema with a ui schema, as SpiffArena and react-jsonschema-form have them."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from forms.foreign import ui
from forms.foreign.choices import YES_NO, chosen_many, chosen_one, options
from forms.foreign.form import MAX_NESTING, ForeignForm, Mode, Schema
from forms.foreign.references import follow
from forms.foreign.rows import add_columns, rows_of

_WORDS: Final = frozenset({
    "$schema", "$id", "$comment", "title", "description", "type", "default", "examples", "enumNames", "enum",
    "oneOf", "anyOf", "properties", "required", "items", "readOnly", "validationErrorMessage",
    "additionalProperties", "definitions", "$defs", "$ref", "dependencies", "allOf", "if", "then", "else",
})  # fmt: skip
_KEPT: Final = {
    "string": ("minLength", "maxLength", "pattern", "const"),
    "number": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "const"),
    "boolean": ("const",),
    "array": ("minItems", "maxItems", "uniqueItems"),
}
_KEPT["integer"] = _KEPT["number"]
_FORMATS: Final = frozenset({"email", "uri", "uuid", "ipv4", "ipv6", "hostname"})
_CONTROLS: Final = {"date": "date", "date-time": "datetime"}
_FILES: Final = frozenset({"data-url", "binary"})
ATTACHMENT: Final[Schema] = {
    "type": "array",
    "items": {"type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"]},
    "x-control": "attachment",
}


def read_json_schema(name: str, schema: Any, look: Any = None) -> ForeignForm | None:
    """Say a form in ours; None if it describes no form.

    Parameters
    ----------
    look
        The ui schema: widgets, order, words; anything but an object says nothing.
    """
    if not isinstance(schema, Mapping):
        return None
    look = look if isinstance(look, Mapping) else {}
    form = ForeignForm(name, ui.title(schema, look))
    reader = _Reader(form, schema)
    form.text(ui.hint(schema, look))
    if schema.get("type") == "array":
        # What such a form gives is no object with names: its list stands under the form's own name.
        form.remark("root", name)
        reader.field((name,), schema, look, required=False)
    else:
        reader.members((), schema, look)
    return form


class _Reader:
    def __init__(self, form: ForeignForm, root: Mapping[str, Any]) -> None:
        self.form = form
        self.root = root

    def members(self, path: tuple[str, ...], schema: Mapping[str, Any], look: Mapping[str, Any]) -> None:
        """Read the fields of an object in the order that the ui schema wants, then those shown at times."""
        parts = schema.get("properties")
        parts = parts if isinstance(parts, Mapping) else {}
        must = ui.listed(schema.get("required"))
        for name in ui.order(parts, look):
            own = look.get(name)
            self.field(
                (*path, str(name)),
                parts[name],
                own if isinstance(own, Mapping) else {},
                required=name in must,
            )
        for branch in _branches(schema):
            branch = follow(branch, self.root)
            hidden = [name for name in ui.names(branch) if name not in parts]
            if hidden and len(path) < MAX_NESTING:
                self.form.remark("condition", hidden[0], fields="、".join(hidden)[:200])
                shown = {name: branch["properties"][name] for name in hidden}
                self.members(path, {"properties": _without_twins(self.form, path, shown)}, look)

    def field(self, path: tuple[str, ...], said: Any, look: Mapping[str, Any], *, required: bool) -> None:
        """Read one field."""
        schema = follow(said, self.root)
        name, kind = path[-1], ui.kind(schema)
        self._remarks(name, schema, look)
        if kind == "object":
            self._object(path, schema, look)
            return
        made = self._array(name, schema, look) if kind == "array" else self._single(name, kind, schema, look)
        if made is None:
            self.form.remark("kind", name, kind=kind)
            return
        must = required and not (made.get("x-control") == "checkbox" and made.get("const") is not True)
        made |= {"title": ui.title(schema, look), "description": ui.hint(schema, look)}
        if placeholder := look.get("ui:placeholder"):
            made |= {"x-placeholder": str(placeholder)[:200]}
        if not made["description"]:
            del made["description"]
        if "default" in schema and "default" not in made:
            made["default"] = schema["default"]
        self.form.add(path, made, access=_access(schema, look), required=must)

    def _object(self, path: tuple[str, ...], schema: Mapping[str, Any], look: Mapping[str, Any]) -> None:
        if len(path) >= MAX_NESTING:
            self.form.remark("nested", path[-1])
            return
        if not ui.names(schema) and not any(True for _ in _branches(schema)):
            self.form.remark("kind", path[-1], kind="object")
            return
        self.form.section(ui.title(schema, look) or path[-1])
        self.members(path, schema, look)

    def _single(
        self, name: str, kind: str, schema: Mapping[str, Any], look: Mapping[str, Any]
    ) -> Schema | None:
        widget = ui.widget(look)
        made: Schema = {word: schema[word] for word in _KEPT.get(kind, ()) if word in schema}
        choices = options(ui.choices(schema, look))
        if kind == "boolean":
            inner = {"oneOf": list(YES_NO)} if not choices else {"oneOf": choices}
            drawn = widget if widget in ("radio", "select") else "radio" if choices else "checkbox"
            return {"type": kind, **made, "x-control": drawn, **(inner if drawn != "checkbox" else {})}
        if kind not in ("string", "number", "integer"):
            return None
        if choices:
            return chosen_one(choices, "radio" if widget == "radio" else "select")
        if source := ui.choices_from(schema, look):
            self.form.remark("options", name, source=source)
        if kind != "string":
            return {"type": kind, **made, "x-control": "number"}
        return {"type": kind, **made, **self._text(name, schema, widget)}

    def _text(self, name: str, schema: Mapping[str, Any], widget: str) -> Schema:
        said = schema.get("format")
        shape = {"date": "date", "datetime": "date-time"}.get(widget, said if isinstance(said, str) else "")
        if shape in _CONTROLS:
            return {"format": shape, "x-control": _CONTROLS[shape]}
        if shape in _FILES or widget == "file":
            return {**ATTACHMENT, "maxItems": 1}
        if widget == "password":
            self.form.remark("secret", name)
        made: Schema = {"x-control": "textarea" if widget == "textarea" else "text"}
        if widget == "password":
            made["x-secret"] = True
        return made | ({"format": shape} if shape in _FORMATS else {})

    def _array(self, name: str, schema: Mapping[str, Any], look: Mapping[str, Any]) -> Schema | None:
        item = follow(schema.get("items", {}), self.root)
        inner = look.get("items")
        inner = inner if isinstance(inner, Mapping) else {}
        made: Schema = {word: schema[word] for word in _KEPT["array"] if word in schema}
        if choices := options(ui.choices(item, inner)):
            return chosen_many(choices) | made
        kind = ui.kind(item)
        if kind == "string" and (item.get("format") in _FILES or ui.widget(inner) == "file"):
            return ATTACHMENT | made
        if source := ui.choices_from(item, inner):
            self.form.remark("options", name, source=source)
        if kind in ("string", "number", "integer", "boolean"):
            self.form.remark("list", name)
            item, inner = {"properties": {"value": item}}, {"value": inner}
        elif kind != "object":
            return None
        columns = ForeignForm(name)
        _Reader(columns, self.root).members((), item, inner)
        add_columns(self.form, name, columns)
        return rows_of(columns) | {word: made[word] for word in ("minItems", "maxItems") if word in made}

    def _remarks(self, name: str, schema: Mapping[str, Any], look: Mapping[str, Any]) -> None:
        kept = _KEPT.get(ui.kind(schema), ())
        for word in schema:
            if (
                word not in _WORDS
                and word not in kept
                and not str(word).startswith("x-")
                and word != "format"
            ):
                self.form.remark("constraint", name, keyword=str(word)[:60])
        for word in ui.unknown(look):
            self.form.remark("property", name, property=word)


def _access(schema: Mapping[str, Any], look: Mapping[str, Any]) -> Mode:
    if ui.widget(look) == "hidden":
        return "hidden"
    shut = (schema.get("readOnly"), *(ui.option(look, word) for word in ("readonly", "disabled")))
    return "read" if any(one is True for one in shut) else "edit"


def _branches(schema: Mapping[str, Any]) -> Iterator[Any]:
    """Yield what holds only sometimes: here its fields are always shown."""
    parts = schema.get("allOf")
    for part in (schema, *(parts if isinstance(parts, list) else ())):
        if not isinstance(part, Mapping):
            continue
        if part is not schema and "properties" in part:
            yield part
        yield from (part[word] for word in ("then", "else") if isinstance(part.get(word), Mapping))
        for group in (part.get("dependencies"), part.get("dependentSchemas")):
            yield from _dependent(group)
        for word in ("oneOf", "anyOf"):
            some = part.get(word)
            yield from (one for one in (some if isinstance(some, list) else ()) if isinstance(one, Mapping))


def _dependent(group: Any) -> Iterator[Any]:
    for one in group.values() if isinstance(group, Mapping) else ():
        if isinstance(one, Mapping):
            yield one
            some = one.get("oneOf")
            yield from (
                part for part in (some if isinstance(some, list) else ()) if isinstance(part, Mapping)
            )


def _without_twins(form: ForeignForm, path: tuple[str, ...], parts: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what another branch has brought already, or whose choices differ by branch alone."""
    home: Mapping[str, Any] = form.fields
    for name in path:
        home = home.get(name, {}).get("properties", {})
    for name in [name for name in parts if name in home]:
        _more_choices(home[name], parts[name])
    return {name: part for name, part in parts.items() if name not in home}


def _more_choices(known: Schema, said: Any) -> None:
    """Let a field that has other choices in each branch offer all of them."""
    if "oneOf" not in known or not isinstance(said, Mapping):
        return
    values = [choice["const"] for choice in known["oneOf"]]
    known["oneOf"] += [one for one in options(ui.choices(said, {})) if one["const"] not in values]
