"""Timers (BPMN 2.0.2, 10.5.5, table 10.101): a date, a duration, or a cycle; ISO 8601, cron, or an
expression.

A moment that passed while nothing ran is caught up with once, not as often as it would have come.
"""

from datetime import UTC, datetime, timedelta

import pytest

from tests.engine.execution.stories import (
    Story,
    after,
    at_date,
    boundary,
    catch,
    event_sub,
    every,
    findings,
    handler,
    model,
    start,
)
from tests.engine.execution.support import NOON, chain, flow, nodes, script


def waits(trigger: str) -> str:
    return nodes(start="s", user="u", end="e") + catch("t", trigger) + chain("s", "t", "u", "e")


@pytest.mark.parametrize(
    ("trigger", "due"),
    [
        (after("PT90M"), timedelta(minutes=90)),
        (after("P1M"), timedelta(days=31)),
        (after("'PT90M'"), timedelta(minutes=90)),
        (after("wait"), timedelta(minutes=5)),
        (after("60 * 2"), timedelta(minutes=2)),
        (at_date("2026-03-02T14:00:00Z"), timedelta(hours=2)),
        (at_date("2026-03-02T22:00:00+08:00"), timedelta(hours=2)),
        (at_date("2026-03-03"), timedelta(hours=4)),
        (at_date("2026-03-03T08:00:00"), timedelta(hours=12)),
        (at_date("deadline"), timedelta(days=1)),
        (at_date("2020-01-01T00:00:00Z"), None),
        (every("R2/PT1H"), timedelta(hours=1)),
        (every("R2/2026-03-02T15:00:00Z/PT1H"), timedelta(hours=3)),
        (every("0 18 * * *"), timedelta(hours=22)),
        (every("30 0 18 * * ?"), timedelta(hours=22, seconds=30)),
        (every("rhythm"), timedelta(minutes=10)),
    ],
)
def test_when_a_timer_is_due(trigger: str, due: timedelta | None) -> None:
    story = Story(model(waits(trigger)), wait="PT5M", deadline="2026-03-03T12:00:00Z", rhythm="R/PT10M")
    assert story.due == due
    if due is not None:
        assert story.at(NOON + due - timedelta(seconds=1)).open == []
        assert story.at(NOON + due).open == ["u"]
    else:
        assert story.open == ["u"]


@pytest.mark.parametrize("text", ["P1X", "2026-13-01T00:00:00Z", "R0/PT1H", "R3/PT0S", "@never"])
def test_a_literal_that_is_no_time_is_refused(text: str) -> None:
    make = after if text.startswith("P") else at_date if text[0] == "2" else every
    assert findings(waits(make(text)))


@pytest.mark.parametrize(
    "body", ["", "<timeDate>2026-01-01T00:00:00Z</timeDate><timeDuration>PT1S</timeDuration>"]
)
def test_a_timer_has_one_time(body: str) -> None:
    assert findings(waits(f"<timerEventDefinition>{body}</timerEventDefinition>")) == {
        ("invalid_element", "t")
    }


@pytest.mark.parametrize(
    ("value", "code"), [(None, "timer"), ("soon", "timer"), ("P999999999Y", "timer"), (True, "timer")]
)
def test_an_expression_that_gives_no_time_fails_and_is_evaluated_again_on_retry(
    value: object, code: str
) -> None:
    story = Story(model(waits(after("wait"))), wait=value)
    assert story.failed == [("t", code)]
    story.write(wait="PT1M")
    assert story.retry().failed == []
    assert story.due == timedelta(minutes=1)
    assert story.after(minutes=1).open == ["u"]


def test_a_cycle_counts_down_and_is_caught_up_with_once() -> None:
    body = nodes(start="s", user="u n", end="e e2") + boundary("b", "u", every("R4/PT1H"), stops=False)
    story = Story(model(body + chain("s", "u", "e") + chain("b", "n", "e2")))
    story.after(hours=1)
    story.after(minutes=30)
    assert story.due == timedelta(minutes=30)
    story.after(hours=10)
    assert story.open == ["n", "n", "u"]
    # The rhythm stays: on the full hour.
    assert story.due == timedelta(minutes=30)
    story.after(minutes=30)
    story.after(hours=1)
    assert (story.open, story.due) == (["n"] * 4 + ["u"], None)


def test_a_cycle_of_an_expression_keeps_its_rhythm_over_reloads() -> None:
    body = nodes(start="s", user="u n", end="e e2") + boundary("b", "u", every("rhythm"), stops=False)
    story = Story(model(body + chain("s", "u", "e") + chain("b", "n", "e2")), rhythm="R3/PT10M")
    story.write(rhythm="R/PT1S")
    for turn in range(1, 4):
        assert story.after(minutes=10).open == ["n"] * turn + ["u"]
    assert story.due is None


def test_a_catching_cycle_sends_a_token_each_turn() -> None:
    """The diagram goes on at each turn; the event is passed for good with the last."""
    story = Story(model(waits(every("R3/PT1H"))))
    assert story.after(hours=1).open == ["u"]
    assert story.at_now == {"t", "u"}
    assert story.after(hours=1).open == ["u", "u"]
    assert story.after(hours=1).open == ["u", "u", "u"]
    assert (story.at_now, story.due) == ({"u"}, None)


def test_an_interrupting_cycle_fires_once() -> None:
    body = nodes(start="s", user="u n", end="e e2") + boundary("b", "u", every("R3/PT1H"))
    story = Story(model(body + chain("s", "u", "e") + chain("b", "n", "e2"))).after(hours=1)
    assert (story.open, story.due) == (["n"], None)


def test_a_cron_timer_fires_at_its_moments() -> None:
    body = nodes(start="s", user="u", end="e") + chain("s", "u", "e")
    story = Story(model(body + handler("h", every("0 8 * * 1-5"), "n", stops=False)))
    # Eight in the morning, where the campus is.
    story.at(datetime(2026, 3, 6, tzinfo=UTC))
    assert story.open == ["n", "u"]
    assert story.run.next_due == datetime(2026, 3, 9, tzinfo=UTC)


def test_timers_due_together_fire_in_the_order_of_their_moments() -> None:
    body = nodes(start="s", par="p", end="e1 e2") + catch("t1", after("PT2H")) + catch("t2", after("PT1H"))
    body += script("f1", "order = order + ['late']") + script("f2", "order = order + ['early']")
    story = Story(model(body + chain("s", "p", "t1", "f1", "e1") + chain("p", "t2", "f2", "e2")), order=[])
    assert story.after(days=1).run.read("order") == ["early", "late"]


def test_a_timer_of_no_time_in_a_loop_spends_the_budget() -> None:
    body = nodes(start="s", xor="m", par="p", user="u", end="e") + catch("t", after("PT0S"))
    story = Story(model(body + chain("s", "p", "m", "t", "m") + chain("p", "u", "e")), max_steps=200)
    assert {code for _, code in story.failed} == {"budget"}
    assert story.open == ["u"]


def test_a_boundary_timer_of_no_time_in_a_loop_spends_the_budget() -> None:
    body = nodes(start="s", xor="m", user="u", end="e") + boundary("b", "u", after("PT0S"))
    story = Story(model(body + chain("s", "m", "u", "e") + flow("b", "m")), max_steps=200)
    assert {code for _, code in story.failed} == {"budget"}


def test_a_handler_with_a_timer_is_armed_once_for_its_level() -> None:
    body = nodes(start="s", user="a b", end="e") + chain("s", "a", "b", "e")
    inside = start("hs", after("PT2H"), more='isInterrupting="false"') + nodes(end="he") + flow("hs", "he")
    story = Story(model(body + event_sub("h", inside)))
    story.after(hours=1).finish("a")
    assert story.due == timedelta(hours=1)
    story.after(hours=1)
    assert (story.turns("h"), story.due) == (1, None)


@pytest.mark.parametrize("trigger", [after("PT1H"), every("R3/PT1H"), at_date("2026-09-01T00:00:00Z")])
def test_a_timer_begins_a_process(trigger: str) -> None:
    """Upstream's TimerCycleStart: each turn of the cycle begins an instance of its own."""
    compiled = model(start("s", trigger) + nodes(user="u", end="e") + chain("s", "u", "e"))
    (beginning,) = compiled.beginnings
    assert (beginning.element, beginning.kind) == ("s", "timer")
    assert beginning.schedule is not None
    story = Story(compiled, at="s")
    assert (story.open, story.due) == (["u"], None)


@pytest.mark.parametrize("by_expression", [False, True])
def test_a_cycle_of_months_keeps_its_day_over_short_months_and_reloads(by_expression: bool) -> None:
    """From the 31st of March: the last of April, the 31st of May, the last of June."""
    cycle = every("rhythm" if by_expression else "R3/P1M")
    body = nodes(start="s", user="u n", end="e e2") + catch("t", at_date("2026-03-31T01:00:00Z"))
    body += boundary("b", "u", cycle, stops=False) + chain("s", "t", "u", "e") + chain("b", "n", "e2")
    story = Story(model(body), rhythm="R3/P1M").at(datetime(2026, 3, 31, 1, tzinfo=UTC))
    moments = []
    while story.run.next_due is not None:
        moments.append(story.run.next_due)
        story.at(moments[-1])
    assert moments == [
        datetime(2026, month, day, 1, tzinfo=UTC) for month, day in ((4, 30), (5, 31), (6, 30))
    ]
    assert story.open == ["n", "n", "n", "u"]
