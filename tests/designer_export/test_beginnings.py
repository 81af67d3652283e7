"""What begins a service where nobody starts it by hand."""

import pytest

from designer_export.beginnings import Begun, begun_by_events
from tests.designer_export.diagrams import file, process, row

USER = '<userTask id="u"/>'
DAILY = "<timerEventDefinition><timeCycle>R/P1D</timeCycle></timerEventDefinition>"
MESSAGE = '<messageEventDefinition messageRef="m"/>'
DECLARED = '<message id="m" name="成绩已公布"/>'


def test_a_plain_start_is_somebody_s() -> None:
    assert begun_by_events(file(process(row(USER)))) == ()


def test_a_timer_begins_it() -> None:
    assert begun_by_events(file(process(row(USER, start=DAILY)))) == (Begun("s", "", "timer", "R/P1D"),)


def test_a_message_begins_it_by_its_name() -> None:
    data = file(DECLARED + process(row(USER, start=MESSAGE)))
    assert begun_by_events(data) == (Begun("s", "", "message", "成绩已公布"),)


def test_an_event_that_a_start_only_names_begins_it() -> None:
    shared = '<timerEventDefinition id="t"><timeDate>2027-01-01</timeDate></timerEventDefinition>'
    data = file(shared + process(row(USER, start="<eventDefinitionRef>t</eventDefinitionRef>")))
    assert begun_by_events(data) == (Begun("s", "", "timer", "2027-01-01"),)


@pytest.mark.parametrize(
    "data",
    [
        b"no diagram",
        file(process(row(USER, start=DAILY)) + process(row(USER, prefix="x"), name="q")),
        file(process('<startEvent id="s"/><startEvent id="t">' + DAILY + "</startEvent>")),
        file(process(USER)),
    ],
    ids=["unreadable", "another process by hand", "by hand too", "no start"],
)
def test_where_somebody_may_start_it_nothing_is_told(data: bytes) -> None:
    assert begun_by_events(data) == ()


def test_what_is_only_drawn_begins_nothing() -> None:
    drawn = process(row(USER, prefix="x"), name="q", attributes='isExecutable="false"')
    assert len(begun_by_events(file(process(row(USER, start=DAILY)) + drawn))) == 1
