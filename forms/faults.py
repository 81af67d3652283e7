"""The faults that the JSON Schema library finds, as errors of our fields."""

from typing import Any

import jsonschema_rs

from forms.errors import FieldError
from forms.fields import Field
from forms.model import Form
from forms.pointers import join

#: Keyword → (our code, where the library keeps the limit).
_CODES: dict[str, tuple[str, str | None]] = {
    "maxLength": ("too_long", "limit"),
    "minLength": ("too_short", "limit"),
    "minimum": ("too_small", "limit"),
    "maximum": ("too_large", "limit"),
    "exclusiveMinimum": ("more_than", "limit"),
    "exclusiveMaximum": ("less_than", "limit"),
    "multipleOf": ("multiple_of", "multiple_of"),
    "maxItems": ("too_many", "limit"),
    "minItems": ("too_few", "limit"),
    "uniqueItems": ("repeated", None),
    "pattern": ("pattern", None),
    "enum": ("choice", None),
    "const": ("choice", None),
    "oneOf": ("choice", None),
    "anyOf": ("choice", None),
}
_FORMATS = {"date": "date", "date-time": "datetime", "email": "email", "idn-email": "email"}


def field_error(form: Form, fault: jsonschema_rs.ValidationError) -> FieldError:
    """Return the library's fault with our pointer, code and parameters."""
    kind: Any = fault.kind  # each keyword's class has members of its own
    keyword, pointer = str(kind.name), join("", *fault.instance_path)
    if keyword in ("required", "dependentRequired"):
        return FieldError(join(pointer, kind.property), "required")
    if keyword in ("additionalProperties", "unevaluatedProperties"):
        return FieldError(join(pointer, *kind.unexpected[:1]), "unknown_field")
    field = form.field(pointer)
    if keyword == "type":
        return FieldError(pointer, _type_code(field))
    if keyword == "format":
        return FieldError(pointer, _FORMATS.get(str(kind.format), "format"))
    if keyword == "const" and field is not None and field.control == "checkbox":
        return FieldError(pointer, "required")
    code, limit = _CODES.get(keyword, ("invalid_value", None))
    params: dict[str, Any] = {"limit": getattr(kind, limit)} if limit else {}
    return FieldError(pointer, code, params)


def _type_code(field: Field | None) -> str:
    return field.type if field is not None and field.type in ("number", "integer") else "type"
