"""Every diagram of the corpus is explained: nothing crashes or takes long, all parts are accounted for."""

import os
from pathlib import Path

import pytest
from lxml import etree

from bench.corpus.accounting import missing
from designer_export.dialects import carry
from designer_export.lint import lint
from designer_export.reading import read
from designer_export.writing import write
from engine.execution import NotExecutable, compile_process
from engine.execution.decisions import compile_decisions

CORPUS = Path(os.environ.get("CORPUS_DIR") or Path(__file__).resolve().parents[3] / "shared" / "corpus")
MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
FOLDERS = sorted(path.name for path in CORPUS.iterdir() if path.is_dir()) if CORPUS.is_dir() else []

pytestmark = pytest.mark.skipif(not FOLDERS, reason=f"no corpus at {CORPUS} (set CORPUS_DIR)")


@pytest.mark.parametrize("folder", FOLDERS or ["none"])
def test_every_diagram_is_explained(folder):
    for path in sorted((CORPUS / folder).rglob("*")):
        if path.name.endswith((".bpmn", ".bpmn20.xml")):
            explain(path)


def explain(path: Path) -> None:
    data = path.read_bytes()
    report = lint(data)
    assert report.seconds < 30, path
    # Counted again with lxml alone, each item with its finding.
    assert missing(data, report.as_json(str(path))) == [], path
    if report.findings and report.findings[0].rule == "readable":
        assert report.findings[0].element is None
        return
    assert all(finding.element is not None for finding in report.findings), path
    if report.verdict == "runnable":
        take(path, write(carry(read(data))))


def take(path: Path, ours: bytes) -> None:
    """What lint lets pass, the engine takes; a decision that did not come along is not asked for."""
    decisions = {}
    for file in path.parent.glob("*.dmn"):
        decisions |= compile_decisions(file.read_bytes())
    for process in filled(read(ours).root):
        refused = refusals(ours, process, decisions)
        assert refused <= {"unknown_decision"}, (path, refused)


def refusals(ours: bytes, process: str, decisions: dict) -> set[str]:
    try:
        compile_process(ours, process, decisions)
    except NotExecutable as problem:
        return {finding.code for finding in problem.findings}
    return set()


def filled(root: etree._Element) -> list[str]:
    """Ids of the executable processes that have something in them."""
    processes = root.findall(f"{{{MODEL}}}process[@isExecutable='true']")
    return [item.get("id") for item in processes if item.find(f"{{{MODEL}}}sequenceFlow") is not None]
