"""The folders of real projects: each is taken as one upload, and its forms can be drawn."""

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from bpmn_models.settings_check import check_settings
from designer_export.importing import Taken, take
from designer_export.native import read_settings
from designer_export.reading import read
from engine.definitions import prepare
from engine.rehearsal import Drawn, of_bundle, rehearse
from expressions.sandbox import Sandbox
from forms.context import FormContext
from forms.model import load_form
from forms.rendering import render

CORPUS = Path(os.environ.get("CORPUS_DIR") or Path(__file__).resolve().parents[4] / "shared" / "corpus")
SUFFIXES = (".bpmn", ".bpmn20.xml")
SHARES = {
    "camunda-7-examples": 0.9,
    "zeebe-flavoured": 0.9,
    "flowable-examples": 0.85,
    "spiff-examples": 0.85,
}
"""The share of uploads that must be runnable as they are, without any repair."""

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no corpus at {CORPUS} (set CORPUS_DIR)")


def folders(project: str) -> list[Path]:
    found = {path.parent for path in (CORPUS / project).rglob("*") if path.name.endswith(SUFFIXES)}
    return sorted(found)


def upload(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    made = Sandbox(workers=1)
    yield made
    made.close()


@pytest.mark.parametrize("project", SHARES)
def test_most_folders_are_services_that_reach_their_first_wait(project, sandbox):
    verdicts: Counter[str] = Counter()
    for folder in folders(project):
        taken = take(upload(folder))
        hold(taken, folder)
        verdicts[taken.report.verdict] += 1
        if taken.report.verdict == "runnable":
            subject = of_bundle(taken.bundle)
            verdicts[rehearse(subject, Drawn(subject, 1), sandbox, "wait").stop] += 1
    files = verdicts["runnable"] + verdicts["drawing"] + verdicts["refused"]
    assert verdicts["runnable"] >= SHARES[project] * files, verdicts
    # Of a dozen one may need a value that only its own surroundings have.
    assert verdicts["wait"] + verdicts["end"] >= min(0.95 * verdicts["runnable"], verdicts["runnable"] - 1)


@pytest.mark.parametrize("project", SHARES)
def test_every_diagram_is_taken_alone(project):
    for folder in folders(project):
        for name, data in upload(folder).items():
            if name.endswith(SUFFIXES):
                hold(take({name: data}), folder / name)


def hold(taken: Taken, place: Path) -> None:
    """What was taken is a service: its settings hold, its forms are drawn, and what is runnable compiles."""
    check_settings(taken.bundle)
    form = load_form(taken.bundle.files)
    for step in read_settings(read(taken.bundle.process).root).values():
        assert step.layout is None or step.layout in form.layouts, place
        for mode in ("edit", "read"):
            assert render(form, step.layout or "paper", {}, step.access, [], mode, FormContext()), place
    odd = {"broken-form", "native-schema", "unknown-field", "unknown-layout"}
    assert not odd & {one.rule for one in taken.report.findings}, place
    assert all(one.element for one in taken.findings), place
    if taken.report.verdict == "runnable":
        assert prepare(taken.bundle).programs.main, place
