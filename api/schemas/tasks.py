"""Tasks, the boxes that list them, and what their handler sends."""

from marshmallow import fields
from marshmallow.utils import get_value
from marshmallow.validate import Length, OneOf

from api.schemas.base import Cursor, Shape
from api.schemas.choosing import ChosenPeople, StepChoiceShape
from api.schemas.forms import FormShape, OutcomeShape
from api.schemas.record import LineShape
from engine.deadlines import is_overdue
from engine.queries.boxes import BOXES
from web.current import now
from web.reasons import sentences_of


class Dated(Shape):
    """Something that is to be done by a time."""

    due_at = fields.AwareDateTime(allow_none=True, metadata={"description": "Until when it is to be done."})
    held_at = fields.AwareDateTime(allow_none=True, metadata={"description": "Since when it is on hold."})
    overdue = fields.Function(
        lambda task: is_overdue(get_value(task, "due_at"), get_value(task, "held_at"), now()),
        metadata={"type": "boolean", "description": "A task on hold is as late as it was then."},
    )


class BoxQuery(Cursor):
    """Which box, and what to look for in it."""

    box = fields.String(
        load_default="todo", validate=OneOf(BOXES, error="choice"), metadata={"enum": list(BOXES)}
    )
    search = fields.String(load_default="")
    service = fields.String(load_default=None, allow_none=True)


class RowShape(Dated):
    """A row of a box; which ids are set depends on the box."""

    task_id = fields.Integer(allow_none=True)
    instance_id = fields.UUID(allow_none=True)
    draft_id = fields.Integer(allow_none=True)
    title = fields.String(required=True)
    service_key = fields.String(required=True)
    step_name = fields.String()
    initiator_name = fields.String()
    initiator_unit = fields.String()
    business_no = fields.String(allow_none=True)
    state = fields.String(required=True)
    unread = fields.Boolean()
    version = fields.Integer(allow_none=True)
    at = fields.AwareDateTime(required=True)
    closed_at = fields.AwareDateTime(allow_none=True)
    waiting_for = fields.List(fields.String())
    other_name = fields.String(
        metadata={"description": "Who sent the copy (`cc`), or to whom the task was handed (`handed`)."}
    )
    suspended = fields.Boolean(metadata={"description": "Its matter is suspended (挂起)."})


class BoxShape(Shape):
    """Some rows of a box, and the cursor of the rows after them."""

    box = fields.String(required=True)
    rows = fields.List(fields.Nested(RowShape), required=True)
    next = fields.String(allow_none=True, required=True)


class TargetShape(Shape):
    """Where a task may be returned to."""

    to = fields.String(required=True)
    step_name = fields.String(required=True)


class ReasonOfTaskShape(Shape):
    """Who handles a task and why."""

    principal = fields.String(
        required=True, metadata={"description": "`p:<person>`, `g:<group>` or `r:<role>@<unit>`."}
    )
    rule = fields.String(required=True)
    text = fields.Function(
        sentences_of,
        metadata={
            "type": "object",
            "additionalProperties": {"type": "string"},
            "description": "The sentence in each language.",
        },
    )


class InputShape(Shape):
    """What the handler typed earlier and did not send."""

    document = fields.Dict(required=True)
    opinion = fields.String(required=True)


class SignerShape(Shape):
    """Somebody who was asked to sign by hand and has not."""

    name = fields.String(required=True)
    kind = fields.String(required=True)
    element = fields.String(required=True)
    mine = fields.Boolean(required=True, metadata={"description": "You asked him, and may leave him out."})
    task_id = fields.Integer(allow_none=True)
    version = fields.Integer(allow_none=True)
    position = fields.Integer(allow_none=True)


class TaskShape(Dated):
    """A task as its reader sees it; `version` is also its ETag."""

    id = fields.Integer(required=True)
    version = fields.Integer(required=True)
    state = fields.String(required=True)
    can_handle = fields.Boolean(required=True)
    instance_id = fields.UUID(required=True)
    title = fields.String(required=True)
    service_key = fields.String(required=True)
    business_no = fields.String(allow_none=True)
    step_id = fields.String(required=True)
    step_name = fields.String(required=True)
    initiator_name = fields.String()
    initiator_unit = fields.String()
    at = fields.AwareDateTime(required=True)
    closed_at = fields.AwareDateTime(allow_none=True)
    form = fields.Nested(FormShape, required=True)
    outcomes = fields.List(fields.Nested(OutcomeShape), required=True)
    operations = fields.List(fields.String(), required=True)
    reasons = fields.List(fields.Nested(ReasonOfTaskShape), attribute="why")
    choices = fields.List(fields.Nested(StepChoiceShape))
    return_targets = fields.List(fields.Nested(TargetShape), required=True)
    buttons = fields.Dict(metadata={"description": "The service's own texts of operations."})
    input = fields.Nested(InputShape, allow_none=True)
    signers = fields.List(fields.Nested(SignerShape), required=True)
    can_withdraw = fields.Boolean(required=True)
    suspended = fields.Boolean(required=True)
    claimed_by = fields.String(
        allow_none=True, metadata={"description": "Name of the one of several who does it."}
    )
    can_claim = fields.Boolean(required=True)
    can_release = fields.Boolean(required=True)
    record = fields.List(fields.Nested(LineShape), required=True)


class CompleteShape(Shape):
    """A handler's decision, with the fields that he fills in."""

    outcome = fields.String(required=True, validate=Length(max=500, error="too_long"))
    document = fields.Dict(load_default=dict, metadata={"description": "The submitted fields only."})
    opinion = fields.String(load_default="")
    chosen = ChosenPeople()


class ReturnShape(Shape):
    """Where a task is returned to, and why."""

    to = fields.String(required=True, metadata={"description": "`initiator`, `previous`, or a step's id."})
    then = fields.String(
        load_default="again",
        validate=OneOf(("again", "back"), error="choice"),
        metadata={
            "enum": ["again", "back"],
            "description": "Through the steps again, or straight back to you.",
        },
    )
    opinion = fields.String(load_default="")


class ReasonShape(Shape):
    """Why an instance ends early."""

    reason = fields.String(load_default="")


class DoneShape(Shape):
    """The instance and its state after everything automatic ran."""

    instance_id = fields.UUID(required=True)
    state = fields.String(required=True)
