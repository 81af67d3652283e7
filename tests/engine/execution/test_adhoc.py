"""Ad-hoc sub-processes (BPMN 2.0.2, 10.3.7, 13.3.5).

"The completionCondition … is evaluated every time an inner Activity completes." If it is true, "the AdHoc
Sub-Process completes without executing further inner Activities"; running ones are cancelled if
cancelRemainingInstances is true, else awaited. Parallel: all may be performed at once; sequential: one at a
time.
"""

import pytest

from tests.engine.execution.stories import Story, boundary, every, handler, message, model, sub
from tests.engine.execution.support import chain, flow, nodes, script

BOTH = pytest.mark.parametrize("reloads", [True, False])


def ad_hoc(body: str, condition: str = "", more: str = "") -> str:
    text = f"<completionCondition>{condition}</completionCondition>" if condition else ""
    outer = nodes(start="s", user="after", end="e") + chain("s", "A", "after", "e")
    return outer + sub("A", body + text, "adHocSubProcess", more)


THREE = nodes(user="a b c")


@BOTH
def test_all_are_open_at_once_and_it_ends_with_the_last(reloads: bool) -> None:
    story = Story(model(ad_hoc(THREE)), reloads=reloads)
    assert story.open == ["a", "b", "c"]
    assert story.finish("c", "a").open == ["b"]
    assert story.finish("b").open == ["after"]


@BOTH
def test_one_after_the_other_in_the_order_of_the_diagram(reloads: bool) -> None:
    story = Story(model(ad_hoc(THREE, more='ordering="Sequential"')), reloads=reloads)
    for step in "abc":
        assert story.open == [step]
        story.finish(step)
    assert story.open == ["after"]


@BOTH
@pytest.mark.parametrize("more", ["", 'cancelRemainingInstances="true"', 'cancelRemainingInstances="1"'])
def test_the_condition_ends_it_and_cancels_what_is_open(more: str, reloads: bool) -> None:
    story = Story(model(ad_hoc(THREE, "enough", more)), reloads=reloads, enough=False).finish("a")
    assert story.open == ["b", "c"]
    assert story.write(enough=True).open == ["b", "c"]
    assert story.finish("b").open == ["after"]


@BOTH
def test_what_is_open_may_be_awaited(reloads: bool) -> None:
    body = ad_hoc(THREE, "enough", 'cancelRemainingInstances="false"')
    story = Story(model(body), reloads=reloads, enough=True).finish("a")
    assert story.open == ["b", "c"]
    assert story.finish("c", "b").open == ["after"]


@BOTH
def test_sequential_begins_nothing_new_once_it_is_enough(reloads: bool) -> None:
    story = Story(model(ad_hoc(THREE, "enough", 'ordering="Sequential"')), reloads=reloads, enough=False)
    assert story.finish("a").open == ["b"]
    assert story.write(enough=True).finish("b").open == ["after"]


@BOTH
def test_flows_inside_are_followed(reloads: bool) -> None:
    body = ad_hoc(nodes(user="a b c") + chain("a", "b"))
    story = Story(model(body), reloads=reloads)
    assert story.open == ["a", "c"]
    assert story.finish("a").open == ["b", "c"]
    assert story.finish("b", "c").open == ["after"]
    story = Story(model(ad_hoc(nodes(user="a b c") + chain("a", "b"), more='ordering="Sequential"')))
    assert story.finish("a").open == ["b"]
    assert story.finish("b").open == ["c"]


def test_scripts_inside_run_and_the_condition_sees_what_they_wrote() -> None:
    body = ad_hoc(script("f", "n = n + 1") + script("g", "n = n + 10"), "n > 0", 'ordering="Sequential"')
    assert Story(model(body), n=0).run.read("n") == 1


def test_a_condition_that_fails_fails_the_whole_and_can_be_retried() -> None:
    story = Story(model(ad_hoc(THREE, "enough"))).finish("a")
    assert story.failed == [("A", "name")]
    assert story.open == ["b", "c"]
    story.write(enough=True)
    assert story.retry().open == ["after"]


@BOTH
def test_boundary_events_on_it_and_in_it(reloads: bool) -> None:
    inside = nodes(user="a b n") + boundary("ib", "a", message("hint"), stops=False) + flow("ib", "n")
    body = (
        ad_hoc(inside)
        + boundary("ob", "A", message("stop"))
        + nodes(user="late", end="e2")
        + chain("ob", "late", "e2")
    )
    story = Story(model(body), reloads=reloads)
    story.receive("message", "hint")
    assert story.open == ["a", "b", "n"]
    story.receive("message", "stop")
    assert story.open == ["late"]


@BOTH
def test_a_return_opens_it_again(reloads: bool) -> None:
    story = Story(model(ad_hoc(THREE, "enough")), reloads=reloads, enough=False).finish("a")
    story.write(enough=True).finish("b")
    story.write(enough=False).back("b")
    assert story.open == ["b", "c"]
    assert story.finish("c", "b").open == ["after"]
    story = Story(model(ad_hoc(THREE, more='ordering="Sequential"')), reloads=reloads).finish("a", "b")
    assert story.back("a").open == ["a"]
    assert story.finish("a", "b", "c").open == ["after"]
    assert story.back("b").open == ["b"]
    assert story.finish("b", "c").open == ["after"]


@BOTH
def test_one_after_the_other_goes_on_beside_an_event_that_interrupts_nothing(reloads: bool) -> None:
    body = nodes(user="a b") + handler("h", message("m"), "help", stops=False)
    story = Story(model(ad_hoc(body, more='ordering="Sequential"')), reloads=reloads)
    assert story.receive("message", "m")
    assert story.finish("a").open == ["b", "help"]
    assert story.receive("message", "m")
    assert story.finish("b").open == ["help", "help"]
    assert not story.receive("message", "m")
    for help in [step.token for step in story.run.waiting]:
        story.run.complete(help)
        story.pause().advance()
    assert story.open == ["after"]


@BOTH
@pytest.mark.parametrize("ordering", ["Sequential", "Parallel"])
def test_what_interrupts_it_ends_it_and_nothing_else_begins(ordering: str, reloads: bool) -> None:
    body = nodes(user="a b") + handler("h", message("m"), "help")
    story = Story(model(ad_hoc(body, more=f'ordering="{ordering}"')), reloads=reloads)
    story.receive("message", "m")
    assert story.open == ["help"]
    assert story.finish("help").open == ["after"]


@BOTH
def test_a_timer_beside_it_keeps_its_time_from_one_to_the_next(reloads: bool) -> None:
    body = nodes(user="a b") + handler("h", every("R3/PT1H"), "help", stops=False)
    story = Story(model(ad_hoc(body, more='ordering="Sequential"')), reloads=reloads)
    story.after(minutes=40)
    story.finish("a")
    assert story.after(minutes=30).open == ["b", "help"]
