"""What every shape of this door has in common."""

from functools import cache
from typing import Any

from marshmallow import Schema, fields
from marshmallow.validate import Regexp


class Shape(Schema):
    """A shape whose faults are codes, so that they can be told in the reader's language."""

    error_messages = {"unknown": "unknown_field", "type": "type"}

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """Give what a field shows, asked at once: looking further is most of what an answer costs.

        No field here is a path with dots.
        """
        if type(obj) is dict:
            return obj.get(attr, default)
        return getattr(obj, attr, default)

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        """Let each fault of a field be its own code."""
        field_obj.error_messages = {key: _CODES.get(key, "type") for key in field_obj.error_messages}


_CODES = {"required": "required", "null": "not_null", "unknown": "unknown_field"}


@cache
def instance_of(shape: type[Shape]) -> Shape:
    """Return the one instance of a shape: making one costs more than using it a hundred times."""
    return shape()


class Ready(fields.List):
    """A list whose items are JSON in their shape already; the shape serves to document and to check.

    For what is the same for every reader and long, such as the fields of a form.
    """

    def _serialize(self, value: Any, attr: str | None, obj: Any, **options: Any) -> Any:
        return value


class Cursor(Shape):
    """Where a list goes on."""

    # A run of digits longer than a bigint is no cursor of ours.
    before = fields.String(
        validate=Regexp(r"^(?!.*\d{19})[\x21-\x7e]{0,100}$", error="invalid_value"),
        metadata={"description": "The `next` of the page before."},
    )
    limit = fields.Integer(load_default=20, metadata={"description": "At most 100 rows."})
