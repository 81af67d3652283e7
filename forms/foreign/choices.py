"""Values to choose from, each with its words."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from forms.foreign.names import clean_text

MAX_CHOICES: Final = 500
_WORDS: Final = 200

YES_NO: Final = (
    {"const": True, "title": "是", "x-title": {"zh-CN": "是", "en": "Yes"}},
    {"const": False, "title": "否", "x-title": {"zh-CN": "否", "en": "No"}},
)


def options(pairs: Iterable[tuple[Any, object]]) -> list[dict[str, Any]]:
    """Give ``oneOf`` for pairs of a value and its words; values that are no plain ones, or come again, go."""
    found: dict[tuple[type, Any], dict[str, Any]] = {}
    for value, words in pairs:
        if not isinstance(value, str | int | float | bool) or value == "":
            continue
        made: dict[str, Any] = {"const": clean_text(value, _WORDS) if isinstance(value, str) else value}
        if title := clean_text(words, _WORDS):
            made["title"] = title
        found.setdefault((type(value), value), made)
    return list(found.values())[:MAX_CHOICES]


def type_of(choices: Sequence[dict[str, Any]], default: str = "string") -> str:
    """Give the JSON type of what may be chosen."""
    kinds = {type(choice["const"]) for choice in choices}
    if kinds == {bool}:
        return "boolean"
    if kinds == {int}:
        return "integer"
    return "number" if kinds and kinds <= {int, float} else default


def chosen_one(choices: list[dict[str, Any]], control: str) -> dict[str, Any]:
    """Give the schema of a field that takes one of them; their values are of one type."""
    kind = type_of(choices)
    if kind == "string":
        choices = [choice if isinstance(choice["const"], str) else _as_text(choice) for choice in choices]
    return {"type": kind, "oneOf": choices, "x-control": control}


def chosen_many(choices: list[dict[str, Any]]) -> dict[str, Any]:
    """Give the schema of a field that takes several of them."""
    item = chosen_one(choices, "")
    del item["x-control"]
    return {"type": "array", "uniqueItems": True, "items": item, "x-control": "checkboxes"}


def _as_text(choice: dict[str, Any]) -> dict[str, Any]:
    value = choice["const"]
    return {
        "title": str(value),
        **choice,
        "const": str(value).lower() if isinstance(value, bool) else str(value),
    }
