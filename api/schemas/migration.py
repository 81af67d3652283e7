"""Taking matters under way to another version: the report, and the move."""

from marshmallow import fields
from marshmallow.validate import Length

from api.schemas.base import Shape

MOST = 200
"""Matters of one request."""


class ReportQuery(Shape):
    """Which part of the report."""

    after = fields.UUID(
        load_default=None, allow_none=True, metadata={"description": "The `next` of the part before."}
    )


class ReportShape(Shape):
    """How the report is to be made."""

    renamed = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        load_default=dict,
        metadata={"description": "The new id of each element that has another one in this version."},
    )
    instance = fields.UUID(
        load_default=None, allow_none=True, metadata={"description": "Only this one; all if left out."}
    )


class MigrateShape(Shape):
    """Which matters go, and why."""

    instances = fields.List(
        fields.UUID(),
        required=True,
        validate=Length(min=1, max=MOST, error="too_many"),
        metadata={"description": f"Ids of 1 to {MOST} matters."},
    )
    renamed = fields.Dict(keys=fields.String(), values=fields.String(), load_default=dict)
    reason = fields.String(load_default="")


class NamedShape(Shape):
    """An element with its name."""

    id = fields.String(required=True)
    name = fields.String(required=True)


class BlockShape(Shape):
    """Why a matter cannot go."""

    code = fields.String(required=True)
    element = fields.String(required=True)
    name = fields.String(required=True)


class VersionChangeShape(Shape):
    """How a version that matters are on differs from this one."""

    number = fields.Integer(required=True)
    instances = fields.Integer(required=True)
    same_structure = fields.Boolean(required=True)
    gone = fields.List(fields.Nested(NamedShape), required=True)
    changed = fields.List(fields.Nested(NamedShape), required=True)
    fields_gone = fields.List(fields.String(), required=True)
    fields_changed = fields.List(fields.String(), required=True)


class InstanceChangeShape(Shape):
    """What would become of one matter."""

    id = fields.UUID(required=True)
    title = fields.String(required=True)
    business_no = fields.String(allow_none=True)
    state = fields.String(required=True)
    number = fields.Integer(required=True)
    blocks = fields.List(fields.Nested(BlockShape), required=True)
    steps_lost = fields.List(fields.Nested(NamedShape), required=True)
    fields_lost = fields.List(fields.String(), required=True)


class MigrationReportShape(Shape):
    """What would become of the matters of other versions if they went to this one."""

    definition_id = fields.Integer(required=True)
    service_key = fields.String(required=True)
    number = fields.Integer(required=True)
    versions = fields.List(fields.Nested(VersionChangeShape), required=True)
    instances = fields.List(fields.Nested(InstanceChangeShape), required=True)
    next = fields.UUID(allow_none=True, required=True)


class MigratedShape(Shape):
    """What became of one matter; `code` is null if it went."""

    instance_id = fields.UUID(required=True)
    code = fields.String(allow_none=True, required=True)
    blocks = fields.List(fields.Nested(BlockShape), required=True)


class MigratedListShape(Shape):
    """A result for each matter, in the order they were asked for."""

    results = fields.List(fields.Nested(MigratedShape), required=True)
