"""A diagram as the rules see it: indexed once, read by all."""

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping
from functools import cached_property

from lxml import etree

from designer_export.form_facts import FormFacts, form_facts
from designer_export.formulas import Formula, formulas
from designer_export.namespaces import bpmn, local
from designer_export.native import OperationCall, StepSettings, read_operations, read_settings
from designer_export.reading import Diagram
from designer_export.scopes import LEVELS, Scope, read_scope
from designer_export.soundness import Soundness, explore


class Model:
    """A diagram with its index and the files it came with.

    Parameters
    ----------
    diagram
        As read.
    files
        The bundle's other files by name; None if only the diagram is known: nothing is said about forms then.
    known_operations
        What service steps may call; None if that is not known.
    """

    def __init__(
        self,
        diagram: Diagram,
        files: Mapping[str, bytes] | None = None,
        known_operations: Container[str] | None = None,
    ) -> None:
        self.diagram = diagram
        self.known_operations = known_operations
        self.root = diagram.root
        self.files = files

    @cached_property
    def by_id(self) -> Mapping[str, list[etree._Element]]:
        """Elements of the model by id, outside extension elements."""
        found: dict[str, list[etree._Element]] = defaultdict(list)
        for element in self.elements:
            if element.get("id"):
                found[element.get("id", "")].append(element)
        return found

    @cached_property
    def elements(self) -> tuple[etree._Element, ...]:
        """All elements of the BPMN model outside extensionElements, the root first."""
        return tuple(_model_elements(self.root))

    @cached_property
    def processes(self) -> tuple[etree._Element, ...]:
        """The processes of the file."""
        return tuple(self.root.iterchildren(bpmn("process")))

    @cached_property
    def scopes(self) -> tuple[Scope, ...]:
        """All levels, outer before inner."""
        return tuple(read_scope(element) for element in self.elements if local(element) in LEVELS)

    @cached_property
    def steps(self) -> Mapping[str, StepSettings]:
        """Settings of user and manual tasks by id."""
        return read_settings(self.root)

    @cached_property
    def operations(self) -> Mapping[str, OperationCall]:
        """Operation calls by id."""
        return read_operations(self.root)

    @cached_property
    def formulas(self) -> tuple[Formula, ...]:
        """All expressions and scripts."""
        return formulas(self.elements, self.root.get("expressionLanguage") or "")

    @cached_property
    def soundness(self) -> Soundness:
        """Whether every level can always end."""
        return explore(self.scopes)

    @cached_property
    def form(self) -> FormFacts | None:
        """What the form declares; None if the diagram came without a form."""
        return form_facts(self.files)


def _model_elements(root: etree._Element) -> Iterator[etree._Element]:
    pending = [root]
    while pending:
        element = pending.pop()
        name = local(element)
        if name:
            yield element
        if name != "extensionElements":
            pending.extend(child for child in reversed(element) if isinstance(child.tag, str))
