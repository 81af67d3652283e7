"""Files that people attach."""

from flask_smorest.fields import Upload
from marshmallow import fields

from api.schemas.base import Shape


class FileShape(Shape):
    """A file to store."""

    file = Upload(required=True)


class AttachmentShape(Shape):
    """A stored file, as an attachment field of a form names it."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    size = fields.Integer(required=True, metadata={"description": "In bytes."})
