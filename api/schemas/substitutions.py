"""代理: absences and who stands in."""

from marshmallow import fields

from api.schemas.base import Shape, Whole


class SubstitutionQuery(Shape):
    """Whose substitutions are read."""

    person = fields.Integer(
        load_default=None, metadata={"description": "Id of a person whom you manage; yourself if left out."}
    )


class AbsenceShape(Shape):
    """Somebody is away, and somebody else stands in."""

    substitute = Whole(required=True, metadata={"description": "Id of a person."})
    since = fields.Date(required=True, metadata={"description": "The first day."})
    until = fields.Date(required=True, metadata={"description": "The last day."})
    service = fields.String(
        load_default=None, allow_none=True, metadata={"description": "Key of one service; all if left out."}
    )
    person = Whole(
        load_default=None,
        allow_none=True,
        metadata={"description": "Who is away: a person whom you manage; yourself if left out."},
    )


class SubstitutionShape(Shape):
    """One substitution."""

    id = fields.Integer(required=True)
    person_id = fields.Integer(required=True)
    person_name = fields.String(required=True)
    substitute_id = fields.Integer(required=True)
    substitute_name = fields.String(required=True)
    service_key = fields.String(allow_none=True)
    since = fields.Date(required=True)
    until = fields.Date(required=True)
    state = fields.String(required=True, metadata={"enum": ["coming", "now", "over", "ended"]})


class SubstitutionsShape(Shape):
    """Absences of somebody, and those in which he stands in; those in force or coming first."""

    rows = fields.List(fields.Nested(SubstitutionShape), required=True)


class EnteredShape(Shape):
    """The substitution that was entered."""

    id = fields.Integer(required=True)


class HandedShape(Shape):
    """How many open tasks were handed over."""

    handed = fields.Integer(required=True)
