"""Call activities (BPMN 2.0.2, 10.3.6, 13.3.4): a process of the same file runs in a scope of its own.

"A Call Activity identifies a point in the Process where a global Process or a Global Task is used"; "data
inputs and outputs" are what goes in and out: here ``tb:mapping``.
"""

import pytest

from tests.engine.execution.stories import Story, findings, message, model, signal, start
from tests.engine.execution.support import chain, nodes, script, token_of

BOTH = pytest.mark.parametrize("reloads", [True, False])
MAPPING = (
    '<extensionElements><tb:mapping><tb:in name="n" expression="number + 1"/>'
    '<tb:out name="result" expression="n * 2"/></tb:mapping></extensionElements>'
)
LINE = nodes(start="s", user="after", end="e") + chain("s", "call", "after", "e")


def call(mapping: str = MAPPING, name: str = "Q") -> str:
    return f'<callActivity id="call" calledElement="{name}">{mapping}</callActivity>'


def process(body: str, name: str = "Q") -> str:
    return f'<process id="{name}">{body}</process>'


Q = process(
    nodes(start="qs", user="x", end="qe") + script("f", "n = n + 1\nown = 1") + chain("qs", "x", "f", "qe")
)


@BOTH
def test_only_what_is_mapped_goes_in_and_out(reloads: bool) -> None:
    story = Story(model(LINE + call(), Q), reloads=reloads, number=1, secret=2)
    assert story.run.variables(token_of(story.run, "x")) == {"n": 2}
    story.run.write("typed", "inside", token_of(story.run, "x"))
    story.finish("x")
    assert story.open == ["after"]
    assert story.run.variables() == {"number": 1, "secret": 2, "result": 6}


def test_a_mapping_that_fails_is_retried_on_its_side() -> None:
    story = Story(model(LINE + call(), Q))
    assert story.failed == [("call", "name")]
    story.write(number=1)
    assert story.retry().open == ["x"]
    story = Story(model(LINE + call(MAPPING.replace("n * 2", "n * factor")), Q), number=1).finish("x")
    assert story.failed == [("call", "name")]
    assert story.open == []


def test_who_is_inside_is_told_with_his_lane() -> None:
    lanes = '<laneSet id="ls"><lane id="l" name="校医院"><flowNodeRef>x</flowNodeRef></lane></laneSet>'
    story = Story(model(LINE + call(), Q.replace("<startEvent", lanes + "<startEvent", 1)), number=1)
    (step,) = story.run.waiting
    assert (step.element, step.lane) == ("x", "校医院")
    assert story.program.nodes["x"].parent == "Q"
    assert story.program.nodes["x"].kind == "userTask"


@BOTH
@pytest.mark.parametrize(
    ("task", "kind"),
    [
        ('<globalTask id="Q" name="g"/>', None),
        ('<globalUserTask id="Q" name="填写"/>', "userTask"),
        ('<globalManualTask id="Q"/>', "manualTask"),
        (
            '<globalScriptTask id="Q" scriptLanguage="python"><script>n = n * 10</script></globalScriptTask>',
            None,
        ),
    ],
)
def test_a_global_task_is_called_like_a_process(task: str, kind: str | None, reloads: bool) -> None:
    story = Story(model(LINE + call(), task), reloads=reloads, number=1)
    if kind is not None:
        (step,) = story.run.waiting
        assert story.program.nodes[step.element].kind == kind
        story.finish(step.element)
    assert story.open == ["after"]
    assert story.run.read("result") == (40 if "Script" in task else 4)


@BOTH
def test_a_process_called_twice_at_once_runs_twice(reloads: bool) -> None:
    twice = nodes(start="s", par="p j", user="after", end="e") + call() + call().replace('"call"', '"call2"')
    twice += chain("s", "p", "call", "j", "after", "e") + chain("p", "call2", "j")
    story = Story(model(twice, Q), reloads=reloads, number=1)
    assert story.open == ["x", "x"]
    for step in story.run.waiting:
        story.run.complete(step.token)
        story.pause().advance()
    assert story.open == ["after"]


@BOTH
def test_a_call_for_each_item(reloads: bool) -> None:
    loop = (
        "<multiInstanceLoopCharacteristics><loopDataInputRef>people</loopDataInputRef>"
        '<loopDataOutputRef>results</loopDataOutputRef><inputDataItem id="person"/>'
        '<outputDataItem id="result"/>'
        "</multiInstanceLoopCharacteristics>"
    )
    mapping = MAPPING.replace("number + 1", "person")
    body = LINE + call(mapping + loop)
    story = Story(model(body, Q), reloads=reloads, people=[1, 2, 3])
    assert [story.run.variables(step.token) for step in story.run.waiting] == [{"n": 1}, {"n": 2}, {"n": 3}]
    for step in story.run.waiting:
        story.run.complete(step.token)
        story.pause().advance()
    assert story.open == ["after"]
    assert story.run.read("results") == [4, 6, 8]


def test_calls_of_calls() -> None:
    inner = process(nodes(start="rs", user="y", end="re") + chain("rs", "y", "re"), "R")
    middle = process(
        nodes(start="qs", end="qe") + call("", "R").replace('"call"', '"inner"') + chain("qs", "inner", "qe")
    )
    story = Story(model(LINE + call(""), middle + inner))
    assert story.open == ["y"]
    assert story.finish("y").open == ["after"]


def test_a_message_reaches_into_a_called_process() -> None:
    waits = process(
        nodes(start="qs", end="qe") + '<receiveTask id="r" messageRef="m"/>' + chain("qs", "r", "qe")
    )
    story = Story(model(LINE + call(""), waits))
    assert story.receive("message", "m")
    assert story.open == ["after"]


@BOTH
def test_returns_go_into_a_called_process_and_out_of_it(reloads: bool) -> None:
    body = nodes(start="s", user="first after", end="e") + chain("s", "first", "call", "after", "e") + call()
    story = Story(model(body, Q), reloads=reloads, number=1).finish("first", "x")
    assert story.back("x").open == ["x"]
    assert story.run.variables(token_of(story.run, "x"))["n"] == 3
    assert story.back("first").open == ["first"]
    assert story.finish("first").run.variables(token_of(story.run, "x")) == {"n": 2}


@pytest.mark.parametrize("called", ["", "missing", "P"])
def test_a_call_of_nothing_or_of_oneself_is_refused(called: str) -> None:
    assert findings(LINE + call("", called), Q)


def test_a_circle_of_calls_is_refused() -> None:
    circle = process(
        nodes(start="qs", end="qe") + call("", "R").replace('"call"', '"c2"') + chain("qs", "c2", "qe")
    )
    circle += process(
        nodes(start="rs", end="re") + call("", "Q").replace('"call"', '"c3"') + chain("rs", "c3", "re"), "R"
    )
    assert ("call_cycle", "c3") in findings(LINE + call(""), circle)


@pytest.mark.parametrize(
    "begin",
    [
        start("qs", message("m")),
        '<receiveTask id="qs" messageRef="m" instantiate="true"/>',
        start("qs", message("m"), signal("n"), more='parallelMultiple="true"'),
    ],
)
def test_a_process_that_only_an_event_begins_cannot_be_called(begin: str) -> None:
    """It would have ended at once, nothing done."""
    called = process(begin + nodes(user="x", end="qe") + chain("qs", "x", "qe"))
    assert findings(LINE + call(""), called) == {("called_without_start", "call")}


def test_a_process_that_an_event_may_begin_too_is_called_at_its_plain_start() -> None:
    both = nodes(start="ps", user="y x", end="qe") + start("qs", message("m"))
    called = process(both + chain("qs", "x", "qe") + chain("ps", "y", "qe"))
    assert Story(model(LINE + call(""), called)).open == ["y"]
