"""A listener whose expressions fail: an incident of its host, tried again by a retry (BPMN 2.0.2, 10.5.5).

The activity is not begun while one of its listeners cannot listen, and what it waits for is not lost.
"""

from datetime import timedelta

import pytest

from tests.engine.execution.stories import Story, after, boundary, catch, handler, message, model, sub
from tests.engine.execution.support import chain, nodes, script

BOTH = pytest.mark.parametrize("reloads", [True, False])
TIMER = nodes(start="s", user="u late", end="e e2") + boundary("b", "u", after("wait"))
TIMER += chain("s", "u", "e") + chain("b", "late", "e2")


@BOTH
def test_a_boundary_timer_that_cannot_be_armed_fails_its_host(reloads: bool) -> None:
    story = Story(model(TIMER), reloads=reloads)
    (failure,) = story.run.failures
    assert (failure.element, failure.code) == ("u", "name")
    assert failure.detail.startswith("b: ")
    assert (story.open, story.due) == ([], None)
    assert story.retry().failed == [("u", "name")]
    story.write(wait="PT1H")
    assert story.failed == [("u", "name")]
    story.retry()
    assert (story.open, story.failed, story.due) == (["u"], [], timedelta(hours=1))
    assert story.after(hours=1).open == ["late"]


@BOTH
def test_a_script_is_not_run_before_its_listeners_listen(reloads: bool) -> None:
    body = (
        nodes(start="s", user="late", end="e e2")
        + script("u", "n = n + 1")
        + boundary("b", "u", after("wait"))
    )
    story = Story(model(body + chain("s", "u", "e") + chain("b", "late", "e2")), reloads=reloads, n=0)
    assert (story.failed, story.run.read("n")) == ([("u", "name")], 0)
    story.write(wait="PT1H").retry()
    assert (story.state, story.run.read("n")) == ("completed", 1)


@BOTH
def test_a_catching_event_that_cannot_be_armed_fails_and_waits_after_its_retry(reloads: bool) -> None:
    body = nodes(start="s", user="u", end="e") + catch("t", after("wait")) + chain("s", "t", "u", "e")
    story = Story(model(body), reloads=reloads)
    assert story.failed == [("t", "name")]
    story.write(wait="PT1M").retry()
    assert (story.failed, story.at_now) == ([], {"t"})
    assert story.after(minutes=1).open == ["u"]


@BOTH
@pytest.mark.parametrize("inside", [True, False])
def test_a_handler_that_cannot_be_armed_fails_what_began_its_level(inside: bool, reloads: bool) -> None:
    body = nodes(start="s", user="u", end="e") + chain("s", "u", "e") + handler("h", after("wait"), "help")
    if inside:
        body = nodes(start="os", end="oe") + sub("host", body) + chain("os", "host", "oe")
    story = Story(model(body), reloads=reloads)
    assert [code for _, code in story.failed] == ["name"]
    assert story.open == []
    story.write(wait="PT1H").retry()
    assert (story.open, story.due) == (["u"], timedelta(hours=1))
    assert story.after(hours=1).open == ["help"]


@BOTH
def test_a_subscription_that_cannot_be_evaluated_is_retried(reloads: bool) -> None:
    beside = '<correlationProperty id="k"><correlationPropertyRetrievalExpression messageRef="m">'
    beside += "<messagePath>x</messagePath></correlationPropertyRetrievalExpression></correlationProperty>"
    body = '<correlationSubscription id="cs"><correlationPropertyBinding correlationPropertyRef="k">'
    body += "<dataPath>mine</dataPath></correlationPropertyBinding></correlationSubscription>"
    body += nodes(start="s", user="u", end="e") + catch("c", message("m")) + chain("s", "c", "u", "e")
    story = Story(model(body, beside), reloads=reloads)
    assert story.failed == [("c", "name")]
    assert not story.receive("message", "m", {"k": 1})
    story.write(mine=1).retry()
    assert story.receive("message", "m", {"k": 1})
    assert story.open == ["u"]


@BOTH
def test_an_interruption_clears_the_incident(reloads: bool) -> None:
    body = TIMER + boundary("x", "u", message("m")) + nodes(end="e3") + chain("x", "e3")
    body = (
        body.replace('targetRef="e3"', 'targetRef="e3"')
        + '<sequenceFlow id="xe" sourceRef="x" targetRef="e3"/>'
    )
    story = Story(model(body), reloads=reloads)
    assert story.failed == [("u", "name")]
    assert story.receive("message", "m")
    assert (story.failed, story.state) == ([], "completed")


@BOTH
def test_a_return_from_a_host_that_failed_so(reloads: bool) -> None:
    body = nodes(start="s", user="first u late", end="e e2") + boundary("b", "u", after("wait"))
    body += chain("s", "first", "u", "e") + chain("b", "late", "e2")
    story = Story(model(body), reloads=reloads).finish("first")
    story.run.return_to(story.run.failures[0].token, "first")
    assert story.pause().advance().open == ["first"]
    story.write(wait="PT1H").finish("first")
    assert (story.open, story.due) == (["u"], timedelta(hours=1))
