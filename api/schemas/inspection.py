"""One matter from inside: where it stands, what it waits for, its variables, its history."""

from marshmallow import fields
from marshmallow.validate import Range

from api.schemas.base import Shape


class PageQuery(Shape):
    """Which page of a long list."""

    page = fields.Integer(
        load_default=1,
        validate=Range(min=1, max=1_000_000, error="invalid_value"),
        metadata={"description": "From 1; beyond the last there is nothing."},
    )


class PassedElementShape(Shape):
    """How often an element was passed; `items` of a multi-instance step or loop."""

    element = fields.String(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True, metadata={"description": "Local name of the BPMN element."})
    passed = fields.Integer(required=True)
    undone = fields.Integer(required=True)
    cancelled = fields.Integer(required=True)
    standing = fields.Integer(required=True)
    failed = fields.Integer(required=True)
    items = fields.Integer(required=True)
    items_done = fields.Integer(required=True)


class RunShape(Shape):
    """One run of a sub-process or of a called process."""

    token = fields.Integer(required=True)
    around = fields.Integer(required=True, metadata={"description": "The run that it is inside of, or 0."})
    element = fields.String(required=True)
    name = fields.String(required=True)
    called = fields.Boolean(required=True)
    item = fields.Integer(allow_none=True)
    state = fields.String(required=True)
    standing = fields.List(fields.String())


class WaitingReasonShape(Shape):
    """Who handles a task, and by which rule."""

    principal = fields.String(required=True)
    rule = fields.String(required=True)
    name = fields.String()
    unit = fields.String()


class WaitingTaskShape(Shape):
    """An open task: whom it waits for, since when, and why them."""

    id = fields.Integer(required=True)
    element = fields.String(required=True)
    name = fields.String(required=True)
    at = fields.AwareDateTime(required=True)
    due_at = fields.AwareDateTime(allow_none=True)
    held_at = fields.AwareDateTime(allow_none=True)
    read_at = fields.AwareDateTime(allow_none=True)
    claimed_by = fields.String(allow_none=True)
    why = fields.List(fields.Nested(WaitingReasonShape))


class WaitingMomentShape(Shape):
    """A timer of the diagram, or what happens to a task because of its deadline."""

    source = fields.String(required=True, metadata={"description": "`timer` or `deadline`."})
    element = fields.String(required=True)
    name = fields.String(required=True)
    at = fields.AwareDateTime(allow_none=True)
    action = fields.String()
    turns = fields.Integer()


class WaitingEventShape(Shape):
    """A message, signal or condition that the matter waits for."""

    kind = fields.String(required=True)
    element = fields.String(required=True)
    step_name = fields.String()
    name = fields.String()
    since = fields.AwareDateTime(allow_none=True)


class MadeCallShape(Shape):
    """A call of an outside system, under way or over."""

    id = fields.String(required=True)
    element = fields.String(required=True)
    name = fields.String()
    operation = fields.String(required=True)
    state = fields.String(required=True)
    tries = fields.Integer(required=True)
    next_at = fields.AwareDateTime(allow_none=True)
    code = fields.String(allow_none=True)
    detail = fields.String(allow_none=True)
    opened_at = fields.AwareDateTime(required=True)
    closed_at = fields.AwareDateTime(allow_none=True)


class StepFaultShape(Shape):
    """A step that failed, and when it went on."""

    id = fields.Integer(required=True)
    element = fields.String(required=True)
    name = fields.String()
    code = fields.String(required=True)
    detail = fields.String()
    at = fields.AwareDateTime(required=True)
    closed_at = fields.AwareDateTime(allow_none=True)


class VerdictShape(Shape):
    """What verification says of the record; `first_bad` is the first entry that does not hold."""

    entries = fields.Integer(required=True)
    ok = fields.Boolean(required=True)
    first_bad = fields.Integer(allow_none=True)


class LookShape(Shape):
    """Who looked at the matter by his right as an administrator alone."""

    person_name = fields.String(required=True)
    person_unit = fields.String()
    kind = fields.String(required=True)
    detail = fields.String()
    at = fields.AwareDateTime(required=True)


class InspectionShape(Shape):
    """Where a matter stands and what it waits for."""

    id = fields.UUID(required=True)
    state = fields.String(required=True)
    definition_number = fields.Integer(required=True)
    tokens = fields.Integer(required=True)
    snapshot_bytes = fields.Integer(required=True)
    record = fields.Nested(VerdictShape, required=True)
    counts = fields.List(fields.Nested(PassedElementShape), required=True)
    runs = fields.List(fields.Nested(RunShape), required=True)
    tasks = fields.List(fields.Nested(WaitingTaskShape), required=True)
    moments = fields.List(fields.Nested(WaitingMomentShape), required=True)
    events = fields.List(fields.Nested(WaitingEventShape), required=True)
    calls = fields.List(fields.Nested(MadeCallShape), required=True)
    incidents = fields.List(fields.Nested(StepFaultShape), required=True)
    looks = fields.List(fields.Nested(LookShape), required=True)


class VariableShape(Shape):
    """One variable; `text` is JSON, cut where `folded` says how long it is in all."""

    name = fields.String(required=True)
    type = fields.String(required=True)
    text = fields.String(required=True)
    folded = fields.Integer(required=True)
    changes = fields.Integer(allow_none=True)


class ScopeShape(Shape):
    """One scope of variables: the matter, a sub-process, an item, or a called process."""

    id = fields.Integer(required=True)
    kind = fields.String(required=True, metadata={"description": "`root`, `level`, `item` or `call`."})
    around = fields.Integer(allow_none=True)
    element = fields.String()
    name = fields.String()
    item = fields.Integer(allow_none=True)
    live = fields.Boolean(required=True)
    variables = fields.List(fields.Nested(VariableShape), required=True)


class VariableChangeShape(Shape):
    """One change of one leaf, by the entry of the record that made it."""

    n = fields.Integer(required=True)
    at = fields.AwareDateTime(required=True)
    kind = fields.String(required=True)
    person_name = fields.String()
    element = fields.String()
    step_name = fields.String()
    scope = fields.Integer(required=True)
    pointer = fields.String(required=True)
    old = fields.String(metadata={"description": "JSON, cut where it is long."})
    new = fields.String()


class VariablesShape(Shape):
    """All scopes, and a page of changes."""

    scopes = fields.List(fields.Nested(ScopeShape), required=True)
    changes = fields.List(fields.Nested(VariableChangeShape), required=True)
    total = fields.Integer(required=True)


class StoryStepShape(Shape):
    """One step of the history; between `after` and `until`, which are the same where its moment is known."""

    n = fields.Integer(required=True)
    kind = fields.String(required=True)
    after = fields.AwareDateTime(required=True)
    until = fields.AwareDateTime(allow_none=True)
    element = fields.String()
    name = fields.String()
    came = fields.List(fields.String(), metadata={"description": "Elements on which it puts a token."})
    went = fields.List(fields.String(), metadata={"description": "Elements from which it takes one."})
    passed = fields.List(fields.String())
    undone = fields.List(fields.String())
    flow = fields.String()
    person_name = fields.String()
    outcome = fields.String()
    done = fields.String(metadata={"description": "Name of the step that the person did."})
    item = fields.Integer(allow_none=True)


class PictureShape(Shape):
    """What the diagram shows: tokens and passages by element, and how often flows were taken."""

    standing = fields.Dict(keys=fields.String(), values=fields.Integer())
    passed = fields.Dict(keys=fields.String(), values=fields.Integer())
    flows = fields.Dict(keys=fields.String(), values=fields.Integer())


class HistoryShape(Shape):
    """A page of the history, with the diagram before its first step."""

    steps = fields.List(fields.Nested(StoryStepShape), required=True)
    before = fields.Nested(PictureShape, required=True)
    total = fields.Integer(required=True)
    page = fields.Integer(required=True)
    pages = fields.Integer(required=True)
