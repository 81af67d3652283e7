"""Our extension ``tb:script``: what is worked out before an activity begins and after it is done."""

import pytest

from engine.execution import WAIT, compile_process
from engine.execution.decisions import compile_decisions
from tests.engine.execution.stories import Story, file, findings, items, model
from tests.engine.execution.support import chain, flow, make_env, nodes, started

BOTH = pytest.mark.parametrize("reloads", [True, False])


def scripts(*parts: str, each: bool = False) -> str:
    """``when: statement`` of each."""
    flag = ' each="true"' if each else ""
    texts = "".join(
        f'<tb:script when="{when}"{flag}><![CDATA[{text}]]></tb:script>'
        for when, _, text in (part.partition(": ") for part in parts)
    )
    return f"<extensionElements>{texts}</extensionElements>"


def row(activity: str) -> str:
    return nodes(start="s", user="last", end="e") + activity + chain("s", "a", "last", "e")


def activity(kind: str, inside: str) -> str:
    return f'<{kind} id="a">{inside}</{kind}>'


@BOTH
@pytest.mark.parametrize("kind", ["userTask", "manualTask"])
def test_a_persons_step_opens_with_what_was_worked_out_and_leaves_with_the_rest(kind, reloads):
    inside = scripts("before: n = n + 1", "before: m = n * 10", "after: n = n + 100")
    story = Story(model(row(activity(kind, inside))), reloads=reloads, n=1)
    assert story.open == ["a"]
    assert story.run.variables() == {"n": 2, "m": 20}
    story.finish("a")
    assert story.open == ["last"]
    assert story.run.variables() == {"n": 102, "m": 20}


@pytest.mark.parametrize("kind", ["task", "scriptTask", "subProcess"])
def test_before_and_after_whatever_works_by_itself(kind):
    inner = nodes(start="x", end="y") + flow("x", "y")
    own = {"scriptTask": "<script>n = n * 2</script>", "subProcess": inner}
    inside = scripts("before: n = n + 1", "after: n = n + 100") + own.get(kind, "")
    story = Story(model(row(activity(kind, inside))), n=1)
    assert story.open == ["last"]
    assert story.run.variables()["n"] == (104 if kind == "scriptTask" else 102)


def test_a_choice_behind_it_sees_what_was_worked_out_after_it():
    inside = scripts("after: ok = True")
    ways = flow("s", "a") + flow("a", "yes", "ok") + flow("a", "no", "not ok")
    body = nodes(start="s", user="yes no") + activity("userTask", inside) + ways
    assert Story(model(body), ok=False).finish("a").open == ["yes"]


@BOTH
def test_what_fails_before_a_step_keeps_it_shut_until_it_is_retried(reloads):
    story = Story(model(row(activity("userTask", scripts("before: m = n + 1")))), reloads=reloads)
    assert (story.open, story.failed) == ([], [("a", "name")])
    story.write(n=1)
    assert story.retry().open == ["a"]
    assert story.run.variables() == {"n": 1, "m": 2}


def test_what_fails_after_a_step_keeps_it_from_going_on():
    story = Story(model(row(activity("userTask", scripts("after: m = n + 1"))))).finish("a")
    assert story.failed == [("a", "name")]
    story.write(n=1)
    assert story.retry().open == ["last"]


def test_of_a_repeated_step_once_for_the_whole_or_with_each_item():
    whole = Story(model(row(activity("userTask", scripts("before: n = n + 1") + items(3)))), n=0)
    assert whole.run.variables()["n"] == 1
    each = Story(model(row(activity("userTask", scripts("before: n = n + 1", each=True) + items(3)))), n=0)
    assert each.run.variables()["n"] == 3
    assert each.open == ["a", "a", "a"]


def test_a_script_that_cannot_be_read_is_no_program():
    wrong = activity("userTask", scripts("before: n ="))
    assert findings(row(wrong)) == {("expression", "a")}


def test_a_call_may_give_and_take_everything():
    mapping = '<extensionElements><tb:mapping allIn="true" allOut="true"/></extensionElements>'
    called = (
        '<process id="Q">' + nodes(start="qs", user="x", end="qe") + chain("qs", "x", "qe") + "</process>"
    )
    body = nodes(start="s", user="after", end="e") + chain("s", "call", "after", "e")
    body += f'<callActivity id="call" calledElement="Q">{mapping}</callActivity>'
    story = Story(model(body, called), n=1)
    token = story.run.waiting[0].token
    assert story.run.variables(token) == {"n": 1}
    story.run.write("made", 2, token)
    story.run.write("n", 5, token)
    story.finish("x")
    assert story.run.variables() == {"n": 5, "made": 2}


def test_a_send_task_may_call_an_operation_in_place_of_a_message():
    inside = '<extensionElements><tb:operation name="mail.send"/></extensionElements>'
    env = make_env(call_service=lambda call: {"sent": call.element})
    run = started(model(row(activity("sendTask", inside))), env)
    assert run.variables() == {"sent": "a"}
    assert findings(row(activity("sendTask", ""))) == {("invalid_element", "a")}


ASKED = '<extensionElements><tb:operation name="external"/></extensionElements>'


def choosing(kind: str) -> str:
    ways = flow("s", "g") + flow("g", "yes", "ok") + flow("g", "no", "not ok")
    return nodes(start="s", user="yes no") + f'<{kind} id="g">{ASKED}</{kind}>' + ways


@BOTH
@pytest.mark.parametrize("kind", ["exclusiveGateway", "inclusiveGateway"])
def test_a_gateway_may_ask_outside_before_it_chooses(kind, reloads):
    story = Story(model(choosing(kind)), reloads=reloads, call_service=lambda call: WAIT)
    assert [call.element for call in story.run.calls] == ["g"]
    assert story.open == []
    assert story.answer({"ok": True}).open == ["yes"]


def test_an_answer_without_what_the_conditions_ask_is_a_failure_that_is_asked_again():
    story = Story(model(choosing("exclusiveGateway")), call_service=lambda call: WAIT).answer({})
    assert story.failed == [("g", "name")]
    assert [call.element for call in story.retry().run.calls] == ["g"]
    assert story.answer({"ok": False}).open == ["no"]


@BOTH
@pytest.mark.parametrize(
    ("outputs", "made"),
    [(["a"], {"a": 1}), (["a", "b"], {"a": 1, "b": 1}), ([""], {"Dish": 1})],
)
def test_each_output_of_a_decision_may_be_a_variable_of_its_own(outputs, made, reloads):
    decisions = compile_decisions(table(outputs))
    inside = '<extensionElements><tb:decision ref="d" columns="true"/></extensionElements>'
    body = row(activity("businessRuleTask", inside))
    story = Story(compile_process(file(body), "P", decisions), reloads=reloads)
    assert story.run.variables() == made


def table(outputs: list[str]) -> bytes:
    """A decision ``d`` that gives 1 in each of its outputs, whatever comes."""
    columns = "".join(f'<output id="o{n}" name="{name}"/>' for n, name in enumerate(outputs))
    entries = "".join(f'<outputEntry id="e{n}"><text>1</text></outputEntry>' for n, _ in enumerate(outputs))
    rule = f'<rule id="r">{entries}</rule>'
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="f" name="f" namespace="n">'
        f'<decision id="d" name="Dish"><decisionTable id="t">{columns}{rule}</decisionTable></decision>'
        "</definitions>"
    ).encode()
