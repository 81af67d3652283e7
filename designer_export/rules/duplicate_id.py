"""An id stands once in a file (BPMN 2.0.2, 8.3.1)."""

from collections.abc import Iterator

from lxml import etree

from designer_export.findings import Finding, finding
from designer_export.model import Model
from designer_export.namespaces import BPMNDI, DC, DI, local

ID = "duplicate-id"


def check(model: Model) -> Iterator[Finding]:
    """Refuse every further element that bears an id already given."""
    own = frozenset(model.carried.elements)
    for identifier, found in model.by_id.items():
        # What a dialect has put in is not the designer's; it repeats what the upload repeats.
        elements = [element for element in found if element in own]
        # To SpiffWorkflow the id of an item is the name of its variable: nothing refers to it.
        are_items = model.diagram.dialect.name == "spiffworkflow" and all(map(_is_item, elements))
        for element in elements[1:]:
            line = elements[0].sourceline
            if are_items:
                yield finding(ID, "advice", element, case="item", attribute="id", identifier=identifier)
            else:
                yield finding(ID, "refused", element, attribute="id", identifier=identifier, first=line)
    yield from _drawn(model)


def _drawn(model: Model) -> Iterator[Finding]:
    """An id of the drawing information is one of the file as well."""
    seen = {name: elements[0] for name, elements in model.by_id.items()}
    for diagram in model.root.iterchildren(f"{{{BPMNDI}}}BPMNDiagram"):
        for shape in diagram.iter(*(f"{{{space}}}*" for space in (BPMNDI, DC, DI))):
            name = shape.get("id")
            if name and name in seen:
                line = seen[name].sourceline
                yield finding(ID, "refused", shape, attribute="id", identifier=name, first=line)
            elif name:
                seen[name] = shape


def _is_item(element: etree._Element) -> bool:
    return local(element) in ("inputDataItem", "outputDataItem")
