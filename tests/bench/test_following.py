"""A trace that leaves the drawn flows is caught, and no rehearsal leaves them."""

from pathlib import Path

import pytest

from bench.corpus.following import left
from bpmn_models.bundle import shipped
from designer_export.lint import lint
from engine.execution import NotExecutable
from engine.rehearsal import Drawn, Subject, of_bundle, of_diagram, rehearse
from expressions.sandbox import Sandbox
from tests.designer_export.diagrams import file, flow, process

RULES = Path(__file__).parents[1] / "designer_export" / "rules"

BODY = (
    '<startEvent id="s"/><exclusiveGateway id="x"/><task id="a"/><task id="b"/><parallelGateway id="par"/>'
    '<subProcess id="sub"><startEvent id="is"/><endEvent id="ie"/><sequenceFlow id="if" sourceRef="is"'
    ' targetRef="ie"/><subProcess id="es" triggeredByEvent="true"><startEvent id="ess"/></subProcess>'
    '</subProcess><boundaryEvent id="be" attachedToRef="sub"/><callActivity id="call" calledElement="q"/>'
    + flow("s", "x")
    + flow("x", "a")
    + flow("x", "b")
    + flow("a", "par")
    + flow("par", "sub")
    + flow("par", "call")
)
DIAGRAM = file(process(BODY) + process('<startEvent id="qs"/><endEvent id="qe"/>' + flow("qs", "qe"), "q"))
GOOD = "+s -s +x -x +a -a +par -par +sub +call +is -is +ie +qs -qs"


def trace(text: str) -> list[dict]:
    """``+s -s /s``: s is entered, completes, is cancelled."""
    events = {"+": "enter", "-": "complete", "/": "cancel"}
    tokens: dict[str, int] = {}
    rows = []
    for n, word in enumerate(text.split(), 1):
        element = word[1:]
        if word[0] == "+":
            tokens[element] = n
        row = {"n": n, "element": element, "event": events[word[0]], "token": tokens.get(element, 0)}
        rows.append(row)
    return rows


def test_what_is_drawn_is_followed():
    assert left(DIAGRAM, trace(GOOD)) == []
    assert left(DIAGRAM, trace(f"{GOOD} +es +ess -ess -ie -es -sub")) == []
    assert left(DIAGRAM, trace(f"{GOOD} +be /ie /sub -be")) == []
    assert left(DIAGRAM, trace(f"{GOOD} /ie /sub +be -be")) == []


@pytest.mark.parametrize(
    "wrong",
    [
        "+s -s +a",  # past the gateway
        "+s -s +x -x +a -a +b",  # both ways of an exclusive gateway
        "+s -s +x -x +a -a +par -par +sub +sub",  # one flow taken twice
        "+s +x",  # before its source has completed
        "+s -s +s",  # begins twice
        "+a",  # begins in the middle
        "+s -s +is",  # within a sub-process that does not stand
        "+s -s +be",  # on an activity that does not stand
        "+s -s +qs",  # of a process that nobody has called
        "+s -s +ess",  # of an event sub-process that was not entered
        "+s -s +nowhere",
        "+s -x",  # left without having been entered
        "+s -s +x -x +a /a +par",  # on from what was cancelled
        f"{GOOD} -ie -sub +es",  # of a level that is over
    ],
)
def test_what_is_not_drawn_is_told(wrong):
    assert len(left(DIAGRAM, trace(wrong))) == 1


def subjects() -> list[tuple[str, bytes, Subject]]:
    found = [(bundle.key, bundle.process, of_bundle(bundle)) for bundle in shipped()]
    for path in sorted(RULES.glob("*/*.bpmn")):
        data = path.read_bytes()
        if lint(data).verdict == "runnable":
            try:
                found.append((f"{path.parent.name}/{path.name}", data, of_diagram(data)))
            except NotExecutable:
                continue  # its decisions lie in a file beside it
    return found


def test_no_rehearsal_leaves_what_is_drawn():
    sandbox, runs = Sandbox(workers=1), 0
    try:
        for name, data, subject in subjects():
            for seed in range(5):
                told = rehearse(subject, Drawn(subject, seed), sandbox).as_json()
                assert left(data, told["trace"]) == [], (name, seed)
                assert [row["n"] for row in told["trace"]] == list(range(1, len(told["trace"]) + 1))
                runs += 1
    finally:
        sandbox.close()
    assert runs > 300
