"""One level of a diagram: a process or the inside of a sub-process."""

from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.parser.ProcessParser import ProcessParser
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException

from engine.execution.errors import Finding
from engine.execution.nodes.base import Flow
from engine.execution.parser.elements import BPMN, GATEWAYS, RUNNABLE, local_name
from engine.execution.process import LevelSpec


class LevelParser(ProcessParser):  # type: ignore[misc]
    """Parses all nodes of a level, then all its flows; never follows a flow."""

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

    def _parse(self) -> None:
        self.spec = self.create_spec()
        self.spec.declared = tuple(
            item.get("name") or item.get("id") for item in self.node.iterchildren(f"{BPMN}dataObject")
        )
        self.add_tasks()

    def add_tasks(self) -> None:
        """Phase one: nodes. Phase two: flows. Then the starts."""
        nodes = [child for child in self.node if local_name(child) in RUNNABLE]
        for node in nodes:
            self._add_node(node)
        defaults = {node.get("id"): node.get("default") for node in nodes if node.get("default")}
        known = {node.get("id"): node for node in nodes if node.get("id") in self.spec.task_specs}
        for element in self.node.iterchildren(f"{BPMN}sequenceFlow"):
            self._add_flow(element, defaults, known)
        self._check_defaults(defaults)
        self._add_starts(known)
        self.spec.freeze()

    def report(self, code: str, element: str | None, **params: Any) -> None:
        """Add a finding to those of the whole diagram."""
        self.parser.findings.append(Finding(code, element, params))

    def _add_node(self, node: etree._Element) -> None:
        parser_class, spec_class = self.parser._get_parser_class(node.tag)
        try:
            parser_class(self, spec_class, node, self.nsmap, lane=self.lane).parse_node()
        except (ValidationException, ValueError, KeyError) as exc:
            self.report("invalid_element", node.get("id"), reason=str(exc), line=node.sourceline)

    def _add_flow(self, element: etree._Element, defaults: dict[Any, Any], known: dict[Any, Any]) -> None:
        identifier, source, target = (element.get(key, "") for key in ("id", "sourceRef", "targetRef"))
        if source not in known or target not in known:
            self.report("dangling_flow", identifier, source=source, target=target)
            return
        text = element.findtext(f"{BPMN}conditionExpression")
        condition = text.strip() if text and text.strip() else None
        if condition and local_name(known[source]) == "parallelGateway":
            self.report("condition_after_parallel", identifier)
        is_default = defaults.get(source) == identifier
        self.spec.connect(Flow(identifier, source, target, element.get("name"), condition, is_default))

    def _check_defaults(self, defaults: dict[Any, Any]) -> None:
        flows = {(flow.source, flow.id) for spec in self.spec.task_specs.values() for flow in spec.outgoing}
        for source, identifier in defaults.items():
            if (source, identifier) not in flows:
                self.report("default_elsewhere", source, default=identifier)

    def _add_starts(self, known: dict[Any, etree._Element]) -> None:
        starts = [name for name, node in known.items() if local_name(node) == "startEvent"]
        free = [name for name in known if name not in starts and not self.spec.task_specs[name].incoming]
        if len(starts) > 1:
            self.report("several_starts", self.bpmn_id, starts=starts)
        if not starts and not free:
            self.report("no_start", self.bpmn_id)
        self._check_ends(known)
        self._check_reached(known, starts or free)
        self.spec.begin_with(starts or free)

    def _check_reached(self, known: dict[Any, etree._Element], starts: list[str]) -> None:
        reached, todo = set(starts), list(starts)
        while todo:
            found = {flow.target for flow in self.spec.task_specs[todo.pop()].outgoing} - reached
            reached |= found
            todo.extend(found)
        for name in known if starts else ():
            if name not in reached:
                self.report("never_reached", name)

    def _check_ends(self, known: dict[Any, etree._Element]) -> None:
        for name, node in known.items():
            spec, kind = self.spec.task_specs[name], local_name(node)
            if kind == "startEvent" and spec.incoming:
                self.report("flow_into_start", name)
            if kind == "endEvent" and spec.outgoing:
                self.report("flow_out_of_end", name)
            if kind in GATEWAYS and not spec.outgoing:
                self.report("gateway_without_flow", name)
