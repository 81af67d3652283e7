"""A file for somebody who may read it: his own, or one in a field that he sees."""

import uuid

from sqlalchemy import text

from db.link import Link, Row
from engine.access import readers_access
from engine.errors import NotFound
from engine.runtime import Runtime
from identity.principal import Principal

from .form_view import form_view
from .instances import visible
from .loading import load

_FIND = text(
    "SELECT id, owner_id, instance_id, name, content_type, size, sha256 FROM attachment WHERE id = :id"
)


def find(rt: Runtime, connection: Link, by: Principal, attachment_id: uuid.UUID) -> Row:
    """Give an attachment's row to its owner, and to those who see the field that holds it.

    Raises
    ------
    NotFound
    """
    row = connection.execute(_FIND, {"id": attachment_id}).one_or_none()
    if row is None:
        raise NotFound(attachment=str(attachment_id))
    if row.owner_id == by.person_id:
        return row
    if row.instance_id is None or attachment_id.hex not in _seen(rt, connection, by, row.instance_id):
        raise NotFound(attachment=str(attachment_id))
    return row


def _seen(rt: Runtime, connection: Link, by: Principal, instance_id: uuid.UUID) -> set[str]:
    """Give the ids of the files in an instance's document as this reader sees it."""
    instance = visible(rt, connection, by, instance_id)
    deployed, execution = load(rt, connection, instance)
    access = readers_access(rt, connection, by, instance, deployed)
    shown = form_view(deployed, access, execution.variables())
    return {
        file["id"]
        for name, field in shown.form.fields.items()
        if field.control == "attachment"
        for file in shown.document.get(name) or ()
    }
