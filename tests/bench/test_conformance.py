"""Betsy's diagrams through the real commands: the sum, the named rest, and an expectation that is wrong."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from bench.conformance.__main__ import main

CORPUS = Path(os.environ.get("CORPUS_DIR", Path(__file__).parents[3] / "shared/corpus")) / "betsy"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no diagrams at {CORPUS}: set CORPUS_DIR"),
]

OTHERWISE = {
    # 13.3.5: each activity of an ad-hoc sub-process runs; the log asked for has a task that none of them is.
    "activities/AdHocSubProcess_Parallel.bpmn",
    "activities/AdHocSubProcess_Sequential.bpmn",
    # Table 10.30: the event is thrown for each completing instance whose condition holds: three times here.
    "activities/MultiInstance_ComplexBehavior.bpmn",
    # 10.6.4: branches are independent, no clause asks that two scripts run at the same moment.
    "gateways/ParallelGateway_TrueParallelism.bpmn",
}
"""What the standard decides differently from the cases."""


def run(cases: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[dict[str, Any]]]:
    code = main([str(CORPUS), str(cases), "--json"])
    return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def failed(lines: list[dict[str, Any]]) -> set[str]:
    return {line["file"] for line in lines[:-1] if line["passed"] is False}


def test_all_pass_but_those_that_the_standard_decides_otherwise(capsys: pytest.CaptureFixture[str]) -> None:
    _, lines = run(CORPUS / "cases.json", capsys)
    assert failed(lines) == OTHERWISE
    assert lines[-1]["total"] == {"passed": 45, "total": 49}
    assert max(line["seconds"] for line in lines[:-1]) < 5


def test_a_wrong_expectation_fails_and_a_missing_one_judges_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = {"basics/SequenceFlow.bpmn", "basics/Lanes.bpmn"}
    rows = [row for row in json.loads((CORPUS / "cases.json").read_text()) if row["file"] in wanted]
    for row in rows:
        for case in row["cases"]:
            if row["file"].endswith("Lanes.bpmn"):
                case.pop("expect")
            else:
                case["expect"] = ["SCRIPT_task2"]
    planted = tmp_path / "cases.json"
    planted.write_text(json.dumps(rows))
    code, lines = run(planted, capsys)
    assert code == 1
    assert failed(lines) == {"basics/SequenceFlow.bpmn"}
    unjudged = next(line for line in lines if line.get("file") == "basics/Lanes.bpmn")
    assert (unjudged["passed"], unjudged["log"]) == (None, ["SCRIPT_task1", "SCRIPT_task2", "SCRIPT_task3"])


def test_files_that_are_not_there_are_a_fault_of_the_call(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nowhere", "nothing.json"]) == 3
    assert "cannot be read" in capsys.readouterr().err
