"""A timer has one date or one duration, in ISO 8601."""

from collections.abc import Iterator
from datetime import datetime

import isodate

from designer_export.findings import Finding, finding
from designer_export.model import Model
from designer_export.namespaces import bpmn, local

ID = "timer"


def check(model: Model) -> Iterator[Finding]:
    """Refuse timers that are empty, ambiguous or not written in ISO 8601."""
    for element in model.elements:
        if local(element) != "timerEventDefinition":
            continue
        dates = [(part.text or "").strip() for part in element.iterchildren(bpmn("timeDate"))]
        spans = [(part.text or "").strip() for part in element.iterchildren(bpmn("timeDuration"))]
        texts = [text for text in (*dates, *spans) if text]
        cycle = element.find(bpmn("timeCycle")) is not None
        if len(texts) != 1:
            if not cycle:
                yield finding(ID, "complete", element, case="empty")
        elif not (_is_date(texts[0]) if texts[0] in dates else _is_span(texts[0])):
            yield finding(ID, "complete", element, text=texts[0])


def _is_date(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_span(text: str) -> bool:
    try:
        isodate.parse_duration(text)
    except (isodate.ISO8601Error, ValueError, OverflowError):
        return False
    return True
