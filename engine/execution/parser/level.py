"""One level of a diagram: a process or the inside of a sub-process."""

from copy import deepcopy
from functools import cached_property
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.parser.ProcessParser import ProcessParser
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException

from engine.execution.errors import Finding
from engine.execution.nodes.base import Flow
from engine.execution.nodes.data import Place
from engine.execution.parser.beside import attach
from engine.execution.parser.checks import check_level
from engine.execution.parser.data import places_of
from engine.execution.parser.elements import BPMN, GLOBAL_TASKS, RUNNABLE, is_true, local_name
from engine.execution.parser.file import bindings_of
from engine.execution.parser.starts import begin
from engine.execution.process import LevelSpec


class LevelParser(ProcessParser):  # type: ignore[misc]
    """Parses all nodes of a level, then what stands beside them, then all its flows; never follows a flow."""

    def _index_process_nodes(self) -> None:
        """No index of descendants: it would be built again for every level."""

    def create_spec(self) -> LevelSpec:
        """The empty spec of this level."""
        return LevelSpec(self.bpmn_id, self.get_name(), self.filename)

    def parse_inner(self, node: etree._Element, lane: str | None) -> LevelSpec:
        """Parse the inside of a sub-process and keep its spec."""
        inner = LevelParser(self.parser, node, self.nsmap, self.data_stores, self.filename, lane)
        inner.parent = self
        self.parser.process_parsers[node.get("id")] = inner
        spec: LevelSpec = inner.get_spec()
        return spec

    @cached_property
    def bindings(self) -> dict[str, str]:
        """What the process around binds correlation properties to."""
        level = self
        while getattr(level, "parent", None) is not None:
            level = level.parent
        return bindings_of(level.node)

    @cached_property
    def places(self) -> dict[str, Place]:
        """The data that the nodes of this level see, those of the levels around among them."""
        around = self.parent.places if getattr(self, "parent", None) is not None else {}
        return {**around, **places_of(self.node)}

    @property
    def around_known(self) -> set[str]:
        """Ids of the nodes around this level, where it is an event sub-process."""
        if not is_true(self.node, "triggeredByEvent"):
            return set()
        return {child.get("id", "") for child in self.node.getparent()}

    def _parse(self) -> None:
        self.spec = self.create_spec()
        self.spec.declared = tuple(
            (item.get("name") or item.get("id")) if local_name(item) == "dataObject" else item.get("id")
            for item in self.node
            if local_name(item) in ("dataObject", "property") and item.get("id")
        )
        self.add_tasks()

    def add_tasks(self) -> None:
        """Nodes, then listeners and handlers, then flows, then the starts and the checks."""
        nodes = self._nodes()
        for node in nodes:
            self._add_node(node)
        defaults = {node.get("id"): node.get("default") for node in nodes if node.get("default")}
        known = {node.get("id"): node for node in nodes if node.get("id") in self.spec.task_specs}
        attach(self, known)
        for element in self.node.iterchildren(f"{BPMN}sequenceFlow"):
            self._add_flow(element, defaults, known)
        if len(known) == len(nodes):
            # What follows from a node that cannot be read is not told as well.
            begin(self, known)
            check_level(self, known, defaults)
        self.spec.freeze()

    def _nodes(self) -> list[etree._Element]:
        kind = GLOBAL_TASKS.get(local_name(self.node))
        if kind is None:
            return [child for child in self.node if local_name(child) in RUNNABLE]
        # A global task is a process of one task of its kind.
        task = etree.Element(f"{BPMN}{kind}", dict(self.node.attrib), nsmap=self.node.nsmap)
        task.extend(deepcopy(child) for child in self.node if isinstance(child.tag, str))
        return [task]

    def report(self, code: str, element: str | None, **params: Any) -> None:
        """Add a finding to those of the whole diagram."""
        self.parser.findings.append(Finding(code, element, params))

    def _add_node(self, node: etree._Element) -> None:
        parser_class, spec_class = self.parser._get_parser_class(node.tag)
        try:
            parser_class(self, spec_class, node, self.nsmap, lane=self.lane).parse_node()
        except (ValidationException, ValueError, LookupError) as exc:
            self.report("invalid_element", node.get("id"), reason=str(exc), line=node.sourceline)

    def _add_flow(self, element: etree._Element, defaults: dict[Any, Any], known: dict[Any, Any]) -> None:
        identifier, source, target = (element.get(key, "") for key in ("id", "sourceRef", "targetRef"))
        if source not in known or target not in known:
            nodes = {child.get("id") for child in self._nodes()} if len(known) else set()
            if {source, target} <= nodes:
                return
            self.report("dangling_flow", identifier, source=source, target=target)
            return
        text = element.findtext(f"{BPMN}conditionExpression")
        condition = text.strip() if text and text.strip() else None
        if condition and local_name(known[source]) in ("parallelGateway", "eventBasedGateway"):
            self.report("condition_after_parallel", identifier)
        is_default = defaults.get(source) == identifier
        self.spec.connect(Flow(identifier, source, target, element.get("name"), condition, is_default))
