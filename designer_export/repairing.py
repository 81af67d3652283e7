"""Mend a diagram (`tongban repair` in interfaces.md): all that needs no choice, or one finding at a time."""

from collections.abc import Container, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any, Final

from lxml import etree

from designer_export.dialects import carry
from designer_export.elements import model_elements
from designer_export.errors import Unreadable
from designer_export.findings import Finding
from designer_export.lint import Report, is_broken, lint
from designer_export.model import Model
from designer_export.reading import Diagram, read
from designer_export.repairs import REPAIRS
from designer_export.repairs.choices import Choice, choice_of
from designer_export.repairs.sheet import Sheet
from designer_export.rules import CHECKS
from designer_export.writing import as_bytes

ROUNDS: Final = 60
"""Rounds of looking and mending; each mends all of one kind."""
_ADVICE_ONLY: Final = frozenset({"unsound"})
"""Rules that no repair follows and that take long."""


@dataclass(frozen=True, slots=True)
class Applied:
    """A repair that was applied to an element because of a rule."""

    rule: str
    element: str | None
    repair: str

    def as_json(self) -> dict[str, Any]:
        """Give the object of `tongban repair`."""
        return {"rule": self.rule, "element": self.element, "repair": self.repair}


@dataclass(frozen=True)
class Repaired:
    """A mended diagram: its bytes, what was done, and what lint says of it now."""

    data: bytes
    applied: tuple[Applied, ...]
    report: Report

    def as_json(self) -> dict[str, Any]:
        """Give the object of `tongban repair`."""
        return {
            "applied": [item.as_json() for item in self.applied],
            "left": [finding.as_json() for finding in self.report.findings],
            "verdict": self.report.verdict,
        }


class Looking:
    """What the rules say of a tree, with the elements of the tree itself.

    Rules look at a copy that other tools' words are carried over into; what is mended is the upload.

    Attributes
    ----------
    is_broken
        Whether something is refused of what it calls and lies beside it.
    """

    def __init__(
        self,
        diagram: Diagram,
        files: Mapping[str, bytes] | None,
        operations: Container[str] | None,
        lanes: Container[str] | None,
        beside: Mapping[str, bytes] | None = None,
    ) -> None:
        carried = carry(diagram, files or beside)
        own = dict(zip(carried.elements, model_elements(diagram.root), strict=True))
        model = Model(carried, files, operations, lanes)
        checks = (check for name, check in CHECKS.items() if name not in _ADVICE_ONLY)
        found = [finding for check in checks for finding in check(model)]
        self.is_broken = bool(beside) and is_broken(found, carried)
        self.findings = [(finding, own[finding.node]) for finding in found if finding.node in own]
        unreadable = [node for finding, node in self.findings if finding.rule == "expression-syntax"]
        self.sheet = Sheet(diagram.root, model.steps, unreadable)
        self.form = model.form

    def mendings(self, rule: str, element: str | None) -> Iterator[tuple[str, etree._Element]]:
        """Yield the repairs of the findings of a rule on an element, with what they mend."""
        for finding, node in self.findings:
            if finding.repair is not None and (finding.rule, finding.element) == (rule, element):
                yield finding.repair.id, node


def repair(
    data: bytes,
    files: Mapping[str, bytes] | None = None,
    operations: Container[str] | None = None,
    lanes: Container[str] | None = None,
    beside: Mapping[str, bytes] | None = None,
) -> Repaired:
    """Apply all automatic repairs, until nothing changes any more; the parameters are those of `lint`."""
    try:
        diagram = _own(read(data))
    except Unreadable:
        return Repaired(data, (), lint(data, files, operations, lanes))
    applied: list[Applied] = []
    if beside and Looking(diagram, files, operations, lanes, beside).is_broken:
        beside = None
    for _ in range(ROUNDS):
        done = _round(Looking(diagram, files, operations, lanes, beside))
        if not done:
            break
        applied += done
    mended = as_bytes(diagram) if applied else data
    report = lint(mended, files, operations, lanes, beside=beside)
    return Repaired(mended, tuple(applied), report)


def repair_one(
    data: bytes,
    rule: str,
    element: str | None,
    choice: str | None = None,
    files: Mapping[str, bytes] | None = None,
    operations: Container[str] | None = None,
    lanes: Container[str] | None = None,
) -> bytes | None:
    """Apply the repair of one finding, automatic or not; None where there is none, or it does nothing.

    Parameters
    ----------
    choice
        What the repair is told besides; see :func:`choice_for`. What it does not ask for is not taken.
    files, operations, lanes
        As those of `lint`: without them findings about forms are not there to be mended.

    Raises
    ------
    Unreadable
    """
    diagram = _own(read(data))
    looking = Looking(diagram, files, operations, lanes)
    for mending, node in looking.mendings(rule, element):
        asked = choice_of(mending, looking.sheet, node, looking.form)
        if choice and not (asked and asked.allows(choice)):
            continue
        if REPAIRS[mending].apply(looking.sheet, node, choice):
            return as_bytes(diagram)
    return None


def choice_for(
    data: bytes,
    rule: str,
    element: str | None,
    files: Mapping[str, bytes] | None = None,
    operations: Container[str] | None = None,
    lanes: Container[str] | None = None,
) -> Choice | None:
    """Say what the repair of a finding may be told; None if it asks nothing, or there is none.

    Raises
    ------
    Unreadable
    """
    looking = Looking(_own(read(data)), files, operations, lanes)
    asked = (
        choice_of(name, looking.sheet, node, looking.form) for name, node in looking.mendings(rule, element)
    )
    return next(asked, None)


def _own(diagram: Diagram) -> Diagram:
    return replace(diagram, root=deepcopy(diagram.root))


def _round(looking: Looking) -> list[Applied]:
    """Apply the repairs that come first and do anything; what they lead to is looked at anew."""
    todo: dict[int, list[tuple[Finding, etree._Element]]] = {}
    for finding, node in looking.findings:
        if finding.repair is not None and finding.repair.automatic:
            todo.setdefault(REPAIRS[finding.repair.id].ORDER, []).append((finding, node))
    for order in sorted(todo):
        done = [
            Applied(finding.rule, finding.element, finding.repair.id)
            for finding, node in todo[order]
            if finding.repair and REPAIRS[finding.repair.id].apply(looking.sheet, node)
        ]
        if done:
            return done
    return []
