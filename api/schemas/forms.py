"""A form as one reader sees it: hidden fields are absent, secret values never appear."""

from marshmallow import fields

from api.schemas.base import Ready, Shape


class OptionShape(Shape):
    """A value that may be chosen."""

    value = fields.Raw(required=True)
    label = fields.String(required=True)


class FieldShape(Shape):
    """A field that the reader sees, or may fill in."""

    pointer = fields.String(required=True, metadata={"example": "/mailbox"})
    title = fields.String(required=True)
    hint = fields.String()
    control = fields.String(required=True)
    type = fields.String(required=True)
    access = fields.String(required=True, metadata={"enum": ["read", "edit"]})
    required = fields.Boolean(required=True)
    secret = fields.Boolean(required=True, metadata={"description": "Its value is taken, never given."})
    options = fields.List(fields.Nested(OptionShape))


class FormShape(Shape):
    """Fields and the document that they show."""

    layout = fields.String(required=True)
    fields_ = Ready(fields.Nested(FieldShape), data_key="fields", required=True)
    document = fields.Dict(required=True)
    opinion_pointer = fields.String(allow_none=True)


class OutcomeShape(Shape):
    """A button of a step."""

    id = fields.String(required=True)
    kind = fields.String(required=True)
    text = fields.String(required=True)
    opinion_required = fields.Boolean(required=True)
