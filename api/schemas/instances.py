"""Instances: starting one, and reading it."""

from marshmallow import fields

from api.schemas.base import Shape
from api.schemas.choosing import ChosenPeople
from api.schemas.forms import FormShape
from api.schemas.record import LineShape


class StartShape(Shape):
    """An application."""

    document = fields.Dict(load_default=dict, metadata={"description": "The fields of the form."})
    opinion = fields.String(load_default="")
    outcome = fields.String(load_default=None, allow_none=True)
    unit = fields.String(
        load_default=None, allow_none=True, metadata={"description": "Code of the unit acted for."}
    )
    chosen = ChosenPeople()


class StartedShape(Shape):
    """What was begun."""

    instance_id = fields.UUID(required=True)
    business_no = fields.String(allow_none=True)
    title = fields.String(required=True)
    state = fields.String(required=True)


class StepShape(Shape):
    """A step of the way: done, now, back or coming."""

    element = fields.String(required=True)
    name = fields.String(required=True)
    state = fields.String(required=True)
    people = fields.List(fields.String())
    at = fields.AwareDateTime(allow_none=True)


class InstanceShape(Shape):
    """An instance as its reader sees it."""

    id = fields.UUID(required=True)
    title = fields.String(required=True)
    service_key = fields.String(required=True)
    business_no = fields.String(allow_none=True)
    state = fields.String(required=True)
    definition_number = fields.Integer(required=True)
    initiator_name = fields.String()
    initiator_unit = fields.String()
    at = fields.AwareDateTime(required=True)
    ended_at = fields.AwareDateTime(allow_none=True)
    form = fields.Nested(FormShape, required=True)
    record = fields.List(fields.Nested(LineShape), required=True)
    timeline = fields.List(fields.Nested(StepShape), required=True)
    may_cancel = fields.Boolean(required=True)
    may_terminate = fields.Boolean(required=True)
    may_mend = fields.Boolean(required=True)
    suspended_at = fields.AwareDateTime(allow_none=True)
    my_task = fields.Integer(allow_none=True)
    withdrawable = fields.Integer(
        allow_none=True, metadata={"description": "A task that you have done and may take back."}
    )
