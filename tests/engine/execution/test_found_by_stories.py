"""What random stories have shown to be wrong, each in as few nodes as show it."""

import pytest

from engine.execution import CannotReturn
from tests.engine.execution.stories import (
    Story,
    boundary,
    catch,
    every,
    handler,
    items,
    message,
    model,
    start,
    sub,
    throw,
    when,
)
from tests.engine.execution.stories import signal as by_signal
from tests.engine.execution.support import chain, flow, nodes, script, token_of

ITEMS = (
    '<userTask id="m"><multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality>'
    "</multiInstanceLoopCharacteristics></userTask>"
)
TWO_OF_THREE = "<activationCondition>activationCount >= 2</activationCondition>"


@pytest.mark.parametrize("reloads", [True, False])
def test_a_receiving_task_takes_a_message_before_its_boundary_does_with_and_without_a_reload(
    reloads: bool,
) -> None:
    body = nodes(start="s", user="u late", end="e f") + '<receiveTask id="r" messageRef="m"/>'
    body += boundary("b", "r", message("m")) + chain("s", "r", "u", "e") + chain("b", "late", "f")
    story = Story(model(body), reloads=reloads)
    story.receive("message", "m")
    assert story.open == ["u"]


@pytest.mark.parametrize("reloads", [True, False])
def test_conditions_are_looked_at_in_the_order_in_which_they_were_begun(reloads: bool) -> None:
    """A task that is opened again by a return listens later than one that stayed open."""
    body = nodes(start="s", par="p", user="a b c", end="e f g h")
    body += boundary("on_b", "b", when("go")) + boundary("on_c", "c", when("go"))
    body += chain("s", "p", "a", "b", "e") + chain("p", "c", "f") + chain("on_b", "g") + chain("on_c", "h")
    story = Story(model(body), reloads=reloads, go=False)
    story.finish("a").back("a", "b").finish("a")
    story.write(go=True)
    assert [name for name in story.done if name.startswith("on_")] == ["on_c", "on_b"]


def test_items_of_a_host_that_was_left_are_no_part_of_what_follows() -> None:
    inside = start("t") + ITEMS + boundary("b", "m", message("stop")) + nodes(end="e1 e2")
    inside += chain("t", "m", "e1") + chain("b", "e2")
    body = nodes(start="s", user="after", end="e") + sub("h", inside) + chain("s", "h", "after", "e")
    story = Story(model(body)).finish(("m", 0))
    done = story.run.completed[0].token
    story.receive("message", "stop")
    assert story.open == ["after"]
    assert story.run.past(token_of(story.run, "after")) == ()
    with pytest.raises(CannotReturn):
        story.back(done)


def test_a_gateway_still_takes_in_what_comes_late_when_its_level_is_opened_again() -> None:
    inside = nodes(start="t", par="p", user="a b c", end="x") + f'<complexGateway id="g">{TWO_OF_THREE}'
    inside += "</complexGateway>" + chain("t", "p") + chain("g", "x")
    inside += "".join(flow("p", name) + flow(name, "g") for name in "abc")
    inside += handler("h", by_signal("stop"), "mend")
    body = nodes(start="s", par="q", user="o after", end="e f") + sub("lv", inside)
    body += throw("th", by_signal("stop")) + chain("s", "q", "o", "th", "f") + chain("q", "lv", "after", "e")
    story = Story(model(body)).finish("a", "b", "o", "mend")
    assert story.open == ["after"]
    story.back("o", "after")
    assert story.open == ["c", "o"]
    story.finish("c")
    assert story.open == ["after", "o"]


def test_a_gateway_starts_anew_once_nothing_can_come_late() -> None:
    """The third branch ended on another way: its token of the next round counts for that round."""
    body = nodes(start="s", par="p", user="a b c again", xor="way back", end="e other")
    body += f'<complexGateway id="g">{TWO_OF_THREE}</complexGateway>' + chain("s", "back", "p", "a", "g")
    body += chain("p", "b", "g") + chain("p", "c", "way")
    body += flow("way", "g", "not out") + flow("way", "other", "out")
    body += chain("g", "again", "way2") + nodes(xor="way2")
    body += flow("way2", "back", "more") + flow("way2", "e", "not more")
    story = Story(model(body), out=True, more=True).finish("a", "b", "c")
    story.write(out=False).finish("again", "c")
    assert story.open == ["a", "b"]
    story.finish("a")
    assert story.open == ["again", "b"]


def test_every_cycle_counts_its_turns_through_reloads() -> None:
    body = nodes(start="s", user="u w", end="e f") + boundary("b", "u", every("R2/PT1H"), stops=False)
    story = Story(model(body + chain("s", "u", "e") + chain("b", "w", "f")))
    story.after(hours=1).after(hours=1).after(hours=5)
    assert story.turns("b") == 2


def test_what_one_branch_wrote_survives_the_failure_of_another_in_the_same_command() -> None:
    body = nodes(start="s", user="u", par="p", end="e f") + chain("s", "u", "p")
    body += script("good", "kept = 1") + script("bad", "lost = 1\nnowhere + 1")
    body += chain("p", "good", "e") + chain("p", "bad", "f")
    story = Story(model(body)).finish("u")
    assert story.failed == [("bad", "name")]
    assert story.run.variables() == {"kept": 1}


def test_nobody_is_sent_back_into_what_was_left_by_its_deadline() -> None:
    """A step in there has thrown something whose consequences live on."""
    inside = (
        nodes(start="t", user="u v", end="x")
        + throw("th", by_signal("news"))
        + chain("t", "u", "th", "v", "x")
    )
    body = nodes(start="s", user="late after", end="e f") + sub("h", inside)
    body += boundary("b", "h", message("stop")) + handler("es", by_signal("news"), "read", stops=False)
    story = Story(model(body + chain("s", "h", "after", "e") + chain("b", "late", "f")))
    story.finish("u")
    reader = token_of(story.run, "read")
    assert [step.element for step in story.run.past(reader)] == ["u"]
    story.receive("message", "stop")
    assert story.open == ["late", "read"]
    assert story.run.past(reader) == ()
    with pytest.raises(CannotReturn):
        story.back("u", "read")
    assert story.open == ["late", "read"]


def test_what_an_undo_opens_inside_something_left_is_taken_away_again() -> None:
    """A catch had gone on by a signal of a step outside; its sub-process was left by a deadline since."""
    inside = nodes(start="t", user="v", end="x") + catch("c", by_signal("news")) + chain("t", "c", "v", "x")
    body = nodes(start="s", par="p", user="u after late w", end="e f g") + sub("h", inside)
    body += throw("th", by_signal("news")) + boundary("b", "h", message("stop"))
    body += chain("s", "p", "u", "th", "w", "e") + chain("p", "h", "after", "f") + chain("b", "late", "g")
    story = Story(model(body)).finish("u")
    story.receive("message", "stop")
    assert story.open == ["late", "w"]
    story.back("u", "w")
    assert (story.open, story.at_now) == (["late", "u"], {"late", "u"})
    story.finish("u", "w", "late")
    assert story.state == "completed"


def test_a_return_to_a_step_of_several_opens_the_whole_also_after_a_load() -> None:
    body = nodes(start="s", user="after", end="e") + f'<userTask id="all">{items(2)}</userTask>'
    story = Story(model(body + chain("s", "all", "after", "e"))).finish(("all", 0), ("all", 1))
    story.back("all")
    assert story.open == ["all", "all"]
    story.finish(("all", 0), ("all", 1), "after")
    assert story.state == "completed"
