"""What every shape of this door has in common."""

from collections.abc import Callable
from functools import cache, cached_property
from typing import Any

from marshmallow import Schema, fields, missing
from marshmallow.validate import Regexp


class Shape(Schema):
    """A shape whose faults are codes, so that they can be told in the reader's language."""

    error_messages = {"unknown": "unknown_field", "type": "type"}

    def _serialize(self, obj: Any, *, many: bool = False) -> Any:
        """Write an answer as marshmallow would, with the way to each field found once.

        Half of what an answer costs is looking for values in dicts, objects and paths alike.
        """
        if many:
            return [self._serialize(one) for one in obj]
        written: dict[str, Any] = {}
        is_dict = type(obj) is dict
        for key, name, attribute, write, is_made in self._ways:
            value = obj.get(attribute, missing) if is_dict else getattr(obj, attribute, missing)
            if is_made or value is not missing:
                written[key] = write(value, name, obj)
        return written

    @cached_property
    def _ways(self) -> list[tuple[str, str, str, Callable[..., Any], bool]]:
        """Of each field: key, name, attribute, what writes it, and whether it makes its value itself."""
        return [
            (
                name if field.data_key is None else field.data_key,
                name,
                name if field.attribute is None else field.attribute,
                field._serialize,
                not field._CHECK_ATTRIBUTE,
            )
            for name, field in self.dump_fields.items()
        ]

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


class Whole(fields.Integer):
    """A whole number that names something: a fraction is refused, not cut to another's number."""

    def _validated(self, value: Any) -> int:
        if isinstance(value, float) and not value.is_integer():
            raise self.make_error("invalid", input=value)
        return super()._validated(value)


class Cursor(Shape):
    """Where a list goes on."""

    # A run of digits longer than a bigint is no cursor of ours.
    before = fields.String(
        validate=Regexp(r"^(?!.*\d{19})[\x21-\x7e]{0,100}$", error="invalid_value"),
        metadata={"description": "The `next` of the page before."},
    )
    limit = fields.Integer(load_default=20, metadata={"description": "At most 100 rows."})
