"""Every file of a folder is counted once, whatever it does to the process that looks at it."""

import json
import sys
from pathlib import Path

import pytest

from bench.corpus import pool
from bench.corpus.__main__ import main
from bench.corpus.accounting import missing
from bench.corpus.pool import Worker, look_at
from designer_export.lint import lint

RULES = Path(__file__).parents[1] / "designer_export" / "rules"
KEYS = {
    "files", "explained", "refused", "drawing", "runnable", "first_wait", "to_end", "repaired_deployable",
    "crashed", "timed_out", "median_s", "p95_s",
}  # fmt: skip
FOREIGN = (RULES / "extension-not-carried" / "bad.bpmn").read_bytes()
DROPPED = (RULES / "not-carried" / "bad.bpmn").read_bytes()
FAULTY = """
import json, sys, time, os
for line in sys.stdin:
    name = json.loads(line).rsplit("/", 1)[-1]
    if name == "hang": time.sleep(60)
    if name == "die": os._exit(3)
    if name == "mute": os.close(1); time.sleep(60)
    print(json.dumps({"name": name, "pid": os.getpid()}), flush=True)
"""


@pytest.fixture
def folder(tmp_path):
    for name, rule, which in (
        ("one/good.bpmn", "no-end", "good"),
        ("one/drawing.bpmn", "no-start", "bad"),
        ("two/refused.bpmn20.xml", "duplicate-id", "bad"),
        ("alone.bpmn", "readable", "bad"),
    ):
        target = tmp_path / name
        target.parent.mkdir(exist_ok=True)
        target.write_bytes((RULES / rule / f"{which}.bpmn").read_bytes())
    (tmp_path / "one" / "README.md").write_text("no diagram")
    return tmp_path


def test_a_line_a_folder_and_the_sum_come_out(folder, capsys):
    code = main([str(folder), "--json"])
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert code == 0
    assert [row.get("folder") for row in rows] == [".", "one", "two", None]
    assert all(row.keys() >= KEYS for row in rows[:-1])
    total = rows[-1]["total"]
    assert total.keys() >= KEYS
    assert (total["files"], total["explained"]) == (4, 4)
    assert (total["refused"], total["drawing"], total["runnable"]) == (2, 1, 1)
    assert (total["first_wait"], total["to_end"]) == (1, 1)
    assert (total["crashed"], total["timed_out"], total["strayed"]) == (0, 0, 0)


def test_a_call_without_a_folder_is_off(capsys):
    assert main(["nowhere", "--json"]) == 3
    assert main([]) == 3
    assert "usage" in capsys.readouterr().err


def test_a_worker_that_hangs_or_dies_does_not_end_the_run():
    worker = Worker((sys.executable, "-c", FAULTY), seconds=1.0)
    try:
        faults = [worker.ask(Path(name)).fault for name in ("a", "hang", "b", "die", "c", "mute", "d")]
    finally:
        worker.end()
    assert faults == [None, "timed_out", None, "crashed", None, "crashed", None]


def test_what_raises_counts_as_crashed_and_the_same_worker_goes_on(tmp_path):
    worker = Worker()
    try:
        answer = worker.ask(tmp_path / "not-there.bpmn")
        assert (answer.fault, answer.detail[:17]) == ("crashed", "FileNotFoundError")
        process = worker._process
        assert worker.ask(RULES / "no-end" / "good.bpmn").found["last"] == "end"
        assert worker._process is process
    finally:
        worker.end()


def test_several_workers_answer_in_the_order_of_the_files(monkeypatch):
    monkeypatch.setattr(pool.Worker.__init__, "__defaults__", ((sys.executable, "-c", FAULTY), 2.0))
    answers = list(look_at([Path(str(n)) for n in range(20)], 3))
    assert [answer.found["name"] for answer in answers] == [str(n) for n in range(20)]
    assert len({answer.found["pid"] for answer in answers}) <= 3


# --- the accounting itself


def report_of(data: bytes) -> dict:
    return lint(data).as_json("x")


@pytest.mark.parametrize("data", [FOREIGN, DROPPED])
def test_a_report_that_names_everything_misses_nothing(data):
    assert missing(data, report_of(data)) == []


@pytest.mark.parametrize(
    ("data", "rule", "told"),
    [
        (FOREIGN, "extension-not-carried", "extensions that are not carried"),
        (DROPPED, "not-carried", "elements that are not carried"),
    ],
)
def test_a_finding_that_is_missing_or_on_another_element_is_told(data, rule, told):
    report = report_of(data)
    one = next(finding for finding in report["findings"] if finding["rule"] == rule)
    others = [finding for finding in report["findings"] if finding is not one]
    assert told in missing(data, {**report, "findings": others})
    elsewhere = {**one, "element": "definitions"}
    assert missing(data, {**report, "findings": [*others, elsewhere]})
    assert missing(data, {**report, "findings": [*others, {**one, "message": {"en": "x"}}]})


@pytest.mark.parametrize("name", ["elements", "extensions", "expressions"])
def test_counts_that_are_off_are_told(name):
    report = report_of(FOREIGN)
    key = next(key for key in report[name] if key != "total")
    wrong = {**report[name], key: report[name][key] + 1}
    assert missing(FOREIGN, {**report, name: wrong}) != []
    both = {**wrong, "total": wrong["total"] + 1}
    assert (missing(FOREIGN, {**report, name: both}) != []) == (name != "expressions")


def test_a_file_that_nobody_reads_must_be_refused_as_such():
    report = {**report_of(FOREIGN), "findings": []}
    assert missing(b"no xml", report) == ["it cannot be read, and nothing says so"]
