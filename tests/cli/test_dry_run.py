"""The command's output and exit codes; it needs no database."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.dry_run import dry_run

PROJECT = Path(__file__).resolve().parents[2]
RULES = PROJECT / "tests" / "designer_export" / "rules"
KEYS = {"stop", "trace", "open", "variables", "coverage"}


@pytest.fixture(autouse=True)
def without_database(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nowhere")


def run(*words: object) -> Result:
    return CliRunner().invoke(dry_run, [str(word) for word in words])


def test_a_service_runs_to_its_end_by_a_seed():
    result = run("email-unlock", "--seed", 1, "--json")
    (line,) = result.stdout.splitlines()
    told = json.loads(line)
    assert result.exit_code == 0
    assert told.keys() >= KEYS
    assert told["stop"] == "end"
    assert set(told["trace"][0]) == {"n", "element", "event", "token"}
    assert set(told["coverage"]) == {"flows", "taken"}
    assert told == json.loads(run("email-unlock", "--seed", 1, "--json").stdout)


def test_folder_and_file_of_a_service_are_the_service():
    by_key = run("notice", "--seed", 3, "--json").stdout
    assert run(PROJECT / "bpmn_models" / "notice", "--seed", 3, "--json").stdout == by_key
    assert run(PROJECT / "bpmn_models" / "notice" / "process.bpmn", "--seed", 3, "--json").stdout == by_key


def test_answers_are_given_in_order(tmp_path):
    answers = tmp_path / "answers.json"
    answers.write_text(
        '[{"element": "apply"}, {"element": "unit_head", "outcome": "reject"}, {"element": "x"}]'
    )
    told = json.loads(run("email-unlock", "--answers", answers, "--json").stdout)
    assert (told["stop"], told["trace"][-1]["element"], told["answers_left"]) == ("end", "end_refused", 1)


def test_a_refused_file_and_a_drawing_are_told_with_their_findings():
    drawing = RULES / "no-start" / "bad.bpmn"
    result = run(drawing, "--seed", 1, "--json")
    told = json.loads(result.stdout)
    assert result.exit_code == 2
    assert told.keys() >= KEYS
    assert (told["stop"], told["verdict"]) == (None, "drawing")
    assert "no-start" in {finding["rule"] for finding in told["findings"]}
    assert "no-start process" in run(drawing, "--seed", 1).stdout
    assert run(RULES / "readable" / "bad.bpmn", "--seed", 1).exit_code == 2


def test_decisions_are_taken_from_beside_a_file_and_told_where_they_are_not_there(tmp_path):
    good = RULES / "unknown-decision" / "good.bpmn"
    assert json.loads(run(good, "--seed", 1, "--json").stdout)["variables"]["grade"] == 1
    alone = tmp_path / "alone.bpmn"
    alone.write_bytes(good.read_bytes())
    (tmp_path / "broken.dmn").write_bytes(b"<d/>")
    result = run(alone, "--seed", 1, "--json")
    assert result.exit_code == 2
    assert json.loads(result.stdout)["findings"] == [
        {"rule": "unknown_decision", "element": "decide", "ref": "grade"}
    ]


def test_an_incident_is_exit_code_one(tmp_path):
    text = (RULES / "script-empty" / "good.bpmn").read_text("utf-8")
    begin, end = text.index("<bpmn:script>"), text.index("</bpmn:script>")
    faulty = tmp_path / "faulty.bpmn"
    faulty.write_text(f"{text[:begin]}<bpmn:script>x = 1 / 0{text[end:]}", "utf-8")
    result = run(faulty, "--seed", 1)
    assert result.exit_code == 1
    assert "a step does not work" in result.stdout


@pytest.mark.parametrize(
    "words",
    [
        ("email-unlock",),
        ("email-unlock", "--seed", "1", "--answers", __file__),
        ("no-such-service", "--seed", "1"),
        ("email-unlock", "--answers", __file__),
    ],
)
def test_a_call_that_is_off_is_told_in_a_sentence(words):
    result = run(*words)
    assert isinstance(result.exception, SystemExit)
    assert "Error:" in result.stderr
