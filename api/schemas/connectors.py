"""Outside systems that services call, and the calls of a matter."""

from marshmallow import fields
from marshmallow.validate import Length, OneOf

from api.schemas.base import Shape
from connectors.kinds import KINDS
from engine.call_models import CALL_STATES


class ConnectorShape(Shape):
    """One outside system, with how it does; its secret is never told."""

    name = fields.String(required=True)
    kind = fields.String(required=True, metadata={"description": "Empty if nobody has set it up."})
    settings = fields.Dict(keys=fields.String(), required=True)
    has_secret = fields.Boolean(required=True)
    sends = fields.Boolean(
        required=True, metadata={"description": "Whether calls go out, or are only shown."}
    )
    is_stored = fields.Boolean(required=True, metadata={"description": "Whether somebody has set it up."})
    changed_at = fields.AwareDateTime(allow_none=True)
    changed_by = fields.String()
    failures = fields.Integer(required=True, metadata={"description": "Tries in a row that have failed."})
    rests_until = fields.AwareDateTime(
        allow_none=True, metadata={"description": "It is left alone until then."}
    )
    waiting = fields.Integer(required=True)
    under_way = fields.Integer(required=True)
    failed = fields.Integer(required=True)


class ConnectorsShape(Shape):
    """All of them."""

    rows = fields.List(fields.Nested(ConnectorShape), required=True)


class ConnectorChangeShape(Shape):
    """What somebody changed."""

    action = fields.String(required=True, metadata={"enum": ["set", "remove", "try"]})
    person = fields.String(metadata={"description": "Empty for a change by the command line."})
    changes = fields.Dict(
        keys=fields.String(), metadata={"description": "`[before, after]` by setting; of a try its code."}
    )
    at = fields.AwareDateTime(allow_none=True)


class ConnectorHistoryShape(Shape):
    """One outside system, and what was changed of it, the newest first."""

    connector = fields.Nested(ConnectorShape, required=True)
    changes = fields.List(fields.Nested(ConnectorChangeShape), required=True)


class SettingsShape(Shape):
    """How an outside system is reached."""

    kind = fields.String(required=True, validate=OneOf(sorted(KINDS), error="choice"))
    settings = fields.Dict(
        keys=fields.String(), load_default=dict, metadata={"description": "See docs/connectors.md."}
    )
    secret = fields.String(
        load_default=None,
        allow_none=True,
        validate=Length(min=1, max=10_000, error="too_long"),
        load_only=True,
        metadata={"description": "Password or token; without it the one that is kept stays."},
    )


class TriedShape(Shape):
    """What came of a mail to oneself."""

    to = fields.String(required=True)
    code = fields.String(required=True, metadata={"description": "Empty if it was handed over."})
    detail = fields.String()


class CallOfShape(Shape):
    """A call that a step of a matter has made, or makes."""

    key = fields.UUID(required=True, metadata={"description": "By it the other system knows the call."})
    element = fields.String(required=True)
    name = fields.String(required=True)
    operation = fields.String(required=True)
    state = fields.String(required=True, metadata={"enum": list(CALL_STATES)})
    tries = fields.Integer(required=True)
    next_at = fields.AwareDateTime(allow_none=True)
    code = fields.String(metadata={"description": "Why the last try failed."})
    detail = fields.String()
    at = fields.AwareDateTime(required=True)
    closed_at = fields.AwareDateTime(allow_none=True)
    incident_id = fields.Integer(allow_none=True)


class CallsOfShape(Shape):
    """The calls of a matter, the latest first."""

    rows = fields.List(fields.Nested(CallOfShape), required=True)
