"""A service in figures."""

from marshmallow import fields, validate

from api.schemas.base import Shape


class ChosenQuery(Shape):
    """Which matters are counted: those begun on these days, of these versions, for this unit or below."""

    since = fields.Date(data_key="from", metadata={"description": "The first day, on campus."})
    until = fields.Date(data_key="to", metadata={"description": "The last day, on campus."})
    version = fields.List(
        fields.Integer(validate=validate.Range(1, 2**31 - 1)),
        load_default=list,
        metadata={"description": "Numbers of versions; all of them if none is said."},
    )
    unit = fields.String(
        validate=validate.Length(max=100), metadata={"description": "The code of the initiator's unit."}
    )


class LogQuery(ChosenQuery):
    """What the log is to be."""

    format = fields.String(load_default="xes", validate=validate.OneOf(["xes", "ocel"]))
    names = fields.Boolean(
        load_default=False, metadata={"description": "People by name, for those who may mend the matters."}
    )


class SpreadShape(Shape):
    """Seconds that a half, nine tenths and 95 in a hundred took at most."""

    count = fields.Integer(required=True)
    median = fields.Float(required=True)
    p90 = fields.Float(required=True)
    p95 = fields.Float(required=True)


class StandingNowShape(Shape):
    """What stands at a step now, whenever its matters began."""

    open = fields.Integer(required=True)
    late = fields.Integer(required=True)
    since = fields.AwareDateTime(allow_none=True)
    faults = fields.Integer(required=True)


class PressedShape(Shape):
    """How often a button was pressed."""

    outcome = fields.String(required=True)
    count = fields.Integer(required=True)


class StepFiguresShape(Shape):
    """A step: to-do items that were opened, what became of them, and how long they took."""

    element = fields.String(required=True)
    kind = fields.String(required=True)
    name = fields.String(required=True)
    entered = fields.Integer(required=True)
    completed = fields.Integer(required=True)
    returned = fields.Integer(required=True)
    cancelled = fields.Integer(required=True)
    standing = fields.Integer(required=True)
    due = fields.Integer(required=True)
    late = fields.Integer(required=True)
    return_rate = fields.Float(allow_none=True)
    late_rate = fields.Float(allow_none=True)
    took = fields.Nested(SpreadShape, allow_none=True)
    took_working = fields.Nested(SpreadShape, allow_none=True)
    waited = fields.Nested(SpreadShape, allow_none=True)
    handled = fields.Nested(SpreadShape, allow_none=True)
    held_up = fields.Float(required=True)
    share = fields.Float(required=True)
    outcomes = fields.List(fields.Nested(PressedShape), required=True)
    now = fields.Nested(StandingNowShape, required=True)


class MattersShape(Shape):
    """Matters begun in the period, by what became of them."""

    started = fields.Integer(required=True)
    running = fields.Integer(required=True)
    suspended = fields.Integer(required=True)
    completed = fields.Integer(required=True)
    terminated = fields.Integer(required=True)
    cancelled = fields.Integer(required=True)
    took = fields.Nested(SpreadShape, allow_none=True)
    took_working = fields.Nested(SpreadShape, allow_none=True)


class MattersPartShape(Shape):
    """Those of one version, unit or month."""

    label = fields.String(required=True)
    matters = fields.Nested(MattersShape, required=True)


class OpenAgeShape(Shape):
    """Open matters that are at least so many days old, and not yet `until`."""

    days = fields.Integer(required=True)
    until = fields.Integer(allow_none=True)
    number = fields.Integer(required=True)


class AllMattersShape(Shape):
    """As a whole, in parts, and how old the open ones are."""

    whole = fields.Nested(MattersShape, required=True)
    versions = fields.List(fields.Nested(MattersPartShape), required=True)
    units = fields.List(fields.Nested(MattersPartShape), required=True)
    months = fields.List(fields.Nested(MattersPartShape), required=True)
    ages = fields.List(fields.Nested(OpenAgeShape), required=True)


class StatisticsShape(Shape):
    """Figures of the matters begun in the period; steps in the order of how long they held matters up."""

    key = fields.String(required=True)
    name = fields.String(required=True)
    at = fields.AwareDateTime(required=True)
    matters = fields.Nested(AllMattersShape, required=True)
    steps = fields.List(fields.Nested(StepFiguresShape), required=True)
    bottlenecks = fields.List(fields.String(), required=True)
