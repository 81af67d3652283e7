"""Signing in."""

from marshmallow import fields
from marshmallow.validate import Length

from api.schemas.base import Shape


class CredentialsShape(Shape):
    """An account and its password."""

    login = fields.String(required=True, validate=Length(max=500, error="too_long"))
    password = fields.String(
        required=True, validate=Length(max=500, error="too_long"), metadata={"format": "password"}
    )


class TokenShape(Shape):
    """A bearer token, for `Authorization: Bearer …`."""

    token = fields.String(required=True)
    expires_at = fields.AwareDateTime(required=True)
