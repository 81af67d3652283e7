"""A diagram that is looked at alone calls processes of files that lie beside it."""

import json

import pytest
from click.testing import CliRunner

from bench.corpus.accounting import missing
from cli import beside as lying
from cli.beside import files_beside
from cli.dry_run import dry_run
from cli.lint import lint as command
from designer_export.lint import lint
from designer_export.repairing import repair
from tests.designer_export.diagrams import file, process, row

CALL = '<callActivity id="call" calledElement="sub"/>'
MAIN = file(process(row(CALL)))
GOOD = file(process(row('<task id="x"/>'), name="sub"))
OPEN = file(process('<task id="x"/><exclusiveGateway id="g"/>', name="sub"))
DEEP = file(process(row('<callActivity id="deeper" calledElement="third"/>'), name="sub"))
REFUSED = file(process(row('<task id="x"/>') + '<sequenceFlow id="f"/>', name="sub"))


def test_a_call_of_what_lies_beside_runs():
    report = lint(MAIN, beside={"sub.bpmn": GOOD})
    assert (lint(MAIN).verdict, report.verdict) == ("drawing", "runnable")
    assert missing(MAIN, report.as_json("")) == []


def test_what_is_called_and_still_needs_something_is_told_at_the_call():
    report = lint(MAIN, beside={"sub.bpmn": DEEP})
    assert report.verdict == "drawing"
    (told,) = (one for one in report.findings if one.level == "complete")
    assert (told.rule, told.element, told.repair) == ("call-to-nothing", "call", None)
    assert "third" in told.message["en"]
    assert missing(MAIN, report.as_json("")) == []


def test_what_is_only_said_of_the_other_file_is_said_there():
    odd = GOOD.replace(b'<task id="x"/>', b'<task id="x"><resourceRole id="r"/></task>')
    told = {("not-carried", "r")}
    assert told <= {(one.rule, one.element) for one in lint(odd).findings}
    report = lint(MAIN, beside={"sub.bpmn": odd})
    assert report.verdict == "runnable"
    assert not told & {(one.rule, one.element) for one in report.findings}
    assert missing(MAIN, report.as_json("")) == []


@pytest.mark.parametrize("look", [lint, lambda data, beside: repair(data, beside=beside).report])
def test_what_is_refused_stays_where_it_is(look):
    report = look(MAIN, beside={"sub.bpmn": REFUSED})
    alone = look(MAIN, beside={})
    assert report.verdict == alone.verdict != "refused"
    assert [one.rule for one in report.findings] == [one.rule for one in alone.findings]


def test_a_call_that_is_answered_is_not_repaired_away():
    assert "call-to-nothing" in {one.rule for one in repair(MAIN).applied}
    assert "call-to-nothing" not in {one.rule for one in repair(MAIN, beside={"sub.bpmn": GOOD}).applied}


def test_the_commands_look_beside_a_file(tmp_path):
    main = tmp_path / "main.bpmn"
    main.write_bytes(MAIN)
    (tmp_path / "sub.bpmn").write_bytes(GOOD)
    first = json.loads(CliRunner().invoke(command, [str(main), "--json"]).stdout.splitlines()[0])
    assert first["verdict"] == "runnable"
    told = json.loads(CliRunner().invoke(dry_run, [str(main), "--seed", "1", "--json"]).stdout)
    assert (told["stop"], "x" in {row["element"] for row in told["trace"]}) == ("end", True)


def test_a_collection_lends_nothing(tmp_path, monkeypatch):
    for name in ("main.bpmn", "sub.bpmn", "form.schema.json", "other.txt", "d.json"):
        (tmp_path / name).write_bytes(GOOD)
    assert set(files_beside(tmp_path / "main.bpmn")) == {"sub.bpmn", "d.json"}
    monkeypatch.setattr(lying, "MOST_FILES", 3)
    assert set(files_beside(tmp_path / "main.bpmn")) == set()
