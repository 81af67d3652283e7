"""Links (BPMN 2.0.2, 10.5.5): "a mechanism for connecting two sections of a Process", like a sequence flow.

"There can be multiple Source Link Events, but there can only be one Target Link Event"; both on one level.
"""

from tests.engine.execution.stories import Story, catch, findings, link, model, sub, throw
from tests.engine.execution.support import chain, flow, nodes

TWO = nodes(start="s", user="a b after", par="p", end="e") + throw("t1", link("on")) + throw("t2", link("on"))
TWO += catch("c", link("on")) + chain("s", "p", "a", "t1") + chain("p", "b", "t2") + chain("c", "after", "e")


def test_every_source_leads_to_the_one_target() -> None:
    story = Story(model(TWO)).finish("a")
    assert story.open == ["after", "b"]
    story.finish("b")
    assert story.open == ["after", "after"]
    assert set(story.program.flows) == {"s-p", "p-a", "a-t1", "p-b", "b-t2", "c-after", "after-e"}


def test_a_return_goes_back_over_a_link() -> None:
    body = nodes(start="s", user="a after", end="e") + throw("t", link("on")) + catch("c", link("on"))
    story = Story(model(body + chain("s", "a", "t") + chain("c", "after", "e"))).finish("a")
    assert story.back("a").open == ["a"]
    assert story.finish("a").open == ["after"]


def test_a_loop_over_a_link_runs() -> None:
    body = (
        nodes(start="s", user="u", xor="x m", end="e") + throw("t", link("again")) + catch("c", link("again"))
    )
    body += chain("s", "m", "u", "x") + flow("x", "t", "more") + flow("x", "e", "not more") + flow("c", "m")
    story = Story(model(body), more=True)
    for _ in range(3):
        story.finish("u")
    assert story.write(more=False).finish("u").state == "completed"


def test_a_link_without_its_other_end_is_refused() -> None:
    body = nodes(start="s", user="a", end="e")
    assert ("link_without_target", "t") in findings(
        body + throw("t", link("on")) + chain("s", "a", "e") + flow("s", "t")
    )
    lost = body + catch("c", link("on")) + chain("s", "a", "e") + flow("c", "e").replace('"c-e"', '"q"')
    assert ("link_without_source", "c") in findings(lost)
    twice = TWO + catch("c2", link("on")) + flow("c2", "after")
    assert ("link_without_target", "t1") in findings(twice)


def test_a_link_does_not_cross_a_level() -> None:
    inside = nodes(start="is", end="ie") + throw("t", link("on")) + chain("is", "ie") + flow("is", "t")
    body = nodes(start="s", user="u", end="e") + sub("host", inside) + catch("c", link("on"))
    assert {("link_without_target", "t"), ("link_without_source", "c")} <= findings(
        body + chain("s", "host", "e") + chain("c", "u") + flow("u", "e")
    )
