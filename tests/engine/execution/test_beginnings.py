"""How an instance begins (BPMN 2.0.2, 10.5.2, 13.2).

"A Process can be instantiated by … a None Start Event, … an event", an instantiating Receive Task or
event-based gateway; "if the Process has no start, all flow objects without an incoming Sequence Flow are
instantiated".
"""

import pytest

from engine.execution import Execution
from engine.execution.errors import NotStartable
from engine.execution.events.occurrence import Occurrence
from tests.engine.execution.stories import (
    Story,
    after,
    catch,
    findings,
    message,
    model,
    signal,
    start,
    sub,
)
from tests.engine.execution.support import chain, flow, make_env, nodes

BOTH = pytest.mark.parametrize("reloads", [True, False])
MANY = nodes(start="s", user="u um us", end="e") + start("sm", message("m")) + start("ss", signal("go"))
MANY += chain("s", "u", "e") + chain("sm", "um", "e") + chain("ss", "us", "e")


@BOTH
@pytest.mark.parametrize(("at", "left"), [(None, "u"), ("sm", "um"), ("ss", "us")])
def test_each_start_begins_its_own_way(at: str | None, left: str, reloads: bool) -> None:
    story = Story(model(MANY), reloads=reloads, at=at)
    assert story.open == [left]
    assert story.finish(left).state == "completed"


def test_what_came_is_written_by_the_start_and_keys_begin_the_conversation() -> None:
    property_ = '<correlationProperty id="k"><correlationPropertyRetrievalExpression messageRef="m2">'
    property_ += "<messagePath>x</messagePath></correlationPropertyRetrievalExpression></correlationProperty>"
    body = start("s", message("m")) + catch("c", message("m2")) + nodes(user="u", end="e")
    event = Occurrence("message", "m", payload={"n": 1}, keys={"k": 7})
    story = Story(model(body + chain("s", "c", "u", "e"), property_), at="s", event=event, other=2)
    assert story.run.variables() == {"other": 2, "n": 1}
    assert not story.receive("message", "m2", {"k": 8})
    assert story.receive("message", "m2", {"k": 7})
    assert story.open == ["u"]


def test_a_start_maps_what_came() -> None:
    mapping = (
        '<extensionElements><tb:mapping><tb:out name="sum" expression="payload[\'n\'] + 1"/></tb:mapping>'
    )
    body = f'<startEvent id="s">{mapping}</extensionElements>{message("m")}</startEvent>' + nodes(
        user="u", end="e"
    )
    event = Occurrence("message", "m", payload={"n": 1})
    assert Story(model(body + chain("s", "u", "e")), at="s", event=event).run.variables() == {"sum": 2}


@BOTH
def test_an_instantiating_receive_task_has_its_message_already(reloads: bool) -> None:
    body = '<receiveTask id="r" messageRef="m" instantiate="true"/>' + nodes(user="u", end="e")
    compiled = model(body + chain("r", "u", "e"))
    assert [(begin.element, begin.kind) for begin in compiled.beginnings] == [("r", "message")]
    event = Occurrence("message", "m", payload={"n": 1})
    story = Story(compiled, reloads=reloads, at="r", event=event)
    assert (story.open, story.run.read("n")) == (["u"], 1)


def test_without_a_start_every_free_node_begins() -> None:
    body = nodes(user="a b after", xor="m", end="e") + chain("a", "m", "after", "e") + chain("b", "m")
    assert Story(model(body)).open == ["a", "b"]


def test_a_process_that_begins_by_events_only_says_which() -> None:
    compiled = model(start("sm", message("m")) + nodes(end="e") + flow("sm", "e"))
    for at in (None, "e", "nothing"):
        with pytest.raises(NotStartable) as caught:
            Execution.create(compiled, make_env(), {}, at=at)
        assert caught.value.params["begins"] == ["sm"]


def test_every_kind_of_beginning_is_told() -> None:
    body = start("s", message("m"), signal("go"), after("P1D")) + nodes(end="e") + flow("s", "e")
    assert [(begin.kind, begin.name) for begin in model(body).beginnings] == [
        ("message", "m"),
        ("signal", "go"),
        ("timer", None),
    ]


@BOTH
def test_a_return_to_the_step_after_an_event_start(reloads: bool) -> None:
    body = start("s", message("m")) + nodes(user="u v", end="e") + chain("s", "u", "v", "e")
    story = Story(model(body), reloads=reloads, at="s", event=Occurrence("message", "m", payload={"n": 1}))
    assert story.finish("u").back("u").open == ["u"]


def test_a_sub_process_begins_without_an_event() -> None:
    body = nodes(start="s", end="e") + chain("s", "host", "e")
    triggered = sub("host", start("is", message("m")) + nodes(end="ie") + flow("is", "ie"))
    assert ("start_with_trigger", "host") in findings(body + triggered)
    two = nodes(start="s s2", end="e") + chain("s", "e") + flow("s2", "e")
    assert ("several_starts", "P") in findings(two)
