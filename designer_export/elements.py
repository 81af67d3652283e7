"""What stands in a diagram, apart from what extensions hold."""

from collections.abc import Iterator

from lxml import etree

from designer_export.namespaces import local


def model_elements(root: etree._Element) -> Iterator[etree._Element]:
    """Yield all elements of the BPMN model outside extensionElements, outer before inner, in their order."""
    pending = [root]
    while pending:
        element = pending.pop()
        name = local(element)
        if name:
            yield element
        if name != "extensionElements":
            # Neither comments nor instructions.
            pending.extend(element.iterchildren("*", reversed=True))
