"""Events that items of a multi-instance throw as they complete (BPMN 2.0.2, 10.3.8, table 10.30, 13.3.7).

``behavior``: All, the default, throws none; None throws one at every completion, One at the first; Complex
asks the conditions of complexBehaviorDefinitions. They are caught on the boundary of the activity.
"""

import pytest

from tests.engine.execution.stories import Story, boundary, findings, model, signal
from tests.engine.execution.support import chain, nodes

BOTH = pytest.mark.parametrize("reloads", [True, False])
DEFINITION = '<signalEventDefinition id="D" signalRef="done"/>'


def items(behavior: str, inside: str = "", sequential: str = "false", stops: bool = False) -> str:
    loop = f'<multiInstanceLoopCharacteristics isSequential="{sequential}" {behavior}>'
    loop += "<loopCardinality>3</loopCardinality>"
    loop += f"{inside}</multiInstanceLoopCharacteristics>"
    body = nodes(start="s", user="n after", end="e e2") + f'<userTask id="u">{loop}</userTask>'
    return (
        body
        + boundary("b", "u", signal("done"), stops=stops)
        + chain("s", "u", "after", "e")
        + chain("b", "n", "e2")
    )


@BOTH
@pytest.mark.parametrize("sequential", ["true", "false"])
@pytest.mark.parametrize(
    ("behavior", "times"),
    [
        ("", [0, 0, 0]),
        ('behavior="All"', [0, 0, 0]),
        ('behavior="None" noneBehaviorEventRef="D"', [1, 2, 3]),
        ('behavior="One" oneBehaviorEventRef="D"', [1, 1, 1]),
    ],
)
def test_how_often_it_is_thrown(behavior: str, times: list[int], sequential: str, reloads: bool) -> None:
    story = Story(model(items(behavior, sequential=sequential), DEFINITION), reloads=reloads)
    for index in range(3):
        story.finish(("u", index))
        assert story.open.count("n") == times[index]
    assert "after" in story.open


def complex_behavior(condition: str) -> str:
    return (
        f"<complexBehaviorDefinition><condition><![CDATA[{condition}]]></condition><event>"
        f"{signal('done')}</event></complexBehaviorDefinition>"
    )


@BOTH
def test_a_complex_behaviour_asks_its_condition(reloads: bool) -> None:
    body = items('behavior="Complex"', complex_behavior("nrOfCompletedInstances == 2"))
    story = Story(model(body), reloads=reloads).finish(("u", 2))
    assert "n" not in story.open
    assert story.finish(("u", 0)).open == ["n", "u"]
    assert story.finish(("u", 1)).open == ["after", "n"]


@BOTH
def test_an_interrupting_boundary_event_leaves_the_other_items_alone_here(reloads: bool) -> None:
    """The event tells of a completion: it is no reason to end the others."""
    story = Story(
        model(items('behavior="One" oneBehaviorEventRef="D"', stops=True), DEFINITION), reloads=reloads
    )
    story.finish(("u", 0))
    assert story.open == ["n", "u", "u"]
    assert story.finish(("u", 1), ("u", 2)).open == ["after", "n"]


def test_a_behaviour_that_names_nothing_is_refused() -> None:
    assert findings(items('behavior="None" noneBehaviorEventRef="nothing"'))
    assert findings(items('behavior="Odd"'), DEFINITION)


def test_a_condition_that_fails_fails_the_whole_and_can_be_retried() -> None:
    story = Story(model(items('behavior="Complex"', complex_behavior("nrOfCompletedInstances >= limit"))))
    story.finish(("u", 0))
    assert story.failed == [("u", "name")]
    story.write(limit=1)
    assert story.retry().open == ["n", "u", "u"]
