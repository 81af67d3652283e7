"""Hostile uploads, the corpus's and twice as many of our own: each is answered, nothing outside is touched.

An answer is a refusal or a drawing with the rules that say why, or a run that ends, waits, or stops at an
incident or its budget. None takes long, writes a file, or asks an address.
"""

import contextlib
import io
import json
import os
import time
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from bpmn_models.bundle import MAX_BYTES, read_zip
from bpmn_models.errors import BrokenBundle
from designer_export.lint import lint
from engine.execution import decision_problems
from engine.rehearsal import Drawn, of_diagram, rehearse
from expressions.sandbox import Sandbox
from forms.access import Access
from forms.model import load_form
from forms.validation import check
from tests.designer_export.hostile import FORM, Case, Reach
from tests.designer_export.hostile_files import beside, cases
from tests.designer_export.outside import listener, reach

__all__ = ["listener", "reach"]

CORPUS = (
    Path(os.environ.get("CORPUS_DIR") or Path(__file__).resolve().parents[3] / "shared" / "corpus")
    / "hostile"
)
FILES = sorted(CORPUS.glob("*.bpmn")) if CORPUS.is_dir() else []
NAMES = [case.name for case in cases(Reach("/tmp/x", "http://127.0.0.1:1"))]
SECONDS = 5.0

HARMLESS = {
    "stylesheet", "schema location", "import", "xml 1.1", "utf-32", "long id", "long name", "long comment",
    "instructions", "many ways", "many extensions", "items in items in items", "a signal that calls itself",
    "a condition that brings itself about", "a form and nothing wrong", "a decision and nothing wrong",
    "form: a regex bomb", "form: a look-behind", "form: a reference to itself", "form: a huge enum",
    "event: python", "event: subclasses",
}  # fmt: skip
"""What runs, for nothing in it would be done: a condition that cannot be asked has not come."""


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    sandbox = Sandbox(workers=1)
    yield sandbox
    sandbox.close()


@pytest.fixture(scope="module")
def every(reach: Reach) -> Mapping[str, Case]:
    return {case.name: case for case in cases(reach)}


def answer(data: bytes, files: Mapping[str, bytes] | None, sandbox: Sandbox) -> tuple[str, set[str]]:
    """Give the verdict with its rules, or where a run has stopped with the codes of its incidents."""
    report = lint(data, files, frozenset({"o"}), judge=decision_problems)
    told = json.dumps(report.as_json("x"), ensure_ascii=False)
    assert "root:" not in told
    if report.verdict != "runnable":
        found = {finding.rule for finding in report.findings if finding.level in ("refused", "complete")}
        return report.verdict, found
    subject = of_diagram(data, files)
    run = rehearse(subject, Drawn(subject, 1), sandbox)
    assert "root:" not in json.dumps(run.as_json())
    return run.stop, {failure.code for failure in run.failures}


@contextlib.contextmanager
def in_time() -> Iterator[None]:
    """Hold what is done to a limit of the processor's time, and of the clock's where it only waits.

    The clock's is wide: others may be busy beside it. Scripts have limits of their own in their processes.
    """
    began, worked = time.monotonic(), time.process_time()
    yield
    assert time.process_time() - worked < SECONDS
    assert time.monotonic() - began < 6 * SECONDS


@pytest.mark.parametrize("name", NAMES)
def test_each_of_our_own_has_its_answer(name, every, reach, listener, sandbox):
    case = every[name]
    with in_time():
        kind, why = answer(case.data, case.files, sandbox)
    if name in HARMLESS or name.startswith(("encoding", "assignee")):
        assert kind in ("end", "wait", "drawing", "refused")
    else:
        assert kind == "budget" or (kind in ("refused", "drawing", "incident") and why), (kind, why)
    assert not Path(reach.marker).exists()
    with pytest.raises(BlockingIOError):
        listener.accept()


def test_there_are_twice_as_many_as_in_the_corpus():
    assert len(NAMES) == len(set(NAMES))
    assert len(NAMES) > 2 * (len(FILES) or 51)


@pytest.mark.parametrize("path", FILES or [None], ids=lambda path: path.name if path else "none")
def test_each_of_the_corpus_has_its_answer(path, sandbox):
    if path is None:
        pytest.skip(f"no corpus at {CORPUS} (set CORPUS_DIR)")
    with in_time():
        kind, why = answer(path.read_bytes(), None, sandbox)
    assert kind in ("end", "wait") or why or kind == "budget"
    assert kind not in ("end", "wait") or path.name == "deep_subprocess_60.bpmn"


# --- forms: what is filled in later


@pytest.mark.parametrize("name", ["form: a regex bomb", "form: a look-behind", "form: a reference to itself"])
def test_a_form_that_is_taken_answers_what_is_filled_in(name, reach):
    files = next(case.files for case in beside(reach) if case.name == name)
    form = load_form(files)
    with in_time():
        for value in ("a" * 40_000 + "b", {"a": {"a": {"a": "x"}}}, [["x"] * 1000] * 10):
            check(form, Access.everything("edit"), {}, {"a": value})


# --- archives


def packed(entries: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return target.getvalue()


def archives() -> Mapping[str, bytes]:
    good = {"process.bpmn": b"<d/>", "service.toml": b'[process]\nkey = "k"\n', **FORM}
    bomb = packed({**good, "x.json": b"0" * (MAX_BYTES + 1)})
    size = (MAX_BYTES + 1).to_bytes(4, "little")
    assert bomb.count(size) == 2
    return {
        "a bomb": bomb,
        "a bomb that lies": bomb.replace(size, (10).to_bytes(4, "little")),
        "many bombs": packed({**good, **{f"{n}.json": b"0" * 1_000_000 for n in range(30)}}),
        "many files": packed({**good, **{f"{n}.json": b"" for n in range(5_000)}}),
        "a path upwards": packed({**good, "../../etc/cron.d/x": b"x"}),
        "a path from the root": packed({**good, "/etc/passwd": b"x"}),
        "a path of windows": packed({**good, "a\\..\\x": b"x"}),
        "a zip in a zip": packed({"inner.zip": bomb}),
        "cut off": bomb[:-30],
        "noughts": b"PK\x03\x04" + bytes(1000),
    }


@pytest.mark.parametrize("name", archives())
def test_an_archive_that_hurts_is_refused_with_a_code(name):
    with in_time(), pytest.raises(BrokenBundle) as caught:
        read_zip(archives()[name])
    assert caught.value.code


def test_a_lying_archive_gives_no_more_than_its_limit():
    with contextlib.suppress(BrokenBundle):
        assert sum(map(len, read_zip(archives()["a bomb that lies"]).files.values())) <= MAX_BYTES
