"""Finds the form of every step and start of a diagram, and gives each step its own."""

from collections.abc import Mapping
from typing import Final

from lxml import etree

from designer_export.importing.forming import Forms
from designer_export.importing.remarks import FORM, Remarks
from designer_export.importing.shelf import Shelf
from designer_export.importing.sources import Found, form_of
from designer_export.namespaces import bpmn
from forms.foreign import ForeignForm

_STEPS: Final = ("userTask", "manualTask", "globalUserTask", "globalManualTask")


def collect(
    root: etree._Element, files: Mapping[etree._Element, str], main: str, shelf: Shelf, remarks: Remarks
) -> tuple[Forms, dict[etree._Element, ForeignForm]]:
    """Give the forms of a diagram's steps, and those of its start events by their event.

    What the diagram says of a form that is ours now goes out of it; of others it stays, with a finding.

    Parameters
    ----------
    files
        The file that a process was brought from; all others stand in `main`.
    """
    found: list[tuple[etree._Element, Found]] = []
    for node in root.iter(*(bpmn(kind) for kind in (*_STEPS, "startEvent"))):
        file = next((files[around] for around in node.iterancestors() if around in files), main)
        form = form_of(node, file, shelf)
        if form is not None:
            found.append((node, form))
    forms, starts = Forms(root, remarks), dict[etree._Element, ForeignForm]()
    for node, one in found:
        if one.form is None:
            remarks.say(FORM, "missing", node, form=one.named)
            continue
        one.clear()
        if node.tag == bpmn("startEvent"):
            starts[node] = one.form
        else:
            forms.put(node, one.form)
    return forms, starts
