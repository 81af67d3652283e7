"""Conditional events (BPMN 2.0.2, 10.5.5, table 10.97): "the Condition … is true"; edge-triggered.

"…the condition Expression for the Event becomes true. The condition has to become false and then true again
before the Event can be triggered again." What it speaks of may not be there yet: then it is not true.
"""

import pytest

from tests.engine.execution.stories import Story, boundary, catch, findings, handler, model, sub, when
from tests.engine.execution.support import chain, nodes, script

BOTH = pytest.mark.parametrize("reloads", [True, False])


@BOTH
def test_a_catching_event_waits_until_its_condition_is_true(reloads: bool) -> None:
    body = nodes(start="s", user="u", end="e") + catch("c", when("level > 3")) + chain("s", "c", "u", "e")
    story = Story(model(body), reloads=reloads)
    assert story.write(other=1).at_now == {"c"}
    assert story.write(level="high").at_now == {"c"}
    assert story.write(level=3).at_now == {"c"}
    assert story.write(level=4).open == ["u"]
    assert Story(model(body), reloads=reloads, level=9).open == ["u"]


@BOTH
def test_it_fires_again_only_after_it_was_false(reloads: bool) -> None:
    body = nodes(start="s", user="u n", end="e e2") + boundary("b", "u", when("level > 3"), stops=False)
    story = Story(model(body + chain("s", "u", "e") + chain("b", "n", "e2")), reloads=reloads, level=0)
    story.write(level=4)
    story.write(level=5)
    assert story.open == ["n", "u"]
    story.write(level=1)
    story.write(level=8)
    assert story.open == ["n", "n", "u"]


def test_one_that_is_true_when_the_host_is_entered_fires_at_once() -> None:
    body = nodes(start="s", user="u n", end="e e2") + boundary("b", "u", when("urgent"))
    body += chain("s", "u", "e") + chain("b", "n", "e2")
    assert Story(model(body), urgent=True).open == ["n"]
    assert Story(model(body), urgent=False).open == ["u"]


@BOTH
def test_what_a_script_writes_is_seen_before_the_next_step(reloads: bool) -> None:
    inside = nodes(start="is", end="ie") + script("f", "alarm = True") + script("g", "after = 1")
    body = nodes(start="s", user="u", end="e e2") + sub("host", inside + chain("is", "f", "g", "ie"))
    body += boundary("b", "host", when("alarm")) + chain("s", "host", "e") + chain("b", "u", "e2")
    story = Story(model(body), reloads=reloads, alarm=False)
    assert story.open == ["u"]
    assert story.run.variables() == {"alarm": True}


def test_what_a_failed_script_wrote_is_not_seen() -> None:
    body = (
        nodes(start="s", user="u", end="e")
        + script("f", "alarm = True\nx = missing")
        + chain("s", "u", "f", "e")
    )
    story = Story(model(body + handler("h", when("alarm"), "help")), alarm=False).finish("u")
    assert (story.failed, story.open) == ([("f", "name")], [])


def test_a_condition_that_breaks_later_is_an_incident_of_its_host_and_can_be_retried() -> None:
    body = nodes(start="s", user="u n", end="e e2") + boundary("b", "u", when("10 / n > 2"), stops=False)
    story = Story(model(body + chain("s", "u", "e") + chain("b", "n", "e2")), n=10)
    story.write(n=0)
    assert story.failed == [("u", "failed")]
    assert story.run.failures[0].detail.startswith("b: ")
    story.write(n=2)
    assert story.retry().failed == []
    story.advance()
    assert story.open == ["n", "u"]


def test_a_condition_of_a_handler_that_breaks_is_an_incident_on_its_level() -> None:
    body = nodes(start="s", user="u", end="e") + chain("s", "u", "e")
    story = Story(model(body + handler("h", when("10 / n > 2"), "help", stops=False)), n=10)
    story.write(n=0)
    assert story.failed == [("u", "failed")]
    story.write(n=2)
    story.retry()
    assert story.advance().open == ["help", "u"]


def test_conditions_look_at_the_scope_of_their_host() -> None:
    inside = nodes(start="is", user="x", end="ie") + '<dataObject id="local"/>' + chain("is", "x", "ie")
    inside += boundary("ib", "x", when("local == 7")) + nodes(user="n", end="ne") + chain("ib", "n", "ne")
    story = Story(model(nodes(start="s", end="e") + sub("host", inside) + chain("s", "host", "e")))
    story.write(local=7)
    assert story.open == ["x"]
    story.run.write("local", 7, story.run.waiting[0].token)
    assert story.pause().advance().open == ["n"]


def test_a_condition_ping_pong_ends() -> None:
    body = nodes(start="s", user="u", xor="m1 m2", par="p", end="e")
    body += catch("c1", when("flag")) + script("f1", "flag = False") + catch("c2", when("not flag"))
    body += (
        script("f2", "flag = True")
        + chain("s", "p", "m1", "c1", "f1", "m1")
        + chain("p", "m2", "c2", "f2", "m2")
    )
    story = Story(model(body + chain("p", "u", "e")), max_steps=300, flag=True)
    assert {code for _, code in story.failed} == {"budget"}
    assert story.open == ["u"]


def test_a_condition_cannot_begin_a_process() -> None:
    """Before it begins there are no variables that a condition could look at."""
    body = '<startEvent id="s">' + when("level > 3") + "</startEvent>" + nodes(user="u", end="e")
    assert findings(body + chain("s", "u", "e")) == {("start_without_data", "s")}


def test_a_condition_needs_a_text_that_is_an_expression() -> None:
    for text in ("", "x ="):
        body = nodes(start="s", end="e") + catch("c", when(text)) + chain("s", "c", "e")
        assert findings(body)
