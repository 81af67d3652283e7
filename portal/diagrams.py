"""Diagrams as the browser takes them."""

from flask import Response
from lxml import etree

from db.link import Link
from designer_export.reading import read
from engine.definitions import in_force
from engine.errors import NotPublished
from engine.runtime import Runtime


def drawing_in_force(rt: Runtime, connection: Link, service_key: str) -> bytes:
    """Return the BPMN of a service's version in force.

    Raises
    ------
    NotPublished
    """
    definition_id = in_force(connection, service_key)
    if definition_id is None:
        raise NotPublished(service=service_key)
    return rt.definitions.get(connection, definition_id).bundle.process


def as_answer(xml: bytes, name: str) -> Response:
    """Send a diagram in UTF-8, whatever encoding its designer's tool wrote it in."""
    content = etree.tostring(read(xml).root, encoding="UTF-8", xml_declaration=True)
    answer = Response(content, mimetype="application/xml")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
