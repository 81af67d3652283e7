"""Whom somebody chooses for coming steps (自选办理人)."""

from typing import Any

from marshmallow import fields

from api.schemas.base import Shape
from api.schemas.handing import PersonShape


class ChosenPeople(fields.Dict):
    """People by step: ``{"review": [12, 15]}``."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            keys=fields.String(),
            values=fields.List(fields.Integer()),
            load_default=dict,
            metadata={"description": "Ids of the people who shall handle coming steps, by the step's id."},
            **more,
        )


class StepChoiceShape(Shape):
    """A coming step whose handlers whoever completes this one chooses."""

    element = fields.String(required=True)
    step_name = fields.String(required=True)
    required = fields.Boolean(required=True)
    limited = fields.Boolean(required=True, metadata={"description": "Only `people` may be chosen."})
    people = fields.List(fields.Nested(PersonShape), required=True)
    chosen = fields.List(fields.Integer(), metadata={"description": "Ids of those chosen earlier."})


class StepChoicesShape(Shape):
    """The choices that go with sending the form of a service."""

    choices = fields.List(fields.Nested(StepChoiceShape), required=True)
