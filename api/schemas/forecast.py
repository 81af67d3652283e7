"""流程预测: what lies ahead of an application or a matter."""

from marshmallow import fields

from api.schemas.base import Shape

_KINDS = ["step", "again", "end", "fork", "part"]
_FORKS = ["all", "one", "some", "race", "beside", "undo"]


class AskedShape(Shape):
    """An application as far as it is filled in; nothing of it is checked or kept."""

    document = fields.Dict(load_default=dict, metadata={"description": "The fields of the form."})
    outcome = fields.String(load_default=None, allow_none=True)
    unit = fields.String(
        load_default=None, allow_none=True, metadata={"description": "Code of the unit acted for."}
    )


class UsualShape(Shape):
    """How long a step has usually taken."""

    seconds = fields.Float(required=True, metadata={"description": "The median."})
    count = fields.Integer(required=True, metadata={"description": "Of so many."})


class BranchShape(Shape):
    """One way of a fork."""

    label = fields.String(required=True)
    default = fields.Boolean(required=True, metadata={"description": "Taken if none of the others is."})
    event = fields.String(required=True, metadata={"description": "What brings it about; or empty."})
    goes_on = fields.Boolean(
        required=True, metadata={"description": "What follows it stands behind the fork."}
    )
    items = fields.List(fields.Nested(lambda: ItemShape()), required=True)


class ItemShape(Shape):
    """One piece of the way. Which of the fields it has depends on its kind."""

    kind = fields.String(required=True, metadata={"enum": _KINDS})
    element = fields.String(required=True)
    name = fields.String(required=True)
    now = fields.Boolean(metadata={"description": "The step is open already."})
    certain = fields.Boolean(metadata={"description": "It will come unless somebody intervenes."})
    several = fields.String(metadata={"enum": ["one", "each", "in_turn"]})
    count = fields.Integer(allow_none=True)
    people = fields.List(fields.String())
    rules = fields.List(fields.String(), metadata={"description": "By which rules these people."})
    later = fields.Boolean(metadata={"description": "Who else handles it is decided on the way."})
    usual = fields.Nested(UsualShape, allow_none=True)
    back = fields.Boolean(metadata={"description": "The way leads back to where it has been."})
    fork = fields.String(metadata={"enum": _FORKS})
    branches = fields.List(fields.Nested(BranchShape))
    inside = fields.List(
        fields.Nested(lambda: ItemShape()), metadata={"description": "What is inside a part."}
    )


class ForecastShape(Shape):
    """The steps ahead, in order; each element stands in it once."""

    items = fields.List(fields.Nested(ItemShape), required=True)
    complete = fields.Boolean(
        required=True, metadata={"description": "False if the diagram is too large to be followed."}
    )
