"""What was found of a form in a diagram."""

from dataclasses import dataclass, field

from lxml import etree

from forms.foreign import ForeignForm


@dataclass
class Found:
    """A form that a task or start names.

    Attributes
    ----------
    form
        None if it is not in the upload, or of a kind that nothing here draws; `named` says what it is.
    elements, attributes
        What of the diagram says so; once the form is ours, it goes.
    """

    form: ForeignForm | None
    named: str = ""
    elements: list[etree._Element] = field(default_factory=list)
    attributes: list[tuple[etree._Element, str]] = field(default_factory=list)

    def clear(self) -> None:
        """Take out of the diagram what now stands in the form; what was around it goes with it if empty."""
        for node, name in self.attributes:
            node.attrib.pop(name, "")
        for element in self.elements:
            _remove(element)


def _remove(element: etree._Element) -> None:
    around = element.getparent()
    if around is None:
        return
    around.remove(element)
    is_wrapper = str(around.tag).endswith(("}extensionElements", "}properties"))
    if is_wrapper and not len(around):
        _remove(around)
