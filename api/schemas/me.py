"""Who asks."""

from marshmallow import fields

from api.schemas.base import Shape


class UnitShape(Shape):
    """A unit that somebody belongs to."""

    id = fields.Integer(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    main = fields.Boolean(required=True)


class GrantShape(Shape):
    """A capability, within a unit's subtree or, without one, in the whole school."""

    capability = fields.String(required=True)
    unit_id = fields.Integer(allow_none=True)


class MeShape(Shape):
    """The person behind the token."""

    person_id = fields.Integer(required=True)
    name = fields.String(required=True)
    number = fields.String(required=True)
    kinds = fields.List(fields.String(), required=True)
    units = fields.List(fields.Nested(UnitShape), required=True)
    capabilities = fields.List(fields.Nested(GrantShape), required=True)
    boxes = fields.Dict(
        keys=fields.String(), values=fields.Integer(), metadata={"description": "Counts, up to 1000."}
    )
