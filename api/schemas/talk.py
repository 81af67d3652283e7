"""What people say around a matter: copies, comments, reminders and their answers."""

from marshmallow import fields

from api.schemas.base import Shape
from api.schemas.handing import NumberShown
from engine.commands.comment import MOST_MENTIONS
from engine.copying import MOST_BY_HAND
from engine.words import OPINION_LIMIT


class CommentShape(Shape):
    """Words about a matter, in answer to an entry of its record, naming people."""

    text = fields.String(required=True, metadata={"description": f"At most {OPINION_LIMIT} characters."})
    reply_to = fields.Integer(
        strict=True,
        load_default=None,
        allow_none=True,
        metadata={"description": "Number of the entry answered."},
    )
    mentions = fields.List(
        fields.Integer(strict=True),
        load_default=list,
        metadata={"description": f"Ids of people who see the matter; at most {MOST_MENTIONS}."},
    )


class CopiesShape(Shape):
    """Who gets the matter to read, and a word to them."""

    people = fields.List(
        fields.Integer(strict=True),
        required=True,
        metadata={"description": f"Ids of people; at most {MOST_BY_HAND}."},
    )
    text = fields.String(load_default="")


class AnswerShape(Shape):
    """Words to those who reminded."""

    text = fields.String(required=True)


class EntryShape(Shape):
    """The entry of the record that was made."""

    instance_id = fields.UUID(required=True)
    n = fields.Integer(required=True)


class RemindedShape(Shape):
    """From when on the same person may remind them of the same task again."""

    again_at = fields.AwareDateTime(required=True)


class ReaderShape(Shape):
    """Somebody who sees the matter and may be mentioned."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)
    number = NumberShown()
    unit_name = fields.String()


class CopyShape(Shape):
    """Somebody was given the matter to read; `by_name` is empty if a rule of the diagram did it."""

    person_name = fields.String(required=True)
    person_unit = fields.String()
    by_name = fields.String()
    at = fields.AwareDateTime(required=True)
    read_at = fields.AwareDateTime(allow_none=True)


class WaitingShape(Shape):
    """An open task, as far as somebody may be asked to hurry."""

    task_id = fields.Integer(required=True)
    step_id = fields.String(required=True)
    mine = fields.Boolean(required=True)
    may_remind = fields.Boolean(required=True)
    again_at = fields.AwareDateTime(allow_none=True)
    reminded_by = fields.String(allow_none=True)
    reminded_at = fields.AwareDateTime(allow_none=True)


class TalkShape(Shape):
    """What stands beside a matter for its reader."""

    people = fields.List(fields.Nested(ReaderShape), required=True)
    copies = fields.List(fields.Nested(CopyShape), required=True)
    waiting = fields.List(fields.Nested(WaitingShape), required=True)
    copy_task = fields.Integer(
        allow_none=True, metadata={"description": "A task of yours from which you may send copies."}
    )
