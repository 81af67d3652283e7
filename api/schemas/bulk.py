"""Several tasks completed in one go."""

from marshmallow import fields
from marshmallow.validate import Length, Range

from api.schemas.base import Shape
from api.schemas.tasks import DoneShape

_ID = Range(min=1, max=2**63 - 1, error="invalid_value")


class ChosenShape(Shape):
    """A task, and its version as the client has read it."""

    id = fields.Integer(required=True, validate=_ID)
    version = fields.Integer(required=True, validate=_ID)


class BulkShape(Shape):
    """One outcome and one opinion for all of them."""

    tasks = fields.List(fields.Nested(ChosenShape), required=True, metadata={"description": "At most 100."})
    outcome = fields.String(required=True, validate=Length(max=500, error="too_long"))
    opinion = fields.String(load_default="")


class ResultShape(Shape):
    """What became of one task: `done`, or the `problem` that refused it."""

    id = fields.Integer(required=True)
    done = fields.Nested(DoneShape, allow_none=True, required=True)
    problem = fields.Dict(allow_none=True, required=True, metadata={"description": "A problem document."})


class ResultsShape(Shape):
    """A result for each task, in the order in which they were sent."""

    results = fields.List(fields.Nested(ResultShape), required=True)
