"""办理记录: who did what, when, and how long it took."""

from marshmallow import fields

from api.schemas.base import Shape


class LineShape(Shape):
    """One line of the record."""

    n = fields.Integer(required=True)
    kind = fields.String(required=True)
    person_name = fields.String()
    person_unit = fields.String()
    step_id = fields.String(allow_none=True)
    step_name = fields.String()
    outcome = fields.String(allow_none=True)
    other_name = fields.String(
        metadata={"description": "Whom it is about besides, if `outcome` names people, groups or posts."}
    )
    reason = fields.String(
        metadata={"description": "Why a step was passed over: `nobody`, `initiator` or `repeated`."}
    )
    reply_to = fields.Integer(
        allow_none=True, metadata={"description": "Number of the line that this answers."}
    )
    mentions = fields.List(fields.String(), metadata={"description": "Names of those it mentions."})
    outcome_kind = fields.String(allow_none=True)
    outcome_text = fields.Dict(keys=fields.String(), values=fields.String())
    text = fields.String()
    at = fields.AwareDateTime(required=True)
    seconds = fields.Float(allow_none=True, metadata={"description": "Since the line before."})
    first_read_at = fields.AwareDateTime(allow_none=True)


class RecordShape(Shape):
    """The whole record, oldest first."""

    rows = fields.List(fields.Nested(LineShape), required=True)
