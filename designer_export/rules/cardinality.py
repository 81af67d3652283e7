"""The number of repetitions is given, and stays within what one instance may hold."""

from collections.abc import Iterator

from lxml import etree

from designer_export.drawings import is_drawing
from designer_export.findings import Finding, Level, Repair, finding
from designer_export.formulas import owner
from designer_export.model import Model
from designer_export.namespaces import bpmn, local

ID = "cardinality"


MAXIMUM = 1000
_DIGITS = 9
_ONCE = Repair("repeat-once", automatic=True)


def check(model: Model) -> Iterator[Finding]:
    """Refuse numbers of repetitions that are below zero or beyond the limit; ask for missing ones."""
    for element in model.running:
        name = local(element)
        if name == "loopCardinality":
            text = (element.text or "").strip().replace("_", "")
            if text.lstrip("-").isdecimal() and not 0 <= int(text[:30]) <= MAXIMUM:
                yield finding(ID, "refused", owner(element), number=text, limit=MAXIMUM)
        elif name == "participantMultiplicity":
            yield from _participants(element)
        elif name == "multiInstanceLoopCharacteristics":
            yield from _source(element)
        elif name == "standardLoopCharacteristics":
            yield from _loop(element)


def _participants(element: etree._Element) -> Iterator[Finding]:
    """At least one may take part, and as many as must (BPMN 2.0.2, 9.3.1)."""
    said = (element.get("minimum", "0").strip(), element.get("maximum", "1").strip())
    if not all(text.isascii() and text.isdecimal() and len(text) <= _DIGITS for text in said):
        # What is no number at all is told by the rule of the schema.
        return
    minimum, maximum = map(int, said)
    if maximum < max(minimum, 1):
        yield finding(ID, "refused", owner(element), case="participants", minimum=minimum, maximum=maximum)


def _source(element: etree._Element) -> Iterator[Finding]:
    """A number or a collection says how often; both together may disagree (BPMN 2.0.2, 13.3.7)."""
    number, items = (element.find(bpmn(tag)) for tag in ("loopCardinality", "loopDataInputRef"))
    filled = [part for part in (number, items) if part is not None and (part.text or "").strip()]
    if not filled:
        yield finding(ID, "complete", owner(element), case="none", repair=_ONCE)
    elif number is not None and items is not None:
        yield finding(ID, "refused", owner(element), case="both")


def _loop(element: etree._Element) -> Iterator[Finding]:
    """A loop ends by its condition, or after a number of turns; an activity has one kind of repetition."""
    number = element.get("loopMaximum")
    if number is not None and not _is_maximum(number):
        # Tools that only draw write 0 where they mean nothing.
        unsaid = number.strip() == "0" and is_drawing(element)
        level: Level = "complete" if unsaid else "refused"
        repair = _ONCE if unsaid else None
        yield finding(ID, level, owner(element), case="maximum", repair=repair, number=number)
    if number is None and not (element.findtext(bpmn("loopCondition")) or "").strip():
        yield finding(ID, "complete", owner(element), case="endless", repair=_ONCE)
    activity = element.getparent()
    if activity is not None and activity.find(bpmn("multiInstanceLoopCharacteristics")) is not None:
        yield finding(ID, "refused", owner(element), case="several")


def _is_maximum(text: str) -> bool:
    return text.strip().isdecimal() and int(text.strip()[:30]) >= 1
