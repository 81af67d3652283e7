"""Mending the corpus: drawings become deployable, and nothing that is drawn is lost or refused anew."""

import os
from pathlib import Path
from zlib import crc32

import pytest
from lxml import etree

from designer_export.dialects import carry
from designer_export.lint import Report, lint
from designer_export.namespaces import BPMNDI, DC, MODEL
from designer_export.reading import read
from designer_export.repairing import Repaired, repair
from designer_export.writing import write
from engine.execution import NotExecutable, compile_file

CORPUS = Path(os.environ.get("CORPUS_DIR") or Path(__file__).resolve().parents[3] / "shared" / "corpus")
DRAWINGS = ("miwg", "visualization-examples", "bpmnlint", "bpmn-analyzer")
OTHERS = ("betsy", "camunda-7-examples", "flowable-examples", "hostile", "spiff-examples", "zeebe-flavoured")
SHARE = 0.95
"""Of the drawings of a folder, how many are deployable when all has been mended that needs no choice."""
EXPRESSIONS = frozenset({f"{{{MODEL}}}condition"})
"""What a start that waits for a condition loses when it waits for a signal: its text stays beside it."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no corpus at {CORPUS} (set CORPUS_DIR)"),
]


@pytest.mark.parametrize("folder", DRAWINGS)
def test_drawings_become_deployable(folder):
    fates = [mend(path) for path in diagrams(folder)]
    drawings = [mended for before, mended in fates if before.verdict == "drawing"]
    deployable = [mended for mended in drawings if mended.report.verdict == "runnable"]
    assert len(drawings) > 2
    assert len(deployable) >= min(SHARE * len(drawings), len(drawings) - 1)


@pytest.mark.parametrize("folder", OTHERS)
def test_other_diagrams_are_mended_without_loss(folder):
    for path in diagrams(folder):
        mend(path)


def diagrams(folder: str) -> list[Path]:
    """Every third diagram of a folder, by its name; all of them if TONGBAN_CORPUS says so."""
    found = (p for p in (CORPUS / folder).rglob("*") if p.name.endswith((".bpmn", ".bpmn20.xml")))
    every = 1 if os.environ.get("TONGBAN_CORPUS") == "all" else 3
    return sorted(p for p in found if crc32(str(p.relative_to(CORPUS)).encode()) % every == 0)


def mend(path: Path) -> tuple[Report, Repaired]:
    """Mend a file, and hold the outcome to what every mending keeps."""
    data = path.read_bytes()
    before, mended = lint(data), repair(data)
    assert refused(mended.report) <= refused(before), path
    again = repair(mended.data)
    assert (again.applied, again.data) == ((), mended.data), path
    if mended.report.verdict == "runnable":
        assert taken(write(carry(read(mended.data))), path), path
    if not mended.applied:
        assert mended.data == data, path
        return before, mended
    old, new = read(data).root, read(mended.data).root
    assert not parts(old) - parts(new), path
    assert foreign(old) <= foreign(new), path
    assert places(old).items() <= places(new).items(), path
    return before, mended


def taken(ours: bytes, path: Path) -> bool:
    """Tell whether the engine takes a diagram; a decision that did not come along is not asked for."""
    try:
        return bool(compile_file(ours, [file.read_bytes() for file in path.parent.glob("*.dmn")]).main)
    except NotExecutable as problem:
        return {finding.code for finding in problem.findings} == {"unknown_decision"}


def refused(report: Report) -> set[tuple[str, str | None]]:
    return {(finding.rule, finding.element) for finding in report.findings if finding.level == "refused"}


def parts(root: etree._Element) -> set[str]:
    """Ids of everything but expressions."""
    return {item.get("id") for item in root.iter("*") if item.get("id") and item.tag not in EXPRESSIONS}


def foreign(root: etree._Element) -> set[tuple[str, str, str]]:
    """Attributes of other tools, with the id of what bears them."""
    return {
        (item.get("id") or "", name, value)
        for item in root.iter("*")
        for name, value in item.attrib.items()
        if name.startswith("{") and item.get("id") and item.tag not in EXPRESSIONS
    }


def places(root: etree._Element) -> dict[str | None, tuple[str | None, ...]]:
    """Where each shape stands."""
    found = {}
    for shape in root.iter(f"{{{BPMNDI}}}BPMNShape"):
        bounds = shape.find(f"{{{DC}}}Bounds")
        if bounds is not None:
            found[shape.get("id")] = tuple(bounds.get(name) for name in ("x", "y", "width", "height"))
    return found
