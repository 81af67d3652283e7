"""Saved views: filters of instances under a name."""

from typing import Any

from marshmallow import fields

from api.schemas.base import Shape

# What lies in a dictionary is bound to no shape, which gives all others their codes.
_TYPE: dict[str, Any] = dict.fromkeys(("invalid", "null", "required", "invalid_utf8"), "type")


class KeepViewShape(Shape):
    """A filter, its name, and with whom it is shared."""

    name = fields.String(required=True, metadata={"description": "At most 40 characters; yours alone."})
    filter = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.String(error_messages=_TYPE), error_messages=_TYPE),
        load_default=dict,
        metadata={
            "description": "Names and values as `GET /instances` takes them.",
            "example": {"state": ["running"], "service": ["email-unlock"]},
        },
    )
    unit = fields.String(
        load_default="",
        metadata={"description": "Code of the unit whose administrators see it; empty for you alone."},
    )


class KeptViewShape(Shape):
    """Where it is kept."""

    id = fields.Integer(required=True)


class ViewShape(Shape):
    """A view that may be chosen."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)
    filter = fields.Dict(keys=fields.String(), values=fields.List(fields.String()), required=True)
    own = fields.Boolean(required=True)
    by_name = fields.String(required=True)
    unit_name = fields.String(required=True, metadata={"description": "Empty if it is shared with nobody."})


class ViewsShape(Shape):
    """Yours, and those that others share with you."""

    rows = fields.List(fields.Nested(ViewShape), required=True)
