"""From a file's bytes to programs: every reason why one cannot run is a finding that names its element."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from lxml import etree

from engine.execution.decisions import Decision, compile_decisions
from engine.execution.errors import Finding, NotExecutable
from engine.execution.parser.calls import cycles
from engine.execution.parser.diagram import DiagramParser
from engine.execution.parser.elements import BPMN, RUNNABLE, is_true, local_name
from engine.execution.parser.survey import same_ids, survey, used_twice
from engine.execution.parser.tree import read_tree
from engine.execution.process import LevelSpec
from engine.execution.program import Program, Programs
from engine.execution.sources import names_and_problems
from engine.execution.telling import beginnings, flows, nodes


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
    root = _definitions(xml)
    if same := same_ids(root):
        raise NotExecutable(same)
    process = _choose(root, process_id)
    findings = survey(process)
    if findings:
        raise NotExecutable(findings)
    parser = DiagramParser()
    parser.add_bpmn_xml(root)
    identifier = process.get("id", "")
    spec = parser.parse(identifier)
    inner = _inner(parser)
    levels = [spec, *inner.values()]
    names, problems = names_and_problems(levels)
    findings = used_twice(process, *(called for key, called in parser.called.items() if key != identifier))
    findings += [*parser.findings, *problems, *cycles(identifier, {identifier: spec, **inner})]
    findings += _undecided(levels, decisions or {})
    if findings:
        raise NotExecutable(findings)
    return Program(
        process_id=identifier,
        name=process.get("name") or identifier,
        nodes=MappingProxyType({node.id: node for node in nodes(spec, inner, root)}),
        flows=MappingProxyType({flow.id: flow for flow in flows(levels)}),
        spec=spec,
        subprocesses=MappingProxyType(inner),
        names=MappingProxyType(names),
        beginnings=tuple(beginnings(spec)),
        decisions=MappingProxyType(dict(decisions or {})),
    )


def _definitions(xml: bytes) -> etree._Element:
    root = read_tree(xml)
    if root.tag != f"{BPMN}definitions":
        raise NotExecutable([Finding("unreadable", None, {"reason": f"the root is {root.tag}"})])
    return root


def _inner(parser: DiagramParser) -> dict[str, LevelSpec]:
    """The levels inside the process, and those that it calls, by name."""
    return {
        key: level.spec
        for key, level in parser.process_parsers.items()
        if level.spec and (level.parent or key in parser.called)
    }


def compile_file(xml: bytes, decision_files: Iterable[bytes] = ()) -> Programs:
    """Compile every executable process of a file, with the decisions that come with it.

    Raises
    ------
    NotExecutable
        With the findings of all of them.
    """
    root = _definitions(xml)
    decisions = {key: found for data in decision_files for key, found in compile_decisions(data).items()}
    processes = [process for process in root.iterchildren(f"{BPMN}process") if process.get("id")]
    if len(processes) > 1:
        # A pool that holds nothing is a partner outside: it is drawn, and runs elsewhere.
        processes = [process for process in processes if _has_nodes(process)] or processes[:1]
    if len(processes) <= 1:
        only = compile_process(xml, processes[0].get("id") if processes else None, decisions)
        return Programs(only.process_id, MappingProxyType({only.process_id: only}))
    chosen = [process for process in processes if is_true(process, "isExecutable", default=True)]
    return _several(xml, [process.get("id", "") for process in chosen or processes], decisions)


def _has_nodes(process: etree._Element) -> bool:
    return any(local_name(child) in RUNNABLE for child in process)


def _several(xml: bytes, names: list[str], decisions: Mapping[str, Decision]) -> Programs:
    programs: dict[str, Program] = {}
    findings: list[Finding] = []
    for name in names:
        try:
            programs[name] = compile_process(xml, name, decisions)
        except NotExecutable as problem:
            findings += [finding for finding in problem.findings if finding not in findings]
    if findings:
        raise NotExecutable(findings)
    called = {name for program in programs.values() for name in program.subprocesses}
    by_hand = [name for name, program in programs.items() if program.spec.starts]
    main = next((name for name in by_hand if name not in called), next(iter(by_hand or programs)))
    return Programs(main, MappingProxyType(programs))


def _choose(root: etree._Element, process_id: str | None) -> etree._Element:
    processes = list(root.iterchildren(f"{BPMN}process"))
    if process_id is not None:
        found = [process for process in processes if process.get("id") == process_id]
    else:
        runnable = [process for process in processes if is_true(process, "isExecutable", default=True)]
        found = processes if len(processes) == 1 else runnable
    if len(found) != 1 or not found[0].get("id"):
        raise NotExecutable([Finding("no_such_process", process_id, {"found": len(found)})])
    return found[0]


def _undecided(levels: list[LevelSpec], decisions: Mapping[str, Decision]) -> list[Finding]:
    nodes = [spec for level in levels for spec in level.task_specs.values()]
    named = [(spec.place, spec.decision) for spec in nodes if getattr(spec, "decision", None)]
    return [Finding("unknown_decision", place, {"ref": ref}) for place, ref in named if ref not in decisions]
