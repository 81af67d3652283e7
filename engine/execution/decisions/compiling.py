"""DMN files to decisions."""

from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from lxml import etree

from engine.execution.decisions.elements import (
    MAX_ELEMENTS,
    Problems,
    blank,
    children,
    is_model,
    kind,
    only,
)
from engine.execution.decisions.heads import Head, heads, vocabulary
from engine.execution.decisions.logic import Decision, Table
from engine.execution.decisions.operands import Vocabulary
from engine.execution.decisions.sources import Source, variables_of
from engine.execution.decisions.tables import TableReader, piece, source
from engine.execution.errors import Finding, NotExecutable
from engine.execution.parser.tree import read_tree

_DRAWING: Final = frozenset(
    {
        "artifact", "association", "decisionService", "elementCollection", "group", "inputData",
        "itemDefinition", "knowledgeSource", "organizationUnit", "performanceIndicator", "textAnnotation",
    }
)  # fmt: skip
"""Parts of a file that say nothing about how its decisions are made."""
_LOGIC: Final = ("decisionTable", "literalExpression")
_PARTS: Final = frozenset(
    {
        *_LOGIC, "allowedAnswers", "authorityRequirement", "decisionMaker", "decisionOwner",
        "impactedPerformanceIndicator", "informationRequirement", "question", "supportedObjective",
        "usingProcess", "usingTask", "variable",
    }
)  # fmt: skip


def compile_decisions(xml: bytes) -> Mapping[str, Decision]:
    """Compile the decisions of a DMN file, versions 1.1 to 1.5.

    Parameters
    ----------
    xml
        The file, in any encoding that its XML declaration names.

    Returns
    -------
    The decisions by id.

    Raises
    ------
    NotExecutable
        With one finding for each reason, each naming its element or the nearest one that has an id.
    """
    root = read_tree(xml)
    if not is_model(root):
        raise NotExecutable([Finding("not_dmn", None, {"name": str(root.tag)})])
    size = sum(1 for _ in root.iter())
    if size > MAX_ELEMENTS:
        raise NotExecutable([Finding("decision_too_big", None, {"elements": size, "limit": MAX_ELEMENTS})])
    problems = Problems()
    _survey(root, problems)
    found = heads(root, problems)
    done: dict[str, Decision] = {}
    for head in found.values():
        logic = _logic(head, vocabulary(head, found), problems)
        if logic is not None and not problems:
            done[head.id] = _decision(head, logic, done)
    if problems:
        raise NotExecutable(problems)
    return MappingProxyType(done)


def decision_problems(xml: bytes) -> tuple[Finding, ...]:
    """Give the reasons why the decisions of a DMN file cannot be used; none if they can."""
    try:
        compile_decisions(xml)
    except NotExecutable as problem:
        return problem.findings
    return ()


def _survey(root: etree._Element, problems: Problems) -> None:
    only(root, _DRAWING | {"decision"}, problems)
    if next(children(root, "decision"), None) is None:
        problems.add("no_decision", root)
    ids = Counter(el.get("id") for el in root.iter() if isinstance(el.tag, str) and kind(el) and el.get("id"))
    for identifier, times in ids.items():
        if times > 1:
            problems.append(Finding("duplicate_id", identifier, {"times": times}))


def _logic(head: Head, words: Vocabulary, problems: Problems) -> Table | Source | None:
    only(head.element, _PARTS, problems)
    found = list(children(head.element, *_LOGIC))
    if len(found) != 1:
        problems.add("decision_no_logic" if not found else "decision_several_logics", head.element)
        return None
    if kind(found[0]) == "decisionTable":
        return TableReader(found[0], words, problems).read()
    only(found[0], frozenset({"text"}), problems)
    if blank(found[0]):
        problems.add("decision_no_logic", head.element)
    written = piece(found[0], words, problems)
    return source(written.source, [written], found[0], problems)


def _decision(head: Head, logic: Table | Source, done: Mapping[str, Decision]) -> Decision:
    sources = logic.sources() if isinstance(logic, Table) else (logic,)
    required = [done[key] for key in head.requires]
    own = variables_of(sources) - {decision.result_name for decision in required}
    return Decision(
        id=head.id,
        name=head.name,
        result_name=head.result_name,
        requires=head.requires,
        names=own.union(*(decision.names for decision in required)),
        sources=tuple(source.text for source in sources),
        logic=logic,
    )
