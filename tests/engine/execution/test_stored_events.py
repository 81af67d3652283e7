"""A stored state of format 3 with a little of everything that waits, run to its end.

The golden file is written once, when the format is released, and never again::

    PYTHONPATH=. .venv/bin/python -c "from tests.engine.execution.test_stored_events import write; write()"
"""

from datetime import timedelta
from pathlib import Path

from engine.execution import Execution, compile_process
from tests.engine.execution.stories import (
    Story,
    after,
    boundary,
    catch,
    check,
    compensate,
    every,
    file,
    handler,
    message,
    signal,
    throw,
    undo_by,
)
from tests.engine.execution.support import NOON, chain, flow, nodes, open_steps, reloaded

GOLDEN = Path(__file__).parent / "golden" / "events_3.tbx"
_ALL = 'parallelMultiple="true"'
_BESIDE = (
    '<correlationProperty id="order"><correlationPropertyRetrievalExpression messageRef="m">'
    "<messagePath>number</messagePath></correlationPropertyRetrievalExpression></correlationProperty>"
    f'<process id="Q">{nodes(start="qs", user="qx", end="qe")}{chain("qs", "qx", "qe")}</process>'
)
_SUBSCRIPTION = (
    '<correlationSubscription id="cs"><correlationPropertyBinding correlationPropertyRef="order">'
    "<dataPath>mine</dataPath></correlationPropertyBinding></correlationSubscription>"
)
_MAPPING = (
    '<extensionElements><tb:mapping><tb:in name="n" expression="mine"/>'
    '<tb:out name="result" expression="n + \'!\'"/></tb:mapping></extensionElements>'
)
_TWO_OF_THREE = "<activationCondition>activationCount &gt;= 2</activationCondition>"


def diagram() -> bytes:
    body = _SUBSCRIPTION + nodes(
        start="s", par="split join three", user="host late paid got race1 race2", end="e l"
    )
    body += nodes(user="a b c on both")
    body += boundary("remind", "host", every("R3/PT1H"), stops=False) + chain("remind", "late", "l")
    body += undo_by("paid", "refund") + catch("waits", message("m")) + '<eventBasedGateway id="race"/>'
    body += catch("news", signal("news")) + catch("day", after("P1D"))
    body += f'<callActivity id="call" calledElement="Q">{_MAPPING}</callActivity>'
    body += f'<complexGateway id="some">{_TWO_OF_THREE}</complexGateway>'
    body += catch("pair", signal("one"), signal("two"), more=_ALL) + throw("undo", compensate())
    body += chain("s", "paid", "split", "host", "join", "undo", "e") + chain("split", "waits", "got", "join")
    body += chain("split", "race", "news", "race1", "join") + chain("race", "day", "race2")
    body += flow("race2", "join") + chain("split", "call", "join") + chain("split", "pair", "both", "join")
    body += chain("split", "three") + "".join(flow("three", step) + flow(step, "some") for step in "abc")
    body += chain("some", "on", "join") + handler("h", after("PT3H"), "helped", stops=False)
    # Only one of the race's two ways comes to the join.
    body = body.replace('id="race1-join" sourceRef="race1" targetRef="join"', _to_merge("race1"))
    body = body.replace('id="race2-join" sourceRef="race2" targetRef="join"', _to_merge("race2"))
    return file(body + nodes(xor="merge") + flow("merge", "join"), _BESIDE)


def _to_merge(source: str) -> str:
    return f'id="{source}-merge" sourceRef="{source}" targetRef="merge"'


def state() -> Story:
    """Half past: one reminder gone, one signal of two come, two of three have gone on."""
    story = Story(compile_process(diagram(), "P"), mine="A7").finish("paid").after(minutes=90)
    story.receive("signal", "one", first=1)
    return story.finish("a", "b")


def write() -> None:
    """Store the state; only before the format is released."""
    GOLDEN.with_suffix(".bpmn").write_bytes(diagram())
    GOLDEN.write_bytes(state().run.dump())


def to_the_end(story: Story) -> None:
    assert story.open == ["c", "host", "late", "on", "qx"]
    assert story.at_now == {"c", "host", "late", "on", "call", "qx", "waits", "news", "day", "pair"}
    assert story.due == timedelta(minutes=30)
    assert [(row.element, row.name, row.keys) for row in story.run.listening] == [
        ("waits", "m", (("order", '"A7"'),)),
        ("pair", "one", ()),
        ("pair", "two", ()),
        ("news", "news", ()),
    ]
    assert not story.receive("message", "m", {"order": "B"})
    assert story.receive("message", "m", {"order": "A7"})
    assert story.receive("signal", "two", second=2)
    assert story.after(minutes=30).open.count("late") == 2
    assert story.after(hours=1).open == [
        "both",
        "c",
        "got",
        "helped",
        "host",
        "late",
        "late",
        "late",
        "on",
        "qx",
    ]
    assert story.due == timedelta(hours=21)
    story.after(hours=21).finish("c", "on", "both", "got", "race2", "qx", "helped")
    assert story.run.variables() == {"mine": "A7", "first": 1, "second": 2, "result": "A7!"}
    assert story.open == ["host", "late", "late", "late"]
    story.finish("host")
    assert story.open == ["late", "late", "late", "refund"]
    for step in story.run.waiting:
        story.run.complete(step.token)
        story.pause().advance()
    assert story.state == "completed"


def test_what_waits_survives() -> None:
    to_the_end(state())


def test_what_was_stored_runs_to_the_end() -> None:
    compiled = compile_process(GOLDEN.with_suffix(".bpmn").read_bytes(), "P")
    story = Story(compiled, mine="another")
    story.now = NOON + timedelta(minutes=90)
    story.run = Execution.load(compiled, story.env, GOLDEN.read_bytes())
    check(story.run._instance)
    to_the_end(story)


def test_the_stored_state_is_told_the_same_after_a_load() -> None:
    compiled = compile_process(GOLDEN.with_suffix(".bpmn").read_bytes(), "P")
    run = Execution.load(compiled, state().env, GOLDEN.read_bytes())
    assert open_steps(reloaded(run, compiled)) == open_steps(state().run)
