"""Decision files that others drew: run, or refused with their elements."""

import os
from pathlib import Path

import pytest

from engine.execution.decisions import compile_decisions
from engine.execution.errors import Finding, NotExecutable

ROOT = Path(__file__).parents[4]
CORPUS = Path(os.environ.get("CORPUS_DIR") or ROOT / ".." / "shared" / "corpus")
FILES = sorted(CORPUS.rglob("*.dmn"))


@pytest.mark.skipif(not FILES, reason=f"no .dmn file under {CORPUS}; set CORPUS_DIR")
@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(CORPUS)))
def test_a_file_is_run_or_refused_with_its_elements(path: Path) -> None:
    found: tuple[Finding, ...] = ()
    try:
        decisions = compile_decisions(path.read_bytes())
    except NotExecutable as exc:
        found, decisions = exc.findings, {}
    assert found or decisions
    assert all(finding.code and finding.element for finding in found)
    assert all(decision.sources for decision in decisions.values())
