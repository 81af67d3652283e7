"""A field's schema is one of ours only if its validator can be made: what forbids that is taken out."""

from typing import Any, Final

import jsonschema_rs

CONSTRAINTS: Final = (
    "pattern", "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
    "multipleOf", "minItems", "maxItems", "uniqueItems", "format", "enum", "oneOf", "required",
    "items",
)  # fmt: skip
"""What may be wrong in a schema, the likeliest first."""
_REGEX: Final = jsonschema_rs.FancyRegexOptions(backtrack_limit=100_000, size_limit=1_000_000)


def mended(schema: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Give the schema without what breaks it, and the keywords that were taken out."""
    left, dropped = dict(schema), list[str]()
    default = left.pop("default", None)
    for keyword in CONSTRAINTS:
        if _compiles(left):
            break
        if keyword in left:
            del left[keyword]
            dropped.append(keyword)
    if default is not None and default != "":
        if _holds(left, default):
            left["default"] = default
        else:
            dropped.append("default")
    return left, dropped


def _holds(schema: dict[str, Any], value: Any) -> bool:
    try:
        return bool(_validator(schema).is_valid(value))
    except (ValueError, RecursionError):  # half a surrogate pair, a list within itself
        return False


def _compiles(schema: dict[str, Any]) -> bool:
    try:
        _validator(schema)
    except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError, ValueError, RecursionError):
        return False
    return True


def _validator(schema: dict[str, Any]) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(
        schema, validate_formats=True, offline=True, pattern_options=_REGEX
    )
