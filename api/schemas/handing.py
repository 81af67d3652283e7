"""What a handler sends to bring other people in, and the people he may name."""

from typing import Any

from marshmallow import fields
from marshmallow.validate import Length, OneOf

from api.schemas.base import Shape, Whole
from identity.numbers import shown_number
from web.principal import current_principal

PLACES = ("before", "beside", "after")


class HandShape(Shape):
    """To whom a task goes, and why."""

    to = Whole(required=True, metadata={"description": "Id of a person."})
    opinion = fields.String(load_default="")


class SignersShape(Shape):
    """Who is asked to sign, and when."""

    kind = fields.String(
        required=True,
        validate=OneOf(PLACES, error="choice"),
        metadata={"enum": list(PLACES), "description": "Before you, in any order, or after you."},
    )
    people = fields.List(Whole(), required=True, metadata={"description": "Ids of one to twenty people."})
    opinion = fields.String(load_default="")


class LaterShape(Shape):
    """Which of those who were to sign after you is left out."""

    position = Whole(required=True, metadata={"description": "Counted from 0 in `signers`."})


class WordsShape(Shape):
    """Why."""

    opinion = fields.String(load_default="")


class PeopleQuery(Shape):
    """What to look for among the people of the school."""

    q = fields.String(
        required=True,
        validate=Length(max=100, error="too_long"),
        metadata={
            "description": "A part of a name, number, pinyin or initials; less than two letters or"
            " one Chinese character finds nobody."
        },
    )


class NumberShown(fields.String):
    """The number of a person as the caller may see it."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            metadata={"description": "Its middle is hidden from whoever is no staff: `2023****17`."}, **more
        )

    def _serialize(self, value: Any, attr: str | None, obj: Any, **more: Any) -> str:
        return shown_number(obj, current_principal())


class PersonShape(Shape):
    """Somebody who may be named."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)
    number = NumberShown(required=True)
    unit_name = fields.String(required=True)


class PeopleShape(Shape):
    """At most twenty people, ordered by the pinyin of their names."""

    rows = fields.List(fields.Nested(PersonShape), required=True)


class PlacedShape(Shape):
    """The instance that somebody was brought into."""

    instance_id = fields.UUID(required=True)
