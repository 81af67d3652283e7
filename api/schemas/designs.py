"""Designs: what designers upload, what is said of it, and the versions that it becomes."""

from typing import Any

from flask_smorest.fields import Upload
from marshmallow import fields
from marshmallow.validate import Length

from api.schemas.base import Shape

_LONGEST = 200


class DesignShape(Shape):
    """A design being edited (编辑中)."""

    id = fields.Integer(required=True)
    service_key = fields.String(required=True)
    name = fields.String(required=True)
    unit_name = fields.String(required=True)
    file_name = fields.String(required=True, metadata={"description": "What was uploaded last."})
    verdict = fields.String(required=True, metadata={"description": "runnable, drawing or refused"})
    version = fields.Integer(required=True, metadata={"description": "For If-Match."})
    updated_at = fields.AwareDateTime(required=True)
    created_by = fields.String(required=True)


class VersionShape(Shape):
    """A version; number n is shown as Vn.0."""

    id = fields.Integer(required=True)
    number = fields.Integer(required=True)
    state = fields.String(required=True, metadata={"description": "published or retired"})
    published_at = fields.AwareDateTime(allow_none=True)
    created_by = fields.String(required=True)
    running = fields.Integer(required=True, metadata={"description": "Matters on it that have not ended."})


class ServiceVersionsShape(Shape):
    """A service with its versions, the newest first."""

    key = fields.String(required=True)
    name = fields.String(required=True)
    versions = fields.List(fields.Nested(VersionShape), required=True)
    may_edit = fields.Boolean(required=True)
    may_publish = fields.Boolean(required=True)


class WorkshopShape(Shape):
    """All that you may design."""

    designs = fields.List(fields.Nested(DesignShape), required=True)
    services = fields.List(fields.Nested(ServiceVersionsShape), required=True)


class PartShape(Shape):
    """An element of a diagram."""

    id = fields.String(required=True)
    kind = fields.String(required=True)
    name = fields.String(required=True)


class DifferenceShape(Shape):
    """What one attribute was and is; null where it was or is not there."""

    attribute = fields.String(required=True)
    before = fields.String(allow_none=True)
    after = fields.String(allow_none=True)


class ChangeShape(Shape):
    """An element that says something else."""

    part = fields.Nested(PartShape, required=True)
    differences = fields.List(fields.Nested(DifferenceShape), required=True)


class ComparisonShape(Shape):
    """What a diagram adds to another, lacks, and says otherwise."""

    added = fields.List(fields.Nested(PartShape), required=True)
    removed = fields.List(fields.Nested(PartShape), required=True)
    changed = fields.List(fields.Nested(ChangeShape), required=True)


class RemarkShape(Shape):
    """What differs beside the drawing."""

    about = fields.String(
        required=True, metadata={"description": "form, access, layout, step, setting or file"}
    )
    at = fields.String(required=True, metadata={"description": "A pointer, an element's id, or a name."})
    message = fields.Dict(required=True, metadata={"description": "The sentence by language."})


class StandingShape(Shape):
    """The version in force, and how the design differs from it."""

    version = fields.Nested(VersionShape, required=True)
    differences = fields.Nested(ComparisonShape, required=True)
    beside = fields.List(fields.Nested(RemarkShape), required=True)


class BegunShape(Shape):
    """An event that begins a service."""

    element = fields.String(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True, metadata={"description": "timer, message, signal …"})
    said = fields.String(required=True, metadata={"description": "The timer's text, or the event's name."})


class DesignViewShape(Shape):
    """A design with all that is said of it."""

    design = fields.Nested(DesignShape, attribute="row", required=True)
    number = fields.Integer(required=True, metadata={"description": "Of the version that it is or becomes."})
    definition_id = fields.Integer(
        allow_none=True, metadata={"description": "The version that it has become; it stays as it is then."}
    )
    report = fields.Method(
        "dump_report",
        required=True,
        metadata={
            "type": "object",
            "description": "As `tongban lint --json` has it; a repair has its words in `preview`.",
        },
    )
    undo = fields.Dict(allow_none=True, metadata={"description": "The change that can be undone."})
    standing = fields.Nested(StandingShape, allow_none=True)
    asks_for_starters = fields.Boolean(required=True)
    begins = fields.List(
        fields.Nested(BegunShape),
        required=True,
        metadata={"description": "What begins it, where nobody starts it by hand."},
    )
    may_edit = fields.Boolean(required=True)
    may_publish = fields.Boolean(required=True)

    def dump_report(self, view: Any) -> dict[str, Any]:
        """Give the object of `tongban lint`."""
        told: dict[str, Any] = view.as_report()
        return told


class FilesShape(Shape):
    """One diagram, with its forms and decisions if it has some, or a zip of them."""

    files = Upload(required=True, metadata={"description": "A part for each file."})


class UploadGoal(Shape):
    """What an upload is for."""

    service = fields.String(
        load_default="",
        validate=Length(max=_LONGEST),
        metadata={"description": "The key of a service that stands; its settings and form are taken over."},
    )
    unit = fields.String(
        load_default="",
        validate=Length(max=_LONGEST),
        metadata={"description": "The code of the unit of a new service."},
    )
    name = fields.String(
        load_default="", validate=Length(max=100), metadata={"description": "The name of a new service."}
    )


class MadeShape(Shape):
    """The design that was made or changed, and its version now."""

    id = fields.Integer(required=True)
    version = fields.Integer(required=True)


class FindingToMend(Shape):
    """A finding that is to be mended."""

    rule = fields.String(required=True, validate=Length(max=_LONGEST))
    element = fields.String(required=True, allow_none=True)
    choice = fields.String(
        load_default=None, allow_none=True, metadata={"description": "What the repair is told besides."}
    )


class RepairsShape(Shape):
    """Findings that are to be mended; without any, all that need no choice."""

    repairs = fields.List(
        fields.Nested(FindingToMend), load_default=None, allow_none=True, validate=Length(min=1, max=500)
    )


class AppliedShape(Shape):
    """A repair that did something."""

    rule = fields.String(required=True)
    element = fields.String(allow_none=True)
    repair = fields.String(required=True)


class RepairedShape(MadeShape):
    """What was mended."""

    applied = fields.List(fields.Nested(AppliedShape), required=True)


class PublishShape(Shape):
    """Who may start a service that is published for the first time."""

    starters = fields.List(
        fields.String(validate=Length(min=1, max=100)),
        load_default=None,
        allow_none=True,
        validate=Length(max=200),
        metadata={"description": "everyone, kind:student, unit:cs, group:…, role:…"},
    )


class PublishedShape(Shape):
    """The version now in force."""

    definition_id = fields.Integer(required=True)


class KeyShape(Shape):
    """The service whose version was put in force or taken back."""

    service_key = fields.String(required=True)
