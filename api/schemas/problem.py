"""How every refusal is said (RFC 9457)."""

from marshmallow import fields

from api.schemas.base import Shape


class FaultShape(Shape):
    """What is wrong with one field."""

    pointer = fields.String(
        required=True,
        metadata={"description": "JSON Pointer: into `document` for a form's field, else into the body."},
    )
    code = fields.String(required=True)
    message = fields.String(required=True, metadata={"description": "In the reader's language."})


class ProblemShape(Shape):
    """A refusal."""

    type = fields.String(required=True, metadata={"example": "urn:tongban:problem:stale"})
    title = fields.String(required=True, metadata={"description": "In the reader's language."})
    status = fields.Integer(required=True)
    code = fields.String(required=True, metadata={"example": "stale"})
    request = fields.String(required=True, metadata={"description": "Id of the request, also in the log."})
    errors = fields.List(fields.Nested(FaultShape))
