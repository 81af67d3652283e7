"""消息设置: which messages somebody gets by e-mail."""

from marshmallow import fields, validate

from api.schemas.base import Shape
from messages.kinds import CHOICES, KINDS
from messages.preferences import LANGUAGES


class MessagePreferencesShape(Shape):
    """One's own choices; in the portal every message stands anyway."""

    mail = fields.Dict(
        keys=fields.String(validate=validate.OneOf(list(KINDS))),
        values=fields.String(validate=validate.OneOf(CHOICES)),
        required=True,
        metadata={
            "description": "By kind of message: at once, in the digest of the next working morning, or not at"
            " all. Kinds that are left out follow the defaults."
        },
    )
    language = fields.String(
        required=True, validate=validate.OneOf(LANGUAGES), metadata={"description": "Of the mails."}
    )
