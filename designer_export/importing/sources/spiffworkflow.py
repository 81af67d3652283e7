"""SpiffArena: a JSON Schema and a ui schema in files beside the diagram."""

from typing import Final

from lxml import etree

from designer_export.importing.shelf import Shelf
from designer_export.importing.sources.found import Found
from designer_export.namespaces import bpmn

_SPIFF: Final = "http://spiffworkflow.org/bpmn/schema/1.0/core"
_SCHEMA, _LOOK = "formJsonSchemaFilename", "formUiSchemaFilename"


def find(node: etree._Element, file: str, shelf: Shelf) -> Found | None:
    """Give the form whose files the properties of a task name."""
    path = f"{bpmn('extensionElements')}/{{{_SPIFF}}}properties/{{{_SPIFF}}}property"
    items = [item for item in node.iterfind(path) if item.get("name") in (_SCHEMA, _LOOK)]
    said = {item.get("name", ""): (item.get("value") or "").strip() for item in items}
    if not said.get(_SCHEMA):
        return None
    return Found(shelf.by_schema(file, said[_SCHEMA], said.get(_LOOK, "")), said[_SCHEMA], items)
