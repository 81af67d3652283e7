"""Read a diagram, ask every rule, and add up what becomes of its parts (`tongban lint` in interfaces.md)."""

from collections import Counter
from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from time import perf_counter
from typing import Any

from lxml import etree

from bpmn_models.bundle import PROCESS, Bundle
from designer_export.decisions import Judge
from designer_export.decoding import decode
from designer_export.dialect import Dialect
from designer_export.dialects import carry
from designer_export.errors import Unreadable
from designer_export.findings import Finding
from designer_export.model import Model
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
    """
    begun = perf_counter()
    try:
        upload = read(data)
        model = Model(carry(upload, files), files, operations, lanes, judge)
    except Unreadable as problem:
        return _unreadable(data, problem, perf_counter() - begun)
    known = {element.get("id") for element in upload.root.iter("*")}
    places = model.carried.places
    findings = tuple(_in_upload(found, known, places) for check in CHECKS.values() for found in check(model))
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
) -> Report:
    """Lint a service: its diagram against its own form and layouts, and what else it may name."""
    files = {name: content for name, content in bundle.files.items() if name != PROCESS}
    return lint(bundle.process, files, operations, lanes, judge)


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
