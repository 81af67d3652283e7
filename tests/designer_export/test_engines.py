"""Diagrams of other engines run as they are: most need no repair, and come to their first wait."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from cli.beside import files_beside
from designer_export.dialects import carry
from designer_export.formulas import formulas
from designer_export.lint import lint
from designer_export.native import EXTERNAL, OperationCall, read_operations
from designer_export.reading import read
from designer_export.writing import write
from engine import helpers
from engine.execution import WAIT, Environment, Execution, NotStartable, Occurrence, Program, compile_file
from expressions.errors import SyntaxProblem
from expressions.names import BUILTINS, names_of
from expressions.sandbox import Sandbox

CORPUS = Path(os.environ.get("CORPUS_DIR") or Path(__file__).resolve().parents[3] / "shared" / "corpus")
MODEL = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
FAMILIES = {
    "camunda-7-examples": 0.9,
    "flowable-examples": 0.9,
    "zeebe-flavoured": 0.9,
    # One of 37 calls a function of SpiffArena alone: `markdown_file_download_link`.
    "spiff-examples": 0.97,
}
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
PERSON = {"id": 1, "number": "stu01", "name": "王小明", "kinds": ["student"], "unit": "cs"}
GIVEN = {"now", "today", "zone_of", "payload", "result", "initiator", "steps", "loopCounter"}

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no corpus at {CORPUS} (set CORPUS_DIR)")


def executable(family: str) -> Iterator[Path]:
    for path in sorted((CORPUS / family).rglob("*")):
        if path.name.endswith((".bpmn", ".bpmn20.xml")) and b'isExecutable="true"' in path.read_bytes():
            yield path


def runnable(family: str) -> list[Path]:
    found = ((path, lint(path.read_bytes(), beside=files_beside(path))) for path in executable(family))
    return [path for path, report in found if report.verdict == "runnable"]


@pytest.mark.parametrize(("family", "share"), FAMILIES.items())
def test_most_are_runnable_without_a_repair(family, share):
    assert len(runnable(family)) >= share * len(list(executable(family)))


def test_nine_of_ten_are_runnable_of_all():
    total = sum(len(list(executable(family))) for family in FAMILIES)
    assert sum(len(runnable(family)) for family in FAMILIES) >= 0.9 * total


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    made = Sandbox(workers=1)
    yield made
    made.close()


def test_those_come_to_their_first_wait(sandbox):
    """With a value for each name that is read: a matter has what its form or its caller brings."""
    paths = [path for family in FAMILIES for path in runnable(family)]
    failed = {path.name: reason for path in paths if (reason := stops(path, sandbox))}
    assert len(failed) <= 0.05 * len(paths), failed


def stops(path: Path, sandbox: Sandbox) -> str:
    """Why it does not come to a wait or its end; empty if it does."""
    ours = write(carry(read(path.read_bytes()), files_beside(path)))
    programs = compile_file(ours, [file.read_bytes() for file in path.parent.glob("*.dmn")])
    root = read(ours).root
    calls = read_operations(root)
    env = Environment(
        clock=lambda: NOON,
        sandbox=sandbox,
        call_service=lambda call: answered(sandbox, calls[call.element], call.variables),
        functions=helpers.functions(NOON),
    )
    run = begun(programs.by_id[programs.main], env, {**values(root), "initiator": PERSON})
    run.advance()
    waits = run.waiting or run.calls or run.listening or run.next_due
    return str(run.failures) if run.failures else "" if waits or run.state == "completed" else "stuck"


def begun(program: Program, env: Environment, variables: dict[str, Any]) -> Execution:
    try:
        return Execution.create(program, env, variables)
    except NotStartable:
        first = program.beginnings[0]
        payload = dict.fromkeys(("userId", "comment", "size", "value"), "x")
        event = Occurrence(first.kind, first.name or "", payload=payload)
        return Execution.create(
            program, env, variables, at=first.element, event=event if first.name else None
        )


def answered(sandbox: Sandbox, call: OperationCall, variables: Any) -> Any:
    if call.name == EXTERNAL:
        return WAIT
    worked_out = {name: worth(sandbox, source, variables) for name, source in call.inputs or ()}
    if call.outputs is None:
        return worked_out
    return {name: worth(sandbox, source, {**variables, **worked_out}) for name, source in call.outputs}


def worth(sandbox: Sandbox, source: str, names: Any) -> Any:
    return sandbox.evaluate(source, {name: names[name] for name in names_of(source) if name in names})


def values(root: etree._Element) -> dict[str, Any]:
    """A number for each name that is read; a duration where a timer reads it, a list where a loop does."""
    found: dict[str, Any] = {}
    for formula in formulas(root.iter("*"), ""):
        try:
            names = names_of(formula.translated) - BUILTINS - GIVEN
        except SyntaxProblem:
            continue
        timed = str(formula.node.tag).startswith(f"{MODEL}time")
        found |= {name: "PT1H" if timed else found.get(name, 5) for name in names}
    collections = (item.text or "" for item in root.iter(f"{MODEL}loopDataInputRef"))
    return found | {name.strip(): [1, 2] for name in collections}
