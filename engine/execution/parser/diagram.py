"""The diagram parser: SpiffWorkflow's registry of parsers with our classes in every place."""

from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser

from engine.execution.errors import Finding, NotExecutable
from engine.execution.nodes import events, gateways, subprocesses, tasks
from engine.execution.parser import nodes
from engine.execution.parser.elements import BPMN, RUNNABLE
from engine.execution.parser.level import LevelParser

_CLASSES: dict[str, tuple[type, type]] = {
    "task": (nodes.NodeParser, tasks.NoneTask),
    "userTask": (nodes.NodeParser, tasks.UserTask),
    "manualTask": (nodes.NodeParser, tasks.ManualTask),
    "scriptTask": (nodes.ScriptParser, tasks.ScriptTask),
    "serviceTask": (nodes.ServiceParser, tasks.ServiceTask),
    "subProcess": (nodes.SubProcessParser, subprocesses.SubProcess),
    "exclusiveGateway": (nodes.NodeParser, gateways.ExclusiveGateway),
    "parallelGateway": (nodes.NodeParser, gateways.ParallelGateway),
    "inclusiveGateway": (nodes.NodeParser, gateways.InclusiveGateway),
    "startEvent": (nodes.EventParser, events.StartEvent),
    "endEvent": (nodes.EventParser, events.EndEvent),
    "intermediateThrowEvent": (nodes.EventParser, events.IntermediateThrowEvent),
    "intermediateCatchEvent": (nodes.TimerParser, events.TimerCatch),
}


class DiagramParser(BpmnParser):  # type: ignore[misc]
    """Parses the processes of one file; stock parser and spec classes are out of reach."""

    PARSER_CLASSES: dict[str, tuple[type, type]] = {}
    OVERRIDE_PARSER_CLASSES = {BPMN + name: classes for name, classes in _CLASSES.items()}
    PROCESS_PARSER_CLASS = LevelParser

    def __init__(self) -> None:
        super().__init__()
        self.findings: list[Finding] = []

    def add_bpmn_xml(self, bpmn: Any, filename: str | None = None) -> None:
        """Take the processes of a tree; messages, signals and stores belong to later slices."""
        self._add_diagram_indexes(bpmn)
        self._add_processes(bpmn, filename)

    def _find_dependencies(self, process: etree._Element) -> None:
        """Call activities are refused by the survey."""

    def _add_diagram_indexes(self, bpmn: Any) -> None:
        root = bpmn.getroot() if hasattr(bpmn, "getroot") else bpmn
        lanes: dict[str, str | None] = {}
        for reference in root.iter(f"{BPMN}flowNodeRef"):
            lane = reference.getparent()
            lanes[(reference.text or "").strip()] = lane.get("name") or lane.get("id")
        self.document_lanes[self._document_key(bpmn)] = lanes
        self.document_positions[self._document_key(bpmn)] = {}


def read_tree(xml: bytes) -> etree._Element:
    """Root of the XML, read without entities, network or DOCTYPE.

    Raises
    ------
    NotExecutable
        ``unreadable`` or ``doctype``.
    """
    reader = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(xml, reader)
    except (etree.XMLSyntaxError, ValueError) as exc:
        raise NotExecutable([Finding("unreadable", None, {"reason": str(exc)})]) from exc
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise NotExecutable([Finding("doctype")])
    return root


assert frozenset(_CLASSES) == RUNNABLE
