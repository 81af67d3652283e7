"""What an administrator does to a matter, and what he may do to it."""

from marshmallow import fields
from marshmallow.validate import Length

from api.schemas.base import Shape


class JumpShape(Shape):
    """From where to where, and why."""

    token = fields.Integer(
        required=True, metadata={"description": "A place of the matter, as `mending` gives it."}
    )
    to = fields.String(
        required=True,
        validate=Length(max=500, error="too_long"),
        metadata={"description": "Id of an element."},
    )
    reason = fields.String(load_default="")


class RestartShape(Shape):
    """From which step it goes on, and why."""

    token = fields.Integer(
        required=True, metadata={"description": "A step of the matter, as `mending` gives it."}
    )
    reason = fields.String(load_default="")


class CallAnswerShape(Shape):
    """What came of a call that a matter waits for: values, or the code of an error with values."""

    result = fields.Dict(
        keys=fields.String(validate=Length(min=1, max=200, error="too_long")),
        load_default=None,
        allow_none=True,
        metadata={"description": "Values by name; the step's outputs are worked out on them."},
    )
    error = fields.String(
        load_default=None,
        allow_none=True,
        validate=Length(max=200, error="too_long"),
        metadata={"description": "Code of a BPMN error that the diagram may catch."},
    )


class CallShape(Shape):
    """A step that waits for an answer from outside."""

    token = fields.Integer(required=True)
    element = fields.String(required=True)
    name = fields.String(required=True)
    asks = fields.Dict(
        allow_none=True,
        metadata={"description": "What the step gives along; null where that cannot be worked out."},
    )


class CallsShape(Shape):
    """All of them."""

    rows = fields.List(fields.Nested(CallShape), required=True)


class TargetElementShape(Shape):
    """Where a jump may lead."""

    element = fields.String(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True, metadata={"description": "Local name of the BPMN element."})


class PlaceShape(Shape):
    """Where a matter stands, and where it may be taken from there."""

    token = fields.Integer(required=True)
    element = fields.String(required=True)
    name = fields.String(required=True)
    targets = fields.List(fields.Nested(TargetElementShape), required=True)


class DoneStepShape(Shape):
    """A step that the matter may be restarted from."""

    token = fields.Integer(required=True)
    element = fields.String(required=True)
    name = fields.String(required=True)
    handler = fields.String()
    at = fields.AwareDateTime(allow_none=True)


class MendingShape(Shape):
    """What may be done to a matter now."""

    state = fields.String(required=True)
    definition_number = fields.Integer(required=True)
    places = fields.List(fields.Nested(PlaceShape), required=True)
    steps = fields.List(fields.Nested(DoneStepShape), required=True)
