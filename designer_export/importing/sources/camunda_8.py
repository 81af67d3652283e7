"""Camunda 8: a form by its id, or one that stands in the diagram."""

import json
from typing import Any, Final

from lxml import etree

from designer_export.importing.shelf import Shelf
from designer_export.importing.sources.found import Found
from designer_export.namespaces import bpmn

_ZEEBE: Final = "http://camunda.org/schema/zeebe/1.0"
_EMBEDDED: Final = "camunda-forms:bpmn:"


def find(node: etree._Element, file: str, shelf: Shelf) -> Found | None:
    """Give the form that a ``zeebe:formDefinition`` names."""
    said = node.find(f"{bpmn('extensionElements')}/{{{_ZEEBE}}}formDefinition")
    if said is None:
        return None
    key = (said.get("formId") or said.get("formKey") or said.get("externalReference") or "").strip()
    if not key.startswith(_EMBEDDED):
        return Found(shelf.by_key(key), key, [said])
    name = key.removeprefix(_EMBEDDED)
    block = next(
        (item for item in node.getroottree().iter(f"{{{_ZEEBE}}}userTaskForm") if item.get("id") == name),
        None,
    )
    if block is None:
        # Another task had it first; what it came to is known.
        return Found(shelf.embedded(name, None), key, [said])
    form = shelf.embedded(name, _parsed(block.text))
    return Found(form, key, [said, block])


def _parsed(text: str | None) -> Any:
    try:
        return json.loads(text or "")
    except (ValueError, RecursionError):
        return None
