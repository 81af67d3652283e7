"""Every element has a row in the table of what runs; what has none is refused with its name."""

from collections.abc import Iterator

from lxml import etree

from designer_export.findings import Finding, finding
from designer_export.model import Model
from designer_export.namespaces import BPMNDI, MODEL, local, namespace
from designer_export.structure import OPEN

ID = "unsupported-element"


_OTHER_DIAGRAMS = {
    "choreography": "choreography",
    "globalChoreographyTask": "choreography",
    "choreographyTask": "choreography",
    "subChoreography": "choreography",
    "callChoreography": "choreography",
    "conversation": "conversation",
    "globalConversation": "conversation",
    "subConversation": "conversation",
    "callConversation": "conversation",
    "conversationLink": "conversation",
}
"""Of the other diagrams of BPMN, which one an element belongs to."""


def check(model: Model) -> Iterator[Finding]:
    """Refuse elements that the engine does not run, and foreign ones outside extensionElements.

    What only draws may be anything that BPMN knows, for it need not run.
    """
    for element in model.elements:
        # Of what stands elsewhere than it may, the rule `schema` speaks.
        if model.fate(element) == "refused" and element not in model.misplaced:
            yield _refusal(element)
        if local(element) == "extensionElements":
            continue
        for child in element:
            if isinstance(child.tag, str) and not _may_stand(namespace(child), local(element)):
                yield finding(ID, "refused", element, case="foreign", kind=child.tag)


def _may_stand(space: str, host: str) -> bool:
    """Tell whether elements of a namespace may stand in an element: the drawing stands beside the model."""
    return space == MODEL or host in OPEN or (space == BPMNDI and host == "definitions")


def _refusal(element: etree._Element) -> Finding:
    name = local(element)
    if name in _OTHER_DIAGRAMS:
        return finding(ID, "refused", element, case=_OTHER_DIAGRAMS[name])
    return finding(ID, "refused", element, kind=name)
