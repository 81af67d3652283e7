"""Repairs of a design as they are looked at before they are applied."""

from marshmallow import fields
from marshmallow.validate import Length

from api.schemas.base import Shape
from api.schemas.designs import AppliedShape, ComparisonShape, RemarkShape

_LONGEST = 200
_WORDS = {"description": "Words by language."}


class RepairAsked(Shape):
    """The finding whose repair is tried; without a rule, all that need no choice."""

    rule = fields.String(load_default=None, validate=Length(max=_LONGEST))
    element = fields.String(load_default=None, validate=Length(max=_LONGEST))
    choice = fields.String(load_default=None, validate=Length(max=2 * _LONGEST))


class RepairOptionShape(Shape):
    """One thing that a repair may be told."""

    value = fields.String(required=True)
    words = fields.Dict(required=True, metadata=_WORDS)


class RepairChoiceShape(Shape):
    """What a repair asks."""

    question = fields.Dict(required=True, metadata=_WORDS)
    usual = fields.Dict(required=True, metadata={"description": "What happens if nothing is chosen."})
    options = fields.List(fields.Nested(RepairOptionShape), required=True)
    typed = fields.Dict(allow_none=True, metadata={"description": "What may be told instead; null: nothing."})
    prefixes = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "One of them stands before such a text."},
    )


class RepairPreviewShape(Shape):
    """What a repair would do; nothing is kept."""

    applied = fields.List(fields.Nested(AppliedShape), required=True)
    verdict = fields.String(required=True, metadata={"description": "Of the mended design."})
    choice = fields.Nested(RepairChoiceShape, allow_none=True)
    differences = fields.Nested(ComparisonShape, allow_none=True)
    beside = fields.List(fields.Nested(RemarkShape), required=True)
    gone = fields.List(fields.Dict(), required=True, metadata={"description": "Findings then mended."})
    come = fields.List(fields.Dict(), required=True, metadata={"description": "Findings then new."})
