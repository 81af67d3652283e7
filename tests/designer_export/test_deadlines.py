"""Deadlines in a diagram: read as they stand, and judged finding by finding."""

from pathlib import Path

import pytest

from calendars.reckoning import PLAIN
from designer_export.deadlines import Deadline, DeadlineAction
from designer_export.lint import lint
from designer_export.native import AssignRule, read_settings
from designer_export.reading import read

CASES = Path(__file__).parent / "rules"


def diagram(deadline: str) -> bytes:
    """The good diagram with another deadline."""
    text = (CASES / "deadline-impossible" / "good.bpmn").read_text("utf-8")
    before, rest = text.split("<tb:deadline", 1)
    return (before + deadline + rest.split("</tb:deadline>", 1)[1]).encode()


def told(deadline: str) -> list[tuple[str, str]]:
    """Rule and English words of every finding about deadlines or our schema."""
    findings = lint(diagram(deadline)).findings
    return [(f.level, f.message["en"]) for f in findings if "deadline" in f.rule or f.rule == "native-schema"]


def test_a_deadline_is_read_with_its_actions() -> None:
    root = read((CASES / "deadline-incomplete" / "good.bpmn").read_bytes()).root
    assert read_settings(root)["review"].deadline == Deadline(
        "P2D",
        True,
        (
            DeadlineAction("-PT4H", "remind"),
            DeadlineAction("PT0H", "escalate"),
            DeadlineAction("PT4H", "transfer", assign=(AssignRule("group", value="it-mail"),)),
            DeadlineAction("P1D", "return", to="initiator"),
        ),
    )
    assert read_settings(root)["apply"].deadline is None


def test_actions_come_in_the_order_of_their_moments() -> None:
    actions = tuple(DeadlineAction(at, "remind") for at in ("P1D", "-PT4H", "PT0H", "-P1D"))
    in_order = Deadline("P2D", False, actions).in_order(PLAIN)
    assert [action.at for action in in_order] == ["-P1D", "-PT4H", "PT0H", "P1D"]


@pytest.mark.parametrize(
    ("deadline", "level", "words"),
    [
        ('<tb:deadline within="soon"/>', "refused", "no duration"),
        ('<tb:deadline within="-P1D"/>', "refused", "no duration"),
        ('<tb:deadline within="P500D"/>', "refused", "more than a year"),
        ('<tb:deadline within="P1D" time="lunar"/>', "refused", "lunar"),
        ('<tb:deadline within="P1D"><tb:action at="noon" do="remind"/></tb:deadline>', "refused", "noon"),
        ('<tb:deadline within="P1D"><tb:action at="P1W" do="remind"/></tb:deadline>', "refused", "P1W"),
        ('<tb:deadline within="P1D"><tb:action at="P1D" do="shout"/></tb:deadline>', "refused", "shout"),
        ('<tb:deadline within="P1D"><tb:action at="P1D" do="transfer"/></tb:deadline>', "refused", "to whom"),
        ('<tb:deadline within="P1D"><tb:action at="P1D" do="pass"/></tb:deadline>', "refused", "outcome"),
        ('<tb:deadline within="P1D"><tb:action at="P1D" do="return"/></tb:deadline>', "refused", "where to"),
        (
            '<tb:deadline within="P1D"><tb:action at="P1D" do="pass" outcome="agree"/></tb:deadline>',
            "refused",
            "approve, reject",
        ),
        (
            '<tb:deadline within="P1D"><tb:action at="P1D" do="return" to="previous"/></tb:deadline>',
            "refused",
            "may not be returned",
        ),
        (
            '<tb:deadline within="P1D"><tb:action at="-PT8H" do="remind"/></tb:deadline>',
            "advice",
            "before the step begins",
        ),
        (
            '<tb:deadline within="P1D"><tb:action at="PT1H" do="remind"/>'
            '<tb:action at="PT0H" do="pass" outcome="approve"/></tb:deadline>',
            "advice",
            "remind (PT1H)",
        ),
        ('<tb:deadline within="P1D"/><tb:deadline within="P2D"/>', "refused", "2 deadlines"),
    ],
)
def test_each_fault_is_told_in_its_words(deadline: str, level: str, words: str) -> None:
    found = told(deadline)
    assert [said for said, _ in found] == [level], found
    assert words in found[0][1]


def test_seven_hours_before_is_within_a_working_day_of_seven_and_a_half() -> None:
    assert told('<tb:deadline within="P1D"><tb:action at="-PT7H" do="remind"/></tb:deadline>') == []


def test_in_plain_time_a_day_has_24_hours() -> None:
    action = '<tb:action at="-PT20H" do="remind"/>'
    assert told(f'<tb:deadline within="P1D" time="plain">{action}</tb:deadline>') == []


def test_the_receiver_of_a_transfer_is_held_to_the_rules_of_assignment() -> None:
    action = '<tb:action at="PT0H" do="transfer"><tb:assign rule="group"/></tb:action>'
    findings = lint(diagram(f'<tb:deadline within="P1D">{action}</tb:deadline>')).findings
    assert [f.rule for f in findings if f.rule != "no-layout"] == ["assign-incomplete"]


def test_passing_over_required_fields_is_advised_against() -> None:
    action = '<tb:action at="PT0H" do="pass" outcome="approve"/>'
    field = '<tb:field pointer="/note" access="edit" required="true"/>'
    assert [level for level, _ in told(f'<tb:deadline within="P1D">{action}</tb:deadline>{field}')] == [
        "advice"
    ]
