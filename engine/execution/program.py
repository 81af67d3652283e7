"""Programs: compiled diagrams, immutable and shared by all instances and threads of a process."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from lxml import etree

from engine.execution.decisions import Decision, compile_decisions
from engine.execution.errors import Finding, NotExecutable
from engine.execution.events.schedule import Schedule
from engine.execution.parser.beside import LINK
from engine.execution.parser.calls import cycles
from engine.execution.parser.diagram import DiagramParser
from engine.execution.parser.elements import BPMN, GLOBAL_TASKS, RUNNABLE, local_name
from engine.execution.parser.survey import survey
from engine.execution.parser.tree import read_tree
from engine.execution.process import LevelSpec
from expressions.errors import SyntaxProblem
from expressions.methods import in_our_words
from expressions.names import names_of
from expressions.syntax import is_expression, parse

for _logger in ("spiff", "spiff.workflow", "spiff.task"):
    logging.getLogger(_logger).setLevel(logging.WARNING)


@dataclass(frozen=True, slots=True)
class NodeInfo:
    """One flow node of the diagram.

    Attributes
    ----------
    kind
        Local name of the BPMN element.
    parent
        Id of the sub-process around it, or None.
    attached_to
        Host of a boundary event.
    """

    id: str
    kind: str
    name: str | None
    lane: str | None
    parent: str | None
    attached_to: str | None


@dataclass(frozen=True, slots=True)
class FlowInfo:
    """One sequence flow; `default` tells whether it is the default flow of its source."""

    id: str
    source: str
    target: str
    name: str | None
    condition: str | None
    default: bool


@dataclass(frozen=True, slots=True)
class Beginning:
    """A node that begins the process when one of its events comes.

    ``kind`` and ``name`` as of a trigger; ``schedule`` and ``condition`` where it has them.
    """

    element: str
    kind: str
    name: str | None
    schedule: Schedule | None
    condition: str | None


@dataclass(frozen=True)
class Program:
    """A compiled process.

    Attributes
    ----------
    process_id, name
        Of the BPMN process.
    nodes, flows
        Everything in it by id, sub-processes' contents included.
    beginnings
        Nodes that begin it when an event comes.
    decisions
        What its business rule tasks may decide by, by id.
    spec, subprocesses
        Private to this room: SpiffWorkflow specs, never changed after the compile.
    """

    process_id: str
    name: str
    nodes: Mapping[str, NodeInfo]
    flows: Mapping[str, FlowInfo]
    spec: LevelSpec = field(repr=False)
    subprocesses: Mapping[str, LevelSpec] = field(repr=False)
    names: Mapping[str, frozenset[str]] = field(repr=False)
    beginnings: tuple[Beginning, ...] = ()
    decisions: Mapping[str, Decision] = field(default_factory=dict, repr=False)

    def names_in(self, source: str) -> frozenset[str]:
        """The free names of one of this program's expressions or scripts."""
        return self.names[source]


@dataclass(frozen=True)
class Programs:
    """The processes of one file.

    Attributes
    ----------
    main
        Id of the one that people start: the first that begins without an event and is not only called.
    """

    main: str
    by_id: Mapping[str, Program]


def compile_process(
    xml: bytes, process_id: str | None = None, decisions: Mapping[str, Decision] | None = None
) -> Program:
    """Compile one process of a BPMN file.

    Parameters
    ----------
    xml
        The file, in any encoding that its XML declaration names.
    process_id
        Which process; may be left out if the file has only one, or only one executable.
    decisions
        What business rule tasks may decide by.

    Raises
    ------
    NotExecutable
        With one finding for each reason, each naming its element.
    """
    root = read_tree(xml)
    process = _choose(root, process_id)
    findings = survey(process)
    if findings:
        raise NotExecutable(findings)
    parser = DiagramParser()
    parser.add_bpmn_xml(root)
    identifier = process.get("id", "")
    spec: LevelSpec = parser.process_parsers[identifier].get_spec()
    for called in parser.called.values():
        findings += survey(called)
    inner = {
        key: level.spec
        for key, level in parser.process_parsers.items()
        if level.spec and (level.parent or key in parser.called)
    }
    names, problems = _names([spec, *inner.values()])
    findings += [*parser.findings, *problems, *cycles(identifier, {identifier: spec, **inner})]
    findings += _undecided([spec, *inner.values()], decisions or {})
    if findings:
        raise NotExecutable(findings)
    return Program(
        process_id=identifier,
        name=process.get("name") or identifier,
        nodes=MappingProxyType({node.id: node for node in _nodes(spec, inner, root)}),
        flows=MappingProxyType({flow.id: flow for flow in _flows([spec, *inner.values()])}),
        spec=spec,
        subprocesses=MappingProxyType(inner),
        names=MappingProxyType(names),
        beginnings=tuple(_beginnings(spec)),
        decisions=MappingProxyType(dict(decisions or {})),
    )


def compile_file(xml: bytes, decision_files: Iterable[bytes] = ()) -> "Programs":
    """Compile every executable process of a file, with the decisions that come with it.

    Raises
    ------
    NotExecutable
        With the findings of all of them.
    """
    root = read_tree(xml)
    decisions = {key: found for data in decision_files for key, found in compile_decisions(data).items()}
    processes = [process for process in root.iter(f"{BPMN}process") if process.get("id")]
    chosen = [p for p in processes if p.get("isExecutable", "true").strip() in ("true", "1")] or processes
    if len(processes) <= 1:
        only = compile_process(xml, None, decisions)
        return Programs(only.process_id, MappingProxyType({only.process_id: only}))
    programs, findings = {}, []
    for process in chosen:
        try:
            programs[process.get("id", "")] = compile_process(xml, process.get("id"), decisions)
        except NotExecutable as problem:
            findings += [finding for finding in problem.findings if finding not in findings]
    if findings:
        raise NotExecutable(findings)
    called = {name for program in programs.values() for name in program.subprocesses}
    by_hand = [name for name, program in programs.items() if program.spec.starts]
    main = next((name for name in by_hand if name not in called), next(iter(by_hand or programs)))
    return Programs(main, MappingProxyType(programs))


def _choose(root: etree._Element, process_id: str | None) -> etree._Element:
    processes = list(root.iter(f"{BPMN}process"))
    if process_id is not None:
        found = [process for process in processes if process.get("id") == process_id]
    else:
        runnable = [process for process in processes if process.get("isExecutable", "true") == "true"]
        found = processes if len(processes) == 1 else runnable
    if len(found) != 1 or not found[0].get("id"):
        raise NotExecutable([Finding("no_such_process", process_id, {"found": len(found)})])
    return found[0]


def _sources(spec: Any) -> Iterator[str]:
    yield from (flow.condition for flow in spec.outgoing if flow.condition)
    for attribute in ("script", "cardinality", "condition", "activation"):
        source = getattr(spec, attribute, None)
        if source and not (attribute == "script" and spec.operation):
            yield source
    yield from (*spec.mapping.sources, *spec.ways.sources)
    for trigger in (*spec.triggers, *(behavior.trigger for behavior in getattr(spec, "behaviors", ()))):
        yield from trigger.sources
    yield from (item.condition for item in getattr(spec, "behaviors", ()) if item.condition)


def _names(levels: list[LevelSpec]) -> tuple[dict[str, frozenset[str]], list[Finding]]:
    """Free names of every source, and a finding for every source that is not our language."""
    names: dict[str, frozenset[str]] = {}
    problems = []
    for spec in (spec for level in levels for spec in level.task_specs.values()):
        for source in _sources(spec):
            reason = _problem(source, is_script=source == getattr(spec, "script", None))
            if reason is None:
                names[source] = names_of(in_our_words(source))
            else:
                problems.append(Finding("expression", spec.place, {"source": source, "reason": reason}))
    return names, problems


def _problem(source: str, *, is_script: bool) -> str | None:
    """Why a source is not our language; a condition must be one expression."""
    try:
        names_of(in_our_words(source))
        return None if is_script or is_expression(parse(source)) else "not an expression"
    except SyntaxProblem as exc:
        return str(exc)


def _nodes(spec: LevelSpec, inner: Mapping[str, LevelSpec], root: etree._Element) -> Iterator[NodeInfo]:
    kinds = {
        node.get("id"): GLOBAL_TASKS.get(local_name(node), local_name(node))
        for node in root.iter(f"{BPMN}*")
        if local_name(node) in RUNNABLE or local_name(node) in GLOBAL_TASKS
    }
    activities = [node for level in (spec, *inner.values()) for node in level.task_specs.values()]
    hosts = {name: host.name for host in activities for name in host.boundaries}
    for parent, level in ((None, spec), *inner.items()):
        for name, node in level.task_specs.items():
            if name in kinds:
                yield NodeInfo(name, kinds[name], node.bpmn_name, node.lane, parent, hosts.get(name))


def _flows(levels: list[LevelSpec]) -> Iterator[FlowInfo]:
    for level in levels:
        for spec in level.task_specs.values():
            for flow in spec.outgoing:
                if flow.id.startswith(LINK):
                    continue
                yield FlowInfo(flow.id, flow.source, flow.target, flow.name, flow.condition, flow.default)


def _undecided(levels: list[LevelSpec], decisions: Mapping[str, Decision]) -> list[Finding]:
    nodes = [spec for level in levels for spec in level.task_specs.values()]
    named = [(spec.place, spec.decision) for spec in nodes if getattr(spec, "decision", None)]
    return [Finding("unknown_decision", place, {"ref": ref}) for place, ref in named if ref not in decisions]


def _beginnings(spec: LevelSpec) -> Iterator[Beginning]:
    for name, node in spec.begins.items():
        for trigger in node.triggers:
            yield Beginning(name, trigger.kind, trigger.name, trigger.schedule, trigger.condition)
