"""The catalogue of services."""

from marshmallow import fields

from api.schemas.base import Shape


class ServiceQuery(Shape):
    """What to look for; every part may be left out."""

    q = fields.String(load_default="", metadata={"description": "Words, pinyin or initials."})
    unit = fields.String(load_default="", metadata={"description": "Code of a department."})
    audience = fields.String(load_default="")
    kind = fields.String(load_default="")
    sort = fields.String(load_default="relevance", metadata={"enum": ["relevance", "visits", "newest"]})
    page = fields.Integer(load_default=1)
    size = fields.Integer(load_default=20)


class ServiceShape(Shape):
    """A service as it stands in the catalogue."""

    key = fields.String(required=True)
    item_number = fields.Integer(required=True)
    title = fields.String(required=True)
    summary = fields.String()
    unit_code = fields.String(allow_none=True)
    unit_name = fields.String(allow_none=True)
    audience = fields.List(fields.String())
    kind = fields.String()
    valid_from = fields.Date(allow_none=True)
    valid_until = fields.Date(allow_none=True)


class ServicesShape(Shape):
    """One page of the catalogue."""

    rows = fields.List(fields.Nested(ServiceShape), required=True)
    total = fields.Integer(required=True)
    page = fields.Integer(required=True)
    pages = fields.Integer(required=True)


class GuidedServiceShape(ServiceShape):
    """A service with its guide."""

    guide = fields.Dict()
    may_start = fields.Boolean(required=True)
    reason = fields.String(metadata={"description": "Why it cannot be started; `ok` where it can."})
