"""Notices (公告)."""

from marshmallow import fields
from marshmallow.validate import Range

from api.schemas.base import Shape


class NoticeQuery(Shape):
    """Which notices."""

    kind = fields.String(load_default="")
    unread = fields.Boolean(load_default=False)
    # PostgreSQL's bigint: a larger number is nobody's id.
    before = fields.Integer(
        load_default=None, allow_none=True, validate=Range(max=2**63 - 1, error="invalid_value")
    )
    limit = fields.Integer(load_default=20)


class NoticeShape(Shape):
    """A notice as it stands in a list."""

    id = fields.Integer(required=True)
    title = fields.String(required=True)
    kind = fields.String(required=True)
    unit_name = fields.String()
    author_name = fields.String()
    published_at = fields.AwareDateTime(required=True)
    read = fields.Boolean(required=True)


class NoticesShape(Shape):
    """Some notices, the newest first."""

    rows = fields.List(fields.Nested(NoticeShape), required=True)
    next = fields.Integer(allow_none=True, required=True)


class NoticeBodyShape(NoticeShape):
    """A notice with its text."""

    paragraphs = fields.List(fields.String(), required=True)
