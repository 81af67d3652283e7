"""A field's schema is one of ours only if its validator can be made: what forbids that is taken out."""

from typing import Any, Final

import jsonschema_rs

CONSTRAINTS: Final = (
    "pattern", "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
    "multipleOf", "minItems", "maxItems", "uniqueItems", "format", "default", "enum", "oneOf", "required",
    "items",
)  # fmt: skip
"""What may be wrong in a schema, the likeliest first."""
_REGEX: Final = jsonschema_rs.FancyRegexOptions(backtrack_limit=100_000, size_limit=1_000_000)


def mended(schema: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Give the schema without what breaks it, and the keywords that were taken out."""
    left, dropped = dict(schema), []
    default = left.get("default")
    if default is not None and (default == "" or not _holds(left, default)):
        del left["default"]
        dropped += ["default"] if default != "" else []
    for keyword in CONSTRAINTS:
        if _compiles(left):
            break
        if keyword in left:
            del left[keyword]
            dropped.append(keyword)
    return left, dropped


def _compiles(schema: dict[str, Any]) -> bool:
    try:
        _validator(schema)
    except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError, ValueError, RecursionError):
        return False
    return True


def _holds(schema: dict[str, Any], value: Any) -> bool:
    try:
        return bool(_validator(schema).is_valid(value))
    except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError, ValueError, RecursionError):
        # What breaks the schema is found by itself.
        return True


def _validator(schema: dict[str, Any]) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(
        schema, validate_formats=True, offline=True, pattern_options=_REGEX
    )
