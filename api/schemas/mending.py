"""What an action would do to a matter, and orders for many."""

from marshmallow import fields
from marshmallow.validate import Length, OneOf

from api.schemas.base import Shape
from engine.bulk_models import BULK_STATES
from engine.mends import MENDS


class MendShape(Shape):
    """What the action is told, and why."""

    params = fields.Dict(
        keys=fields.String(validate=Length(max=100, error="too_long")),
        load_default=dict,
        metadata={
            "description": "What the action needs. suspend, resume, end: nothing. retry: `token`, `incident`"
            " or `at`, or nothing for all. jump: `token` or `at`, and `to`. restart, cancel: `token` or `at`."
            " add: `to` and `within`. edit: `name`, `value`, `scope`. reassign: `to` (a person), `task`,"
            " `held_by`, `at`. migrate: `definition`, `renamed`. skip: `incident` or `at`, or nothing for all"
            " of them; `values`."
        },
    )
    reason = fields.String(load_default="")


class SeenShape(Shape):
    """The preview that was seen, if one was."""

    seen = fields.String(
        load_default=None,
        allow_none=True,
        validate=Length(max=64, error="too_long"),
        metadata={
            "description": "`fingerprint` of the preview: refused with 409 if the matter is another by now."
        },
    )


class MendDoneShape(MendShape, SeenShape):
    """The same, with the preview that was seen."""


class RetryShape(Shape):
    """Why a failed step is tried again."""

    reason = fields.String(load_default="")


class RetryDoneShape(RetryShape, SeenShape):
    """The same, with the preview that was seen."""


class SkipShape(Shape):
    """What a failed step would have written, and why it is left out."""

    values = fields.Dict(keys=fields.String(), load_default=dict, metadata={"description": "JSON."})
    reason = fields.String(load_default="")


class SkipDoneShape(SkipShape, SeenShape):
    """The same, with the preview that was seen."""


class SpotShape(Shape):
    """A place in the diagram."""

    element = fields.String(required=True)
    name = fields.String(required=True)
    detail = fields.String()


class TaskEffectShape(Shape):
    """A task that closes, opens, or goes to others."""

    element = fields.String(required=True)
    name = fields.String(required=True)
    people = fields.List(fields.String(), required=True)
    was = fields.List(fields.String())
    due_at = fields.AwareDateTime(allow_none=True)


class WaitShape(Shape):
    """What is waited for."""

    element = fields.String(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    what = fields.String()
    at = fields.AwareDateTime(allow_none=True)


class VariableEffectShape(Shape):
    """A value that changes."""

    scope = fields.Integer(required=True)
    pointer = fields.String(required=True)
    old = fields.Raw(allow_none=True)
    new = fields.Raw(allow_none=True)


class ToldShape(Shape):
    """Who is told what."""

    kind = fields.String(required=True)
    people = fields.List(fields.String(), required=True)


class EffectShape(Shape):
    """What the action does; only what changes."""

    fingerprint = fields.String(required=True)
    state = fields.String(required=True)
    state_after = fields.String(required=True)
    ends = fields.Boolean(required=True)
    number = fields.Integer(required=True)
    number_after = fields.Integer(required=True)
    left = fields.List(fields.Nested(SpotShape), required=True)
    entered = fields.List(fields.Nested(SpotShape), required=True)
    closed = fields.List(fields.Nested(TaskEffectShape), required=True)
    opened = fields.List(fields.Nested(TaskEffectShape), required=True)
    given = fields.List(fields.Nested(TaskEffectShape), required=True)
    stopped = fields.List(fields.Nested(WaitShape), required=True)
    begun = fields.List(fields.Nested(WaitShape), required=True)
    withdrawn = fields.List(fields.Nested(SpotShape), required=True)
    called = fields.List(fields.Nested(SpotShape), required=True)
    solved = fields.List(fields.Nested(SpotShape), required=True)
    failed = fields.List(fields.Nested(SpotShape), required=True)
    variables = fields.List(fields.Nested(VariableEffectShape), required=True)
    hidden = fields.Integer(
        required=True, metadata={"description": "Values that change and that you do not see."}
    )
    told = fields.List(fields.Nested(ToldShape), required=True)
    sent = fields.List(
        fields.Tuple((fields.String(), fields.String())),
        required=True,
        metadata={"description": "Messages and signals that go to other matters: kind and name."},
    )


class OrderShape(Shape):
    """One action on the matters of a list or of a filter."""

    action = fields.String(
        required=True,
        validate=OneOf([name for name, mend in MENDS.items() if mend.many], error="unknown_outcome"),
    )
    params = fields.Dict(
        keys=fields.String(validate=Length(max=100, error="too_long")),
        load_default=dict,
        metadata={"description": "As of one matter; places by `at`, the id of an element."},
    )
    reason = fields.String(load_default="")
    instances = fields.List(fields.UUID(), load_default=list, validate=Length(max=10_000, error="too_long"))
    filter = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.String()),
        load_default=None,
        allow_none=True,
        metadata={"description": "As the query of `GET /instances`, each name with a list of values."},
    )
    start = fields.Boolean(
        load_default=False,
        metadata={"description": "At once; otherwise each is tried out first, and `start` is to be said."},
    )


class WhyShape(Shape):
    """A reason that several matters have in common."""

    code = fields.String(required=True)
    params = fields.Dict()
    count = fields.Integer(required=True)


class OrderedShape(Shape):
    """An order, and how far it is."""

    id = fields.Integer(required=True)
    action = fields.String(required=True)
    params = fields.Dict(required=True)
    reason = fields.String(required=True)
    selection = fields.Dict(required=True)
    state = fields.String(required=True, validate=OneOf(BULK_STATES))
    ordered_by = fields.String(required=True)
    ordered_at = fields.AwareDateTime(required=True)
    changed_at = fields.AwareDateTime(required=True)
    total = fields.Integer(required=True)
    through = fields.Integer(required=True)
    counts = fields.Dict(required=True, metadata={"description": "Items by state."})
    matters = fields.Dict(
        required=True, metadata={"description": "Those that wait, by the state of their matter."}
    )
    able = fields.Integer(required=True)
    unseen = fields.Integer(required=True)
    unable = fields.List(fields.Nested(WhyShape), required=True)
    refused = fields.List(fields.Nested(WhyShape), required=True)


class OrderStateShape(Shape):
    """In which state an order is."""

    id = fields.Integer(required=True)
    state = fields.String(required=True)


class OrderItemShape(Shape):
    """One matter of an order."""

    n = fields.Integer(required=True)
    instance_id = fields.UUID(required=True)
    state = fields.String(required=True)
    code = fields.String(allow_none=True)
    params = fields.Dict()
    foreseen = fields.String(allow_none=True)
    foreseen_params = fields.Dict()
    at = fields.AwareDateTime(allow_none=True)
    title = fields.String(allow_none=True)
    business_no = fields.String(allow_none=True)


class OrderItemsShape(Shape):
    """A page of them; `next` is to be asked for as `after`."""

    rows = fields.List(fields.Nested(OrderItemShape), required=True)
    next = fields.Integer(allow_none=True)


class OrderItemsQuery(Shape):
    """Which items."""

    after = fields.Integer(load_default=0)
    state = fields.String(load_default="", validate=Length(max=20, error="too_long"))
