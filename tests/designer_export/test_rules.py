"""Every rule has its code, a good and a bad diagram, a page and its words; each hits the bad one alone."""

import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from designer_export.findings import LANGUAGES, message_of
from designer_export.importing.remarks import RULES as IMPORT_RULES
from designer_export.lint import Report, lint
from designer_export.people import Who
from designer_export.rules import RULES, broken_decision
from engine.execution import compile_file, decision_problems

PROJECT = Path(__file__).resolve().parents[2]
CASES = Path(__file__).parent / "rules"
OPERATIONS = frozenset({"demo.call"})
WHO = Who(frozenset({"T0001"}), frozenset({"it-mail"}), frozenset({"head"}), frozenset({"it"}))
"""Told of the rule's own folder alone: those of the others name whom they like."""
FORM_PROBLEMS = {"json", "schema", "type", "too_big", "control", "layout", "secret", "keyword"}


def lint_case(rule: str, which: str) -> Report:
    """Lint a rule's diagram with the form of its folder, `bad.<file>` taking the place of `<file>`."""
    folder = CASES / rule
    names = [path for path in folder.iterdir() if path.suffix in (".json", ".dmn")]
    shared = {path.name: path.read_bytes() for path in names if not path.name.startswith("bad.")}
    own = {
        path.name.removeprefix("bad."): path.read_bytes() for path in names if path.name.startswith("bad.")
    }
    form = {**shared, **own} if which == "bad" else shared
    who = WHO if rule == "unknown-handler" else None
    data = (folder / f"{which}.bpmn").read_bytes()
    return lint(data, form or None, OPERATIONS, judge=decision_problems, who=who)


@pytest.mark.parametrize("rule", RULES)
def test_rule_hits_its_bad_diagram_and_spares_the_good_one(rule):
    assert rule in {finding.rule for finding in lint_case(rule, "bad").findings}
    assert rule not in {finding.rule for finding in lint_case(rule, "good").findings}


@pytest.mark.parametrize("rule", RULES)
def test_good_diagram_is_runnable(rule):
    report = lint_case(rule, "good")
    assert report.verdict == "runnable", report.findings


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule != "readable"])
def test_good_diagram_is_taken_by_the_engine(rule):
    names = [path for path in (CASES / rule).glob("*.dmn") if not path.name.startswith("bad.")]
    decisions = [path.read_bytes() for path in names]
    assert compile_file((CASES / rule / "good.bpmn").read_bytes(), decisions).main


@pytest.mark.parametrize("rule", [*RULES, *IMPORT_RULES])
def test_rule_has_a_page_that_names_it(rule):
    page = (PROJECT / "docs" / "rules" / f"{rule}.md").read_text("utf-8")
    assert page.startswith(f"# {rule}\n")
    assert "Mending" in page


def test_every_file_of_rules_is_registered_and_every_folder_is_a_rule():
    modules = {
        path.stem.replace("_", "-") for path in (PROJECT / "designer_export" / "rules").glob("[a-z]*.py")
    }
    assert modules == set(RULES)
    assert {path.name for path in CASES.iterdir()} == set(RULES)
    pages = {path.stem for path in (PROJECT / "docs" / "rules").glob("*.md")} - {"README"}
    assert pages == {*RULES, *IMPORT_RULES}


def test_every_message_belongs_to_a_rule_and_speaks_both_languages():
    messages = tomllib.loads((files("designer_export") / "messages.toml").read_text("utf-8"))
    assert {key.partition("/")[0] for key in messages} == set(RULES)
    assert all(set(texts) == set(LANGUAGES) for texts in messages.values())


@pytest.mark.parametrize("code", sorted(FORM_PROBLEMS))
def test_every_problem_of_a_form_has_words(code):
    told = message_of(
        "broken-form", code, {"file": "f", "detail": "d", "pointer": "/p", "control": "c", "keyword": "x"}
    )
    assert all(told.values())


@pytest.mark.parametrize("code", sorted({*broken_decision.WORDED, "other"}))
def test_every_problem_of_a_decision_has_words(code):
    names = ("file", "place", "code", "what", "reason", "text", "limit", "required", "policy", "language")
    assert all(message_of("broken-decision", code, dict.fromkeys(names, "x")).values())


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule != "readable"])
def test_findings_say_where_they_are(rule):
    for finding in lint_case(rule, "bad").findings:
        assert finding.element is not None
        assert finding.line
        assert all(finding.message.values())
