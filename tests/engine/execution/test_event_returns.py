"""Returns across events: what an event brought about is undone with what caused it, and with nothing else.

Time and messages from outside have no cause in the instance: a return over them needs a target before the
host or level they came to. Each live host has one armed set of listeners (`stories.check` looks after every
move).
"""

from datetime import timedelta

import pytest

from engine.execution import CannotReturn
from tests.engine.execution.stories import (
    TERMINATE,
    Story,
    after,
    boundary,
    catch,
    compensate,
    end,
    error,
    escalation,
    every,
    handler,
    items,
    message,
    model,
    signal,
    sub,
    throw,
    undo_by,
)
from tests.engine.execution.support import chain, nodes, token_of

BOTH = pytest.mark.parametrize("reloads", [True, False])


def host(trigger: str, stops: bool = True, inside: str = "") -> str:
    body = nodes(start="s", user="first late after", end="e e2")
    body += sub("work", inside) if inside else '<userTask id="work"/>'
    body += boundary("b", "work", trigger, stops=stops)
    return body + chain("s", "first", "work", "after", "e") + chain("b", "late", "e2")


INSIDE = (
    nodes(start="is", par="p", user="x y", end="ie") + end("bad", error("E")) + chain("is", "x", "p", "bad")
)
INSIDE += chain("p", "y", "ie")


def refused(story: Story, source: str, target: str) -> str:
    with pytest.raises(CannotReturn) as caught:
        story.run.return_to(token_of(story.run, source), target)
    return caught.value.code


@BOTH
def test_before_an_interrupted_host_both_are_undone(reloads: bool) -> None:
    story = Story(model(host(after("PT1H"))), reloads=reloads).finish("first").after(hours=1)
    assert story.back("first", "late").open == ["first"]
    assert story.due is None
    story.finish("first")
    assert (story.open, story.due) == (["work"], timedelta(hours=1))
    assert story.finish("work", "after").state == "completed"


@BOTH
def test_the_interrupted_host_itself_was_never_completed(reloads: bool) -> None:
    story = Story(model(host(message("m"))), reloads=reloads).finish("first")
    story.receive("message", "m")
    assert refused(story, "late", "work") == "not_in_past"
    assert refused(story, "late", "b") == "not_in_past"
    assert story.open == ["late"]


@BOTH
def test_a_step_inside_comes_back_when_an_inner_throw_interrupted(reloads: bool) -> None:
    story = Story(model(host(error("E"), inside=INSIDE)), reloads=reloads).finish("first", "x")
    assert story.open == ["late"]
    assert story.back("x", "late").open == ["x"]
    assert story.at_now == {"x", "work"}
    story.finish("x")
    assert story.open == ["late"]
    assert story.back("first", "late").open == ["first"]


@BOTH
def test_a_step_beside_the_thrower_lives_again(reloads: bool) -> None:
    inside = nodes(start="is", par="p", user="x y z", end="ie") + end("bad", error("E"))
    inside += chain("is", "p", "x", "bad") + chain("p", "y", "z", "ie")
    story = Story(model(host(error("E"), inside=inside)), reloads=reloads).finish("first", "y", "x")
    assert story.open == ["late"]
    assert refused(story, "late", "y") == "not_in_past"
    assert story.back("x", "late").open == ["x", "z"]
    assert story.finish("z", "x").open == ["late"]


@BOTH
def test_a_step_inside_is_out_of_reach_when_the_event_came_from_outside(reloads: bool) -> None:
    story = Story(model(host(message("m"), inside=INSIDE)), reloads=reloads).finish("first")
    story.receive("message", "m")
    assert refused(story, "late", "x") == "not_in_past"
    assert story.back("first", "late").open == ["first"]


@BOTH
def test_what_fired_beside_the_host_lives_on_when_the_host_is_returned_to(reloads: bool) -> None:
    story = Story(model(host(every("R3/PT1H"), stops=False)), reloads=reloads).finish("first").after(hours=1)
    story.finish("work")
    assert (story.open, story.due) == (["after", "late"], None)
    assert story.back("work", "after").open == ["late", "work"]
    assert story.due == timedelta(hours=1)
    story.after(hours=1)
    assert story.open == ["late", "late", "work"]


@BOTH
def test_from_beside_the_host_to_before_it_both_go(reloads: bool) -> None:
    story = Story(model(host(message("m"), stops=False)), reloads=reloads).finish("first")
    story.receive("message", "m")
    story.receive("message", "m")
    assert refused(story, "work", "b") == "not_in_past"
    assert story.back("first", "work").open == ["first"]
    assert story.finish("first").open == ["work"]


@BOTH
def test_an_escalation_from_inside_is_undone_with_its_thrower(reloads: bool) -> None:
    inside = (
        nodes(start="is", user="x y", end="ie")
        + throw("t", escalation("up"))
        + chain("is", "x", "t", "y", "ie")
    )
    story = Story(model(host(escalation("up"), stops=False, inside=inside)), reloads=reloads).finish(
        "first", "x"
    )
    assert story.open == ["late", "y"]
    assert story.back("x", "y").open == ["x"]
    assert story.finish("x").open == ["late", "y"]
    assert story.back("x", "late").open == ["x"]


@BOTH
def test_a_handler_that_took_the_level_over_gives_it_back(reloads: bool) -> None:
    inside = (
        nodes(start="is", user="x y", end="ie")
        + throw("t", escalation("up"))
        + chain("is", "x", "t", "y", "ie")
    )
    inside += handler("h", escalation("up"), "help") + handler("o", message("m"), "more", stops=False)
    body = (
        nodes(start="s", user="first after", end="e")
        + sub("work", inside)
        + chain("s", "first", "work", "after", "e")
    )
    story = Story(model(body), reloads=reloads).finish("first", "x")
    assert (story.open, story.run.listening) == (["help"], ())
    assert story.back("x", "help").open == ["x"]
    assert story.receive("message", "m")
    assert story.open == ["more", "x"]
    story.finish("x")
    assert story.open == ["help"]
    story.finish("help")
    assert story.open == ["after"]
    assert story.back("help", "after").open == ["help"]
    assert story.back("first", "help").open == ["first"]


@BOTH
def test_a_handler_begun_from_outside_is_no_consequence_of_the_steps(reloads: bool) -> None:
    body = nodes(start="s", user="a b", end="e") + chain("s", "a", "b", "e")
    body += handler("h", message("m"), "help", stops=False) + handler("i", signal("go"), "stop")
    story = Story(model(body), reloads=reloads).finish("a")
    story.receive("message", "m")
    assert story.back("a", "b").open == ["a", "help"]
    assert refused(story, "help", "a") == "not_in_past"
    story.finish("a")
    story.receive("signal", "go")
    assert story.open == ["stop"]
    assert refused(story, "stop", "a") == "not_in_past"


@BOTH
def test_back_into_a_level_that_was_completing_its_handlers_may_begin_again(reloads: bool) -> None:
    body = (
        nodes(start="s", user="a", end="e")
        + chain("s", "a", "e")
        + handler("h", message("m"), "one", "two", stops=False)
    )
    story = Story(model(body), reloads=reloads)
    story.receive("message", "m")
    story.finish("a", "one")
    assert story.run.listening == ()
    assert story.back("one", "two").open == ["one"]


@BOTH
def test_a_signal_between_branches_is_undone_as_caught_not_as_waited_for(reloads: bool) -> None:
    body = (
        nodes(start="s", par="p j", user="a b c after", end="e")
        + throw("t", signal("go"))
        + catch("w", signal("go"))
    )
    body += chain("s", "p", "a", "t", "b", "j", "after", "e") + chain("p", "w", "c", "j")
    story = Story(model(body), reloads=reloads).finish("a")
    assert story.open == ["b", "c"]
    assert story.back("a", "b").open == ["a"]
    assert story.at_now == {"a", "w"}
    assert story.finish("a").open == ["b", "c"]
    assert story.back("a", "c").open == ["a"]
    story.finish("a", "b", "c")
    assert story.open == ["after"]
    assert story.back("a", "after").open == ["a"]
    assert story.at_now == {"a", "w"}


@BOTH
def test_a_message_from_outside_stays_caught(reloads: bool) -> None:
    body = nodes(start="s", par="p j", user="a c after", end="e") + catch("w", message("m"))
    body += chain("s", "p", "a", "j", "after", "e") + chain("p", "w", "c", "j")
    story = Story(model(body), reloads=reloads)
    story.receive("message", "m")
    story.finish("a", "c")
    assert story.back("a", "after").open == ["a"]
    assert story.at_now == {"a", "j"}
    assert story.finish("a").open == ["after"]
    assert story.back("w", "after").at_now == {"w", "j"}


@BOTH
def test_a_timer_that_was_passed_runs_anew(reloads: bool) -> None:
    body = nodes(start="s", user="a b", end="e") + catch("w", after("PT1H")) + chain("s", "a", "w", "b", "e")
    story = Story(model(body), reloads=reloads).finish("a").after(hours=1)
    assert story.back("a").open == ["a"]
    story.finish("a")
    assert story.due == timedelta(hours=1)


@BOTH
def test_terminate_is_undone_with_what_listened(reloads: bool) -> None:
    body = nodes(start="s", par="p", user="a b n", end="e e2") + end("stop", TERMINATE)
    body += (
        boundary("t", "b", after("PT1H"), stops=False) + chain("s", "p", "a", "stop") + chain("p", "b", "e")
    )
    body += chain("t", "n", "e2")
    inside = sub("work", body.replace('id="s"', 'id="is"').replace('"s"', '"is"'))
    story = Story(
        model(nodes(start="s", user="after", end="oe") + inside + chain("s", "work", "after", "oe")),
        reloads=reloads,
    )
    story.after(hours=1).finish("a")
    assert (story.open, story.due) == (["after"], None)
    assert story.back("a").open == ["a", "b", "n"]
    assert story.due == timedelta(hours=1)


@BOTH
def test_an_interrupted_counter_sign_inside_a_returned_block(reloads: bool) -> None:
    loop = items(2)
    body = nodes(start="s", user="first late", end="e e2") + f'<userTask id="sign">{loop}</userTask>'
    body += boundary("b", "sign", after("PT1H")) + chain("s", "first", "sign", "e") + chain("b", "late", "e2")
    story = Story(model(body), reloads=reloads).finish("first", ("sign", 0)).after(hours=1)
    assert story.back("first", "late").open == ["first"]
    assert story.finish("first").open == ["sign", "sign"]
    assert story.due == timedelta(hours=1)


@BOTH
def test_only_what_the_diagram_compensated_in_the_way_refuses(reloads: bool) -> None:
    body = nodes(start="s", user="first a after", end="e") + undo_by("a", "ua") + throw("t", compensate())
    body += chain("s", "first", "a", "t", "after", "e")
    story = Story(model(body), reloads=reloads).finish("first", "a", "ua")
    assert refused(story, "after", "first") == "compensated"
    assert refused(story, "after", "a") == "compensated"
    assert refused(story, "after", "ua") in ("compensated", "not_in_past")
    assert story.finish("after").state == "completed"


@BOTH
def test_a_loop_over_an_exception_flow_returns_to_its_latest_turn(reloads: bool) -> None:
    body = nodes(start="s", user="first work late", xor="m", end="e") + boundary("b", "work", after("PT1H"))
    body += chain("s", "first", "m", "work", "e") + chain("b", "late", "m")
    story = Story(model(body), reloads=reloads).finish("first").after(hours=1).finish("late").after(hours=1)
    assert story.open == ["late"]
    assert story.back("late").open == ["late"]
    assert story.finish("late").open == ["work"]
    assert story.due == timedelta(hours=1)
    assert story.back("first").open == ["first"]


@BOTH
def test_what_something_else_has_interrupted_since_is_out_of_reach(reloads: bool) -> None:
    """The step's event began a handler that lives on; its own sub-process was left by a message."""
    inside = (
        nodes(start="is", user="x y", end="ie") + throw("t", signal("go")) + chain("is", "x", "t", "y", "ie")
    )
    body = host(message("stop"), inside=inside) + handler("h", signal("go"), "help", stops=False)
    story = Story(model(body), reloads=reloads).finish("first", "x")
    assert [step.element for step in story.run.past(token_of(story.run, "help"))] == ["x", "first"]
    story.receive("message", "stop")
    assert story.open == ["help", "late"]
    assert [step.element for step in story.run.past(token_of(story.run, "help"))] == ["first"]
    assert refused(story, "help", "x") == "not_in_past"
    assert story.back("first", "help").open == ["first"]


@BOTH
def test_an_error_in_a_handler_of_compensation_inside_an_item_finds_its_way_out(reloads: bool) -> None:
    loop = "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality>"
    loop += "</multiInstanceLoopCharacteristics>"
    inside = loop + nodes(start="is", user="x", end="ie") + chain("is", "x", "ie")
    undo = nodes(start="hs", user="u").replace("/>", f">{compensate()}</startEvent>", 1)
    undo += end("he", escalation("up")) + chain("hs", "u", "he")
    inside += sub("h", undo, more='triggeredByEvent="true"')
    body = nodes(start="s", user="after", end="e") + sub("work", inside) + throw("t", compensate())
    story = Story(model(body + chain("s", "work", "t", "after", "e")), reloads=reloads)
    for _ in range(2):
        story.run.complete(story.run.waiting[0].token)
        story.pause().advance()
    assert story.open == ["u"]
    assert story.finish("u").open == ["u"]
    assert story.finish("u").open == ["after"]
