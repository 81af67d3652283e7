"""A timer has one date, one duration or one cycle: a literal, or an expression of ours that gives it."""

from collections.abc import Iterator

from lxml import etree

from designer_export.drawings import is_drawing
from designer_export.findings import Finding, Level, Repair, finding
from designer_export.formulas import Formula
from designer_export.model import Model
from designer_export.namespaces import local
from designer_export.timers import LONGEST_YEARS, TooLong, check_literal, is_literal, is_timer_text

ID = "timer"


def check(model: Model) -> Iterator[Finding]:
    """Ask for timers that are empty, ambiguous or unreadable; refuse durations that are a slip."""
    expressions = {formula.node: formula for formula in model.formulas}
    for element in model.running:
        if local(element) == "timerEventDefinition" and model.fate(element) == "executed":
            yield from _check(element, expressions)


def _check(element: etree._Element, expressions: dict[etree._Element, Formula]) -> Iterator[Finding]:
    filled = [part for part in element if is_timer_text(local(part)) and (part.text or "").strip()]
    if len(filled) != 1:
        level: Level = "refused" if filled else "complete"
        repair = None if filled else Repair("set-timer", automatic=True)
        yield finding(ID, level, element, case="several" if filled else "empty", repair=repair)
        return
    part, text = filled[0], (filled[0].text or "").strip()
    try:
        if is_literal(text):
            check_literal(local(part), text)
        elif part not in expressions:
            raise ValueError(text)
    except TooLong:
        yield finding(ID, "refused", element, case="long", text=text, years=LONGEST_YEARS)
    except ValueError:
        repair = Repair("set-timer", automatic=is_drawing(element))
        yield finding(ID, "complete", element, repair=repair, text=text)
