"""The diagram parser: SpiffWorkflow's registry of parsers with our classes in every place."""

from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser

from engine.execution.errors import Finding
from engine.execution.nodes import boundaries, complex_gateway, events, gateways, signing, subprocesses, tasks
from engine.execution.parser import nodes
from engine.execution.parser.elements import BPMN, RUNNABLE
from engine.execution.parser.file import FileIndex
from engine.execution.parser.level import LevelParser
from engine.execution.parser.survey import survey
from engine.execution.process import LevelSpec

_CLASSES: dict[str, tuple[type, type]] = {
    "task": (nodes.NodeParser, tasks.NoneTask),
    "userTask": (nodes.PersonParser, signing.UserTask),
    "manualTask": (nodes.PersonParser, signing.ManualTask),
    "scriptTask": (nodes.ScriptParser, tasks.ScriptTask),
    "serviceTask": (nodes.ServiceParser, tasks.ServiceTask),
    "businessRuleTask": (nodes.DecisionParser, tasks.DecisionTask),
    "sendTask": (nodes.MessageTaskParser, events.SendTask),
    "receiveTask": (nodes.MessageTaskParser, events.ReceiveTask),
    "subProcess": (nodes.SubProcessParser, subprocesses.SubProcess),
    "transaction": (nodes.SubProcessParser, subprocesses.Transaction),
    "adHocSubProcess": (nodes.AdHocParser, subprocesses.AdHoc),
    "callActivity": (nodes.CallParser, subprocesses.CallActivity),
    "exclusiveGateway": (nodes.ChoiceParser, gateways.ExclusiveGateway),
    "parallelGateway": (nodes.NodeParser, gateways.ParallelGateway),
    "inclusiveGateway": (nodes.ChoiceParser, gateways.InclusiveGateway),
    "complexGateway": (nodes.GatewayParser, complex_gateway.ComplexGateway),
    "eventBasedGateway": (nodes.GatewayParser, gateways.EventGateway),
    "startEvent": (nodes.EventParser, events.StartEvent),
    "endEvent": (nodes.EndParser, events.EndEvent),
    "intermediateThrowEvent": (nodes.EventParser, events.IntermediateThrowEvent),
    "intermediateCatchEvent": (nodes.CatchParser, events.IntermediateCatchEvent),
    "boundaryEvent": (nodes.BoundaryParser, boundaries.BoundaryEvent),
}


class DiagramParser(BpmnParser):  # type: ignore[misc]
    """Parses the processes of one file; stock parser and spec classes are out of reach."""

    PARSER_CLASSES: dict[str, tuple[type, type]] = {}
    OVERRIDE_PARSER_CLASSES = {BPMN + name: classes for name, classes in _CLASSES.items()}
    PROCESS_PARSER_CLASS = LevelParser

    def __init__(self) -> None:
        super().__init__()
        self.findings: list[Finding] = []
        self.called: dict[str, etree._Element] = {}
        self.file: FileIndex

    def add_bpmn_xml(self, bpmn: Any, filename: str | None = None) -> None:
        """Take the processes of a tree, and what the file declares beside them."""
        self.file = FileIndex(bpmn)
        self._add_diagram_indexes(bpmn)
        for process in bpmn.iterchildren(f"{BPMN}process"):
            # What stands elsewhere is refused, or read past, as any element in a wrong place.
            if process.get("id"):
                self.create_parser(process, filename)

    def call(self, element: etree._Element) -> None:
        """Take note of what a call activity names; who calls himself is found by the check of calls."""
        self.called.setdefault(element.get("id", ""), element)

    def parse(self, process: str) -> LevelSpec:
        """Parse a process, then all that it calls: one after the other, for a call may be deep inside."""
        spec: LevelSpec = self.process_parsers[process].get_spec()
        parsed = {process}
        while waiting := [name for name in self.called if name not in parsed]:
            parsed.update(waiting)
            for name in waiting:
                self._parse_called(name, self.called[name])
        return spec

    def _parse_called(self, name: str, element: etree._Element) -> None:
        wrong = survey(element)
        self.findings += wrong
        if wrong:
            return
        if name not in self.process_parsers:
            self.create_parser(element)
        self.process_parsers[name].get_spec()

    def _add_diagram_indexes(self, bpmn: Any) -> None:
        root = bpmn.getroot() if hasattr(bpmn, "getroot") else bpmn
        lanes: dict[str, str | None] = {}
        for lane in root.iter(f"{BPMN}lane"):
            for reference in lane.iterchildren(f"{BPMN}flowNodeRef"):
                lanes[(reference.text or "").strip()] = lane.get("name") or lane.get("id")
        self.document_lanes[self._document_key(bpmn)] = lanes
        self.document_positions[self._document_key(bpmn)] = {}


assert frozenset(_CLASSES) == RUNNABLE
