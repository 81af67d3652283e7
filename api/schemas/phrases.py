"""常用意见: the words that a person keeps for his opinions."""

from marshmallow import fields

from api.schemas.base import Shape


class PhrasesShape(Shape):
    """The whole list in its order."""

    phrases = fields.List(
        fields.String(metadata={"description": "At most 500 characters."}),
        required=True,
        metadata={"description": "At most 50; blank ones and repetitions are left out."},
    )
