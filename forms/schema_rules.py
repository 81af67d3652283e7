"""The schema that a submission is checked by: the form's own, our caps, the step's required fields."""

import copy
from functools import lru_cache
from typing import Any

import jsonschema_rs

from forms.errors import FormProblem
from forms.model import SCHEMA_FILE, Form
from forms.pointers import split

MAX_TEXT = 2_000
MAX_TEXTAREA = 20_000
MAX_ROWS = 200
ROW_ID = {"type": "string", "pattern": "^[0-9A-Za-z_-]{1,40}$"}

_KEYWORDS_OF_SCHEMAS = ("allOf", "anyOf", "oneOf", "prefixItems")
_KEYWORDS_OF_SCHEMA = (
    "items", "if", "then", "else", "not", "contains", "additionalProperties", "propertyNames",
    "unevaluatedItems", "unevaluatedProperties", "contentSchema",
)  # fmt: skip
_KEYWORDS_OF_NAMED_SCHEMAS = ("properties", "patternProperties", "$defs", "definitions", "dependentSchemas")


@lru_cache(maxsize=512)
def compile_schema(form: Form, required: frozenset[str]) -> jsonschema_rs.Draft202012Validator:
    """Return the validator of a form with these fields required; kept per form digest and required set.

    References leave the document nowhere: nothing is fetched. Patterns run on an engine with a limit.

    Raises
    ------
    FormProblem
        ``schema``.
    """
    schema = copy.deepcopy(dict(form.schema))
    for pointer in required:
        _require(schema, split(pointer))
    _cap(schema)
    try:
        return jsonschema_rs.Draft202012Validator(
            schema,
            validate_formats=True,
            offline=True,
            pattern_options=jsonschema_rs.FancyRegexOptions(backtrack_limit=100_000, size_limit=1_000_000),
        )
    except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError, ValueError, RecursionError) as exc:
        raise FormProblem("schema", file=SCHEMA_FILE, detail=str(exc)[:500]) from exc


def check_schema(schema: dict[str, Any]) -> None:
    """Refuse what is no JSON Schema before anything of ours walks through it.

    Raises
    ------
    FormProblem
        ``schema``.
    """
    try:
        jsonschema_rs.Draft202012Validator(schema, offline=True)
    except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError, ValueError, RecursionError) as exc:
        raise FormProblem("schema", file=SCHEMA_FILE, detail=str(exc)[:500]) from exc
    for name, part in schema.get("properties", {}).items():
        if not isinstance(part, dict):
            raise FormProblem("schema", file=SCHEMA_FILE, detail=f"{name} describes no field")


def _require(schema: dict[str, Any], parts: tuple[str, ...]) -> None:
    for part in parts[:-1]:
        schema = schema.get("items", {}) if part == "*" else schema.get("properties", {}).get(part, {})
    if parts and parts[-1] in schema.get("properties", {}):
        schema["required"] = sorted({*schema.get("required", ()), parts[-1]})


def _cap(schema: Any) -> None:
    """Give every text and list a limit, wherever the schema describes one."""
    if not isinstance(schema, dict):
        return
    if schema.get("type") == "string" and "enum" not in schema and "oneOf" not in schema:
        longest = MAX_TEXTAREA if schema.get("x-control") == "textarea" else MAX_TEXT
        schema.setdefault("maxLength", longest)
    if schema.get("type") == "array":
        schema.setdefault("maxItems", MAX_ROWS)
    for keyword in _KEYWORDS_OF_NAMED_SCHEMAS:
        named = schema.get(keyword)
        # ``definitions`` is no keyword of this draft: the check of the schema takes anything there.
        for part in named.values() if isinstance(named, dict) else ():
            _cap(part)
    for keyword in _KEYWORDS_OF_SCHEMA:
        _cap(schema.get(keyword))
    for keyword in _KEYWORDS_OF_SCHEMAS:
        for part in schema.get(keyword, ()):
            _cap(part)
    _identify_rows(schema)
    _guard_pattern(schema)


def _guard_pattern(schema: dict[str, Any]) -> None:
    """Try a pattern on short texts only: what looks around at every character takes the square of the length.

    The engine's limit counts steps back, not what it looks at; all keywords are tried, also after a text is
    found to be too long.
    """
    if "pattern" in schema:
        is_short = {"maxLength": MAX_TEXTAREA}
        guarded = {"if": is_short, "then": {"pattern": schema.pop("pattern")}, "else": is_short}
        schema["allOf"] = [*schema.get("allOf", ()), guarded]


def _identify_rows(schema: dict[str, Any]) -> None:
    item = schema.get("items")
    if schema.get("type") == "array" and isinstance(item, dict) and "properties" in item:
        item["properties"].setdefault("id", dict(ROW_ID))
        item.setdefault("additionalProperties", False)
