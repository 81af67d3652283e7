"""Read a diagram, ask every rule, and add up what becomes of its parts (`tongban lint` in interfaces.md)."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from time import perf_counter
from typing import Any

from lxml import etree

from bpmn_models.bundle import PROCESS, Bundle
from designer_export.decisions import Judge
from designer_export.decoding import decode
from designer_export.dialect import Dialect
from designer_export.dialects import Carried, carry
from designer_export.dialects.gathering import cause
from designer_export.errors import Unreadable
from designer_export.findings import Finding, label
from designer_export.model import Model
from designer_export.namespaces import line_of
from designer_export.people import Who
from designer_export.reading import read
from designer_export.rules import CHECKS
from designer_export.rules.readable import refusal
from designer_export.soundness import Soundness

_NO_ELEMENTS = {"total": 0, "executed": 0, "drawing": 0, "changed": 0, "not_carried": 0, "refused": 0}


@dataclass(frozen=True)
class Report:
    """What lint says about one file.

    Attributes
    ----------
    verdict
        ``refused``, ``drawing`` (not deployable yet) or ``runnable``.
    findings
        In the order of the rules.
    elements, extensions, expressions
        Counts; each total is the sum of its other keys.
    """

    sha256: str
    bytes: int
    encoding: str
    dialect: Dialect
    seconds: float
    processes: tuple[dict[str, Any], ...]
    findings: tuple[Finding, ...]
    elements: Mapping[str, int]
    extensions: Mapping[str, int]
    expressions: Mapping[str, int]
    soundness: Soundness

    @property
    def verdict(self) -> str:
        """Worst level first: a refusal, then what is still missing."""
        levels = {finding.level for finding in self.findings}
        if "refused" in levels:
            return "refused"
        return "drawing" if "complete" in levels else "runnable"

    def as_json(self, file: str) -> dict[str, Any]:
        """Give the object of `tongban lint` for a file of this name."""
        return {
            "file": file,
            "sha256": self.sha256,
            "bytes": self.bytes,
            "encoding": self.encoding,
            "dialect": {"name": self.dialect.name, "version": self.dialect.version},
            "seconds": round(self.seconds, 4),
            "verdict": self.verdict,
            "processes": list(self.processes),
            "findings": [finding.as_json() for finding in self.findings],
            "elements": dict(self.elements),
            "extensions": dict(self.extensions),
            "expressions": dict(self.expressions),
            "soundness": self.soundness.as_json(),
        }


def lint(
    data: bytes,
    files: Mapping[str, bytes] | None = None,
    operations: Container[str] | None = None,
    lanes: Container[str] | None = None,
    judge: Judge | None = None,
    beside: Mapping[str, bytes] | None = None,
    who: Who | None = None,
) -> Report:
    """Lint a diagram; never raises for what a designer uploads.

    Parameters
    ----------
    files
        The other files of its bundle; without them nothing is said about forms and layouts.
    operations
        Names that service steps may call; without them any name passes.
    lanes
        Names of groups, roles and units, by which a lane may say who handles its steps.
    judge
        Gives the problems of a file of decisions; without it nothing is said of what stands in them.
    beside
        Files that lie beside a diagram without a bundle: what it calls is taken from them, unless something
        is refused of it. Of the rest nothing is said, and of what is called only what it still needs.
    who
        The people, groups, roles and units that steps may name; without them any name passes.
    """
    begun = perf_counter()
    try:
        upload = read(data)
        model = Model(carry(upload, files or beside), files, operations, lanes, judge, who)
    except Unreadable as problem:
        return _unreadable(data, problem, perf_counter() - begun)
    findings = tuple(finding for check in CHECKS.values() for finding in check(model))
    if beside and is_broken(findings, model.carried):
        return lint(data, files, operations, lanes, judge, who=who)
    if not files:
        findings = tuple(_of_this_file(findings, model.carried.gathered))
    known = {element.get("id") for element in upload.root.iter("*")}
    findings = tuple(_in_upload(found, known, model.carried.places) for found in findings)
    return Report(
        sha256=model.diagram.sha256,
        bytes=len(data),
        encoding=model.diagram.encoding,
        dialect=model.diagram.dialect,
        processes=tuple(_process(process) for process in model.processes),
        findings=findings,
        elements=_elements(model, findings),
        extensions=_extensions(model),
        expressions=_expressions(model, findings),
        soundness=model.soundness,
        seconds=perf_counter() - begun,
    )


def lint_bundle(
    bundle: Bundle,
    operations: Container[str] | None = None,
    lanes: Container[str] | None = None,
    judge: Judge | None = None,
    who: Who | None = None,
) -> Report:
    """Lint a service: its diagram against its own form and layouts, and what else it may name."""
    files = {name: content for name, content in bundle.files.items() if name != PROCESS}
    return lint(bundle.process, files, operations, lanes, judge, who=who)


def is_broken(findings: Iterable[Finding], carried: Carried) -> bool:
    """Tell whether something is refused of what was taken in: then it had better stay where it was."""
    refused = (one.node for one in findings if one.level == "refused" and one.node is not None)
    return any(cause(node, carried.gathered) is not None for node in refused)


def _of_this_file(
    findings: Iterable[Finding], gathered: Mapping[etree._Element, etree._Element]
) -> Iterator[Finding]:
    """Tell at the call what is wrong with what it calls; the rest is told of that file itself."""
    for one in findings:
        call = cause(one.node, gathered) if one.node is not None else None
        if call is None:
            yield one
        elif one.level in ("refused", "complete"):
            yield replace(one, element=label(call), attribute=None, line=line_of(call), repair=None)


def _unreadable(data: bytes, problem: Unreadable, seconds: float) -> Report:
    try:
        encoding = decode(data[:4096])[1] if data else ""
    except Unreadable:
        encoding = ""
    return Report(
        sha256=sha256(data).hexdigest(),
        bytes=len(data),
        encoding=encoding,
        dialect=Dialect("unknown"),
        seconds=seconds,
        processes=(),
        findings=(refusal(problem),),
        elements=_NO_ELEMENTS,
        extensions={"total": 0, "mapped": 0, "not_carried": 0},
        expressions={"total": 0, "translated": 0, "untranslated": 0},
        soundness=Soundness("undecided", 0, 0.0),
    )


def _in_upload(found: Finding, known: Container[str | None], places: Mapping[etree._Element, str]) -> Finding:
    """Name the element of the upload: ids that a dialect gives are known to nobody else."""
    if found.element in known:
        return found
    node = found.node
    while node is not None and node not in places and (not node.get("id") or node.get("id") not in known):
        node = node.getparent()
    if node is None:
        return found
    return replace(found, element=places.get(node) or node.get("id"))


def _process(process: Any) -> dict[str, Any]:
    executable = process.get("isExecutable", "false") in ("true", "1")
    return {"id": process.get("id"), "name": process.get("name"), "executable": executable}


def _elements(model: Model, findings: tuple[Finding, ...]) -> dict[str, int]:
    changed = {finding.node for finding in findings if finding.level == "changed" and _is_own(finding)}
    counts: Counter[str] = Counter()
    for element in model.carried.elements:
        fate = model.fate(element)
        counts["changed" if element in changed and fate in ("executed", "drawing") else fate] += 1
    return {**_NO_ELEMENTS, **counts, "total": len(model.carried.elements)}


def _is_own(finding: Finding) -> bool:
    """Foreign attributes are counted among the extensions, not as changes of their element."""
    return finding.rule != "extension-not-carried"


def _extensions(model: Model) -> dict[str, int]:
    items = [item.mapped for item in model.carried.foreign]
    mapped = sum(items)
    return {"total": len(items), "mapped": mapped, "not_carried": len(items) - mapped}


def _expressions(model: Model, findings: tuple[Finding, ...]) -> dict[str, int]:
    faulty = {finding.node for finding in findings if finding.rule == "expression-syntax"}
    untranslated = sum(formula.node in faulty for formula in model.formulas)
    total = len(model.formulas)
    return {"total": total, "translated": total - untranslated, "untranslated": untranslated}
