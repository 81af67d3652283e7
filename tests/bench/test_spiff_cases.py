"""SpiffArena's cases: each passes, or is explained; what differs from a case is told."""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from bench.spiff_cases.__main__ import main
from tests.designer_export.dialects.pieces import diagram

PROJECT = Path(__file__).resolve().parents[2]
CORPUS = Path(os.environ.get("CORPUS_DIR") or PROJECT.parent / "shared" / "corpus") / "spiff-examples"
PAGE = PROJECT / "docs" / "spiff-cases.md"

EXPLAINED = {
    # The script behind the form sets three more variables; these cases were kept before it did.
    "test_case_for_process_instance_6463": r"^favorite_color is left over.*; item is left over",
    "test_case_for_process_instance_6464": r"^favorite_color is left over.*; item is left over",
    # 13.3.6: a loop goes on as long as its condition holds; the case ends it as soon as it holds.
    "test_case_for_process_instance_6493": r"^a is 2, not 10$",
    # 10.5.7: an escalation goes outwards; the case lets the border of a step beside it catch it.
    "test_case_for_process_instance_6501": r"^wait at Activity_0acf9by$",
    # The case gives nothing at the only step, and expects what was filled in there.
    "test_case_for_process_instance_6497": r"^todoList is ",
}


def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[dict[str, Any]]]:
    code = main([str(folder), "--json"])
    return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no cases at {CORPUS}: set CORPUS_DIR")
def test_every_case_passes_or_is_explained(capsys):
    _, rows = run(CORPUS, capsys)
    failed = {row["case"]: row["why"] for row in rows[:-1] if not row["passed"]}
    assert failed.keys() == EXPLAINED.keys(), failed
    assert all(re.search(pattern, failed[case]) for case, pattern in EXPLAINED.items()), failed
    assert rows[-1] == {"summary": {"passed": 27, "total": 32}}


def test_the_page_explains_the_same_ones():
    assert set(re.findall(r"test_case_\w+", PAGE.read_text("utf-8"))) == EXPLAINED.keys()


SCRIPT = '<scriptTask id="work"><script>total = count + 1</script></scriptTask>'
BORDER = (
    '<boundaryEvent id="again" attachedToRef="ask"><signalEventDefinition/></boundaryEvent>'
    '<sequenceFlow id="back" sourceRef="again" targetRef="ask"/>'
)
ASKED = {"p:ask": {"data": [{"count": 1}]}}


def model(folder: Path, cases: dict[str, Any], data: bytes | None = None) -> Path:
    made = data or diagram('<userTask id="ask"/>', SCRIPT, space="spiffworkflow")
    (folder / "m.bpmn").write_bytes(made)
    (folder / "test_m.json").write_text(json.dumps(cases))
    return folder


@pytest.mark.parametrize(
    ("expected", "tasks", "why"),
    [
        ({"count": 1, "total": 2}, ASKED, None),
        ({"count": 1, "total": 3}, ASKED, "total is 2, not 3"),
        ({"count": 1}, ASKED, "total is left over: 2"),
        ({"count": 1, "total": 2, "more": 1}, ASKED, "more is None, not 1"),
        ({}, {}, "wait at ask"),
        ({"count": 1, "total": 2}, {**ASKED, "p:never": {"data": [{}]}}, "never asked: never"),
        ({"data_objects": {"total": 2}, "count": 1}, ASKED, None),
    ],
)
def test_what_differs_is_told(tmp_path, capsys, expected, tasks, why):
    folder = model(tmp_path, {"one": {"expected_output_json": expected, "tasks": tasks}})
    code, rows = run(folder, capsys)
    assert (rows[0]["file"], rows[0]["case"], rows[0]["why"]) == ("test_m.json", "one", why)
    assert (code, rows[0]["passed"], rows[-1]["summary"]["total"]) == (int(why is not None), why is None, 1)


def test_a_step_that_is_asked_again_is_left_at_its_border(tmp_path, capsys):
    made = diagram('<userTask id="ask"/>', SCRIPT, space="spiffworkflow")
    made = made.replace(b"</process>", f"{BORDER}</process>".encode())
    case = {
        "expected_output_json": {"count": 2, "total": 3},
        "tasks": {"p:ask": {"data": [{}, {"count": 2}]}},
    }
    _, rows = run(model(tmp_path, {"one": case}, made), capsys)
    assert rows[0]["passed"], rows


def test_a_model_that_cannot_run_says_what_it_needs(tmp_path, capsys):
    made = diagram('<scriptTask id="t"><script>a = nowhere(1)</script></scriptTask>', space="spiffworkflow")
    _, rows = run(model(tmp_path, {"one": {"expected_output_json": {}}}, made), capsys)
    assert "t: expression-unknown-name" in rows[0]["why"]


@pytest.mark.parametrize("content", ["[", "[]", '{"a": 1}', '{"a": {"tasks": []}}'])
def test_what_is_no_file_of_cases_is_no_traceback(tmp_path, capsys, content):
    (tmp_path / "test_x.json").write_text(content)
    assert main([str(tmp_path)]) == (3 if content != '{"a": {"tasks": []}}' else 1)
    assert main([str(tmp_path / "gone")]) == 3
