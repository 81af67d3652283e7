"""What became of messages by e-mail."""

from marshmallow import fields, validate

from api.schemas.base import Shape
from messages.kinds import KINDS
from messages.models import FATES

_KINDS = [*KINDS, "record_broken"]


class MailFilters(Shape):
    """Which ones; without any, all that failed."""

    state = fields.String(
        load_default="failed",
        validate=validate.OneOf(("all", *FATES)),
        metadata={"description": "What became of them."},
    )
    kind = fields.String(load_default="", validate=validate.OneOf(("", *_KINDS)))
    number = fields.String(
        load_default="",
        validate=validate.Regexp(r"^[ -~]{0,40}$", error="invalid_value"),
        metadata={"description": "Staff or student number of who was told."},
    )


class MailQuery(MailFilters):
    """Which ones, and from where on."""

    before = fields.Integer(
        validate=validate.Range(min=1, max=2**63 - 1, error="invalid_value"),
        metadata={"description": "The `next` of the page before."},
    )
    limit = fields.Integer(load_default=20, metadata={"description": "At most 100 rows."})


class MailShape(Shape):
    """What became of one message by e-mail."""

    id = fields.Integer(required=True, metadata={"description": "Of the message."})
    kind = fields.String(required=True)
    title = fields.String(required=True)
    step_name = fields.String(required=True)
    instance_id = fields.UUID(allow_none=True)
    service_key = fields.String(allow_none=True)
    person = fields.String(required=True)
    number = fields.String(required=True)
    at = fields.AwareDateTime(required=True)
    state = fields.String(required=True, validate=validate.OneOf(FATES))
    code = fields.String(allow_none=True, metadata={"description": "Why, if there is something to say."})
    detail = fields.String(allow_none=True, metadata={"description": "What the mail system said."})
    tries = fields.Integer(required=True)
    digest = fields.Boolean(required=True, metadata={"description": "It goes with others in one mail."})
    since = fields.AwareDateTime(required=True)
    next_at = fields.AwareDateTime(allow_none=True, metadata={"description": "When it is tried again."})


class MailsShape(Shape):
    """A page of them, the newest first."""

    rows = fields.List(fields.Nested(MailShape), required=True)
    next = fields.Integer(
        required=True, allow_none=True, metadata={"description": "`before` of the next page."}
    )


class MailRetriedShape(Shape):
    """How many messages are on their way again."""

    messages = fields.Integer(required=True)
