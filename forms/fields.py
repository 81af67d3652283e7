"""One field of a form, read from its piece of the schema."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from forms.errors import FormProblem
from forms.pointers import join
from forms.texts import has, pick

CONTROLS = frozenset(
    {
        "text",
        "textarea",
        "number",
        "date",
        "datetime",
        "select",
        "radio",
        "checkbox",
        "checkboxes",
        "person",
        "unit",
        "attachment",
        "opinion",
        "rows",
        "static",
    }
)


@dataclass(frozen=True)
class Option:
    """One value that may be chosen; `key` is how an input spells it."""

    value: Any
    key: str
    schema: Mapping[str, Any]

    def label(self, locale: str) -> str:
        """Return its text, or the value itself."""
        return title_of(self.schema, locale) or self.key


@dataclass(frozen=True)
class Field:
    """A field, or a column of repeating rows (pointer ``/rows/*/column``)."""

    pointer: str
    schema: Mapping[str, Any]

    @cached_property
    def name(self) -> str:
        """The key under which its parent holds it."""
        return self.pointer.rsplit("/", 1)[-1].replace("~1", "/").replace("~0", "~")

    @cached_property
    def control(self) -> str:
        """The template that draws it.

        Raises
        ------
        FormProblem
            ``control``.
        """
        control = self.schema.get("x-control") or _default_control(self.schema)
        if control not in CONTROLS:
            raise FormProblem("control", pointer=self.pointer, control=str(control))
        return str(control)

    @property
    def type(self) -> str:
        """Its JSON type; a list of types counts by its first that is not null."""
        kind = self.schema.get("type", "string")
        if isinstance(kind, list):
            return next((str(item) for item in kind if item != "null"), "string")
        return str(kind)

    @property
    def auto(self) -> str | None:
        """Where the system takes the value from, if it does (``x-auto``)."""
        return self.schema.get("x-auto")

    @property
    def secret(self) -> bool:
        """Whether it must never enter the story (decision 11)."""
        return self.schema.get("x-secret") is True

    @property
    def settable(self) -> bool:
        """Whether any person may ever type it: not what the system or the engine writes."""
        return not self.auto and self.control not in ("opinion", "static")

    @cached_property
    def options(self) -> tuple[Option, ...]:
        """The values offered; of the items, for a list."""
        source = self.items if self.type == "array" else self.schema
        if "enum" in source:
            return tuple(Option(value, spell(value), {}) for value in source["enum"])
        choices = source.get("oneOf") or source.get("anyOf") or ()
        named = (choice for choice in choices if isinstance(choice, Mapping) and "const" in choice)
        return tuple(Option(choice["const"], spell(choice["const"]), choice) for choice in named)

    @cached_property
    def children(self) -> tuple["Field", ...]:
        """The columns of repeating rows, or the members of an object."""
        if self.type == "array":
            item = self.items
            base = join(self.pointer, "*")
        else:
            item, base = self.schema, self.pointer
        return tuple(
            Field(join(base, name), schema)
            for name, schema in item.get("properties", {}).items()
            if name != "id" and isinstance(schema, Mapping)
        )

    @property
    def items(self) -> Mapping[str, Any]:
        """The schema of a list's entries; empty where it is ``true`` or ``false``."""
        items = self.schema.get("items")
        return items if isinstance(items, Mapping) else {}

    def title(self, locale: str) -> str:
        """Return its label."""
        return title_of(self.schema, locale) or self.name

    def hint(self, locale: str) -> str:
        """Return the sentence that helps to fill it in; may be empty."""
        return pick(self.schema.get("x-description", self.schema.get("description")), locale)


def title_of(schema: Mapping[str, Any], locale: str) -> str:
    """Return ``x-title`` in the language if it has it, else ``title``."""
    extra = schema.get("x-title")
    return pick(extra, locale) if extra and has(extra, locale) else pick(schema.get("title") or extra, locale)


def spell(value: Any) -> str:
    """Return how an input spells a value: ``true``, ``3``, or the text itself."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _default_control(schema: Mapping[str, Any]) -> str:
    kind = schema.get("type", "string")
    if kind == "array":
        item = schema.get("items")
        item = item if isinstance(item, Mapping) else {}
        return "rows" if item.get("type") == "object" or "properties" in item else "checkboxes"
    if "enum" in schema or "oneOf" in schema:
        return "select"
    by_format = {"date": "date", "date-time": "datetime"}
    by_type = {"boolean": "checkbox", "number": "number", "integer": "number", "object": "static"}
    return by_format.get(schema.get("format", ""), by_type.get(kind if isinstance(kind, str) else "", "text"))
