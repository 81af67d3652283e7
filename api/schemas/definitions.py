"""Versions of processes."""

from flask_smorest.fields import Upload
from marshmallow import fields

from api.schemas.base import Shape


class DefinitionShape(Shape):
    """A version; number n is shown as Vn.0."""

    id = fields.Integer(required=True)
    service_key = fields.String(required=True)
    name = fields.String(required=True)
    number = fields.Integer(required=True)
    state = fields.String(required=True)
    digest = fields.String(required=True)
    created_at = fields.AwareDateTime(required=True)
    published_at = fields.AwareDateTime(allow_none=True)
    created_by = fields.String()


class DefinitionsShape(Shape):
    """Every version, each service's newest first."""

    rows = fields.List(fields.Nested(DefinitionShape), required=True)


class UploadShape(Shape):
    """One of two: a whole service, or a new diagram for one that stands."""

    bundle = Upload(metadata={"description": "A service's folder as a zip."})
    diagram = Upload(metadata={"description": "A .bpmn file; say in `service` whose."})


class UploadQuery(Shape):
    """Whose diagram is replaced."""

    service = fields.String(load_default="", metadata={"description": "The service's key."})


class DeployedShape(Shape):
    """The version now in force."""

    id = fields.Integer(required=True)
    service_key = fields.String(required=True)
    digest = fields.String(required=True)
