"""Finding instances: what may be wanted, and what an administrator's list shows."""

from marshmallow import fields
from marshmallow.validate import Regexp

from api.schemas.base import Shape
from engine.queries.search.filter import MARKS, STATES


def _text(description: str) -> fields.String:
    return fields.String(metadata={"description": description})


def _many(description: str, **metadata: object) -> fields.List:
    return fields.List(fields.String(metadata=metadata), metadata={"description": description})


class FindingQuery(Shape):
    """What is wanted; everything that is said must hold."""

    service = _many("Keys of services, alternatives.")
    version = _many("Numbers of versions of the one service.")
    state = _many("Alternatives.", enum=list(STATES))
    mark = _many("Each must hold: an open incident, a task overdue, a task on hold.", enum=list(MARKS))
    q = _text("Words: the beginning of a business number, the initiator, or a searchable value.")
    step = _text("Element where an instance stands.")
    initiator = _text("Number, name or its beginning.")
    handler = _text("Who handles it now or has handled it: number, name or its beginning.")
    unit = _text("Code of a unit; the units below it count as well.")
    number = _text("The beginning of the business number.")
    started_from = _text("Day of the campus, YYYY-MM-DD, inclusive like the three others.")
    started_to = _text("Day, inclusive.")
    ended_from = _text("Day, inclusive.")
    ended_to = _text("Day, inclusive.")
    order = fields.String(metadata={"description": "Newest first unless it is this.", "enum": ["oldest"]})
    before = fields.String(
        load_default=None,
        validate=Regexp(r"^[\x21-\x7e]{0,100}$", error="invalid_value"),
        metadata={"description": "The `next` of the page before."},
    )
    limit = fields.Integer(load_default=20, metadata={"description": "At most 100 rows."})


class FoundStepShape(Shape):
    """A task that is open, and whom it waits for."""

    task_id = fields.Integer(required=True)
    element = fields.String(required=True)
    name = fields.String(required=True)
    opened_at = fields.AwareDateTime(required=True)
    people = fields.List(fields.String(), required=True)


class FoundFailureShape(Shape):
    """A step that failed and waits for somebody to mend it."""

    element = fields.String(required=True)
    step_name = fields.String(required=True)
    code = fields.String(required=True)
    at = fields.AwareDateTime(required=True)


class FoundMatterShape(Shape):
    """An instance of the list."""

    id = fields.UUID(required=True)
    service_key = fields.String(required=True)
    service_name = fields.String(required=True)
    definition_number = fields.Integer(required=True, attribute="number")
    business_no = fields.String(allow_none=True, required=True)
    title = fields.String(required=True)
    state = fields.String(required=True)
    initiator_name = fields.String(required=True)
    initiator_unit = fields.String(required=True)
    started_at = fields.AwareDateTime(required=True)
    ended_at = fields.AwareDateTime(allow_none=True, required=True)
    since = fields.AwareDateTime(allow_none=True, required=True)
    tasks = fields.List(fields.Nested(FoundStepShape), required=True)
    incidents = fields.List(fields.Nested(FoundFailureShape), required=True)
    overdue = fields.Boolean(required=True)
    held = fields.Boolean(required=True)
    fields_ = fields.Dict(
        data_key="fields",
        attribute="fields",
        required=True,
        metadata={"description": "Values of searchable fields by pointer; empty ones are left out."},
    )


class FoundListShape(Shape):
    """Some of what was found."""

    rows = fields.List(fields.Nested(FoundMatterShape), required=True)
    next = fields.String(allow_none=True, required=True)
