import json
from pathlib import Path

from click.testing import CliRunner

from cli.lint import lint

PROJECT = Path(__file__).resolve().parents[2]


def run(*arguments: str):
    return CliRunner().invoke(lint, list(arguments))


def test_a_folder_is_searched_and_the_summary_comes_last():
    result = run(str(PROJECT / "bpmn_models"), "--json")
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert [line["verdict"] for line in lines[:-1]] == ["runnable"] * 3
    assert lines[-1]["summary"]["files"] == 3


def test_exit_code_tells_findings_from_refusals(tmp_path):
    rules = PROJECT / "tests" / "designer_export" / "rules"
    assert run(str(rules / "not-executable" / "bad.bpmn")).exit_code == 1
    assert run(str(rules / "duplicate-id" / "bad.bpmn")).exit_code == 2
    assert "duplicate-id" in run(str(rules / "duplicate-id" / "bad.bpmn")).stdout


def test_a_file_is_linted_whatever_its_name(tmp_path):
    (tmp_path / "upload.xml").write_bytes(b"")
    result = run(str(tmp_path / "upload.xml"), "--json")
    assert result.exit_code == 2
    assert json.loads(result.stdout.splitlines()[0])["findings"][0]["rule"] == "readable"
