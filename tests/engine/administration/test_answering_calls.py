"""A step that somebody outside does: it waits, says what it asks for, and goes on with the answer."""

import pytest

from engine.commands.answer_call import answer_call
from engine.commands.suspend_instance import suspend_instance
from engine.errors import CannotMend, Forbidden, Invalid, NotFound, Suspended
from engine.queries.calls import calls
from engine.queries.instances import visible
from engine.queries.loading import load
from tests.engine.events.conftest import Hall, hall
from tests.engine.events.services import APPLY, bundle, flow, flows, process, step

__all__ = ["hall"]

FAILS = (
    '<boundaryEvent id="b" attachedToRef="ask"><errorEventDefinition errorRef="err"/></boundaryEvent>'
    f"{step('mend', '补正')}"
)
ERROR = '<error id="err" errorCode="REFUSED"/>'


def service(hall: Hall, inside: str, kind: str = "serviceTask", more: str = "") -> str:
    ask = f'<{kind} id="ask" name="问询"><extensionElements>{inside}</extensionElements></{kind}>'
    body = f'<startEvent id="s"/>{APPLY}{ask}{step("last", "查收")}<endEvent id="e"/>{more}'
    body += flows("s", "apply", "ask", "last", "e") + (flow("b", "mend") if more else "")
    return hall.deploy(bundle("asking", process("main", body), ERROR))


def external(parts: str = "") -> str:
    return (
        f'<tb:operation name="external"><tb:in name="topic" expression="\'credit\'"/>{parts}</tb:operation>'
    )


def waiting(hall: Hall, started, login="admin"):
    return calls(hall.rt, hall.connection, hall.person(login), started.instance_id)


def variables(hall: Hall, started):
    instance = visible(hall.rt, hall.connection, hall.person("admin"), started.instance_id)
    return load(hall.rt, hall.connection, instance)[1].variables()


def answer(hall: Hall, started, login="admin", token=None, **given):
    token = waiting(hall, started)[0].token if token is None else token
    return answer_call(hall.rt, hall.person(login), started.instance_id, token, **given)


def test_it_waits_says_what_it_asks_and_goes_on_with_what_was_answered(hall):
    asks = '<tb:in name="about" expression="subject"/><tb:out name="rated" expression="score + 1"/>'
    started = hall.start(service(hall, external(asks)), subject="贷款")
    (call,) = waiting(hall, started)
    assert (call.element, call.name, call.asks) == ("ask", "问询", {"topic": "credit", "about": "贷款"})
    assert hall.open() == []
    assert answer(hall, started, result={"score": 6, "other": 1}) == "running"
    assert hall.open() == ["last"]
    found = variables(hall, started)
    assert found["rated"] == 7
    assert "other" not in found
    line = hall.story.view("stu01", started.instance_id).record[-1]
    assert (line.kind, line.step_name, line.person_name != "") == ("served", "问询", True)
    assert waiting(hall, started) == ()


@pytest.mark.parametrize("value", ["a\0", float("nan"), {"a": "\ud800"}])
def test_an_answer_that_no_variable_can_hold_is_refused(hall, value):
    started = hall.start(service(hall, external()))
    with pytest.raises(Invalid) as refused:
        answer(hall, started, result={"score": value})
    assert refused.value.errors[0].pointer.startswith("/result/score")
    assert len(waiting(hall, started)) == 1


def test_without_outputs_every_value_of_the_answer_becomes_a_variable(hall):
    started = hall.start(service(hall, external()))
    answer(hall, started, result={"score": 6, "level": "A"})
    found = variables(hall, started)
    assert (found["score"], found["level"]) == (6, "A")


def test_a_send_task_with_an_operation_is_answered_alike(hall):
    started = hall.start(service(hall, external(), kind="sendTask"))
    assert answer(hall, started) == "running"
    assert hall.open() == ["last"]


def test_an_error_is_caught_where_the_diagram_catches_it(hall):
    started = hall.start(service(hall, external(), more=FAILS))
    answer(hall, started, error="REFUSED", result={"why": "材料不全"})
    assert hall.open() == ["mend"]
    assert variables(hall, started)["why"] == "材料不全"


def test_an_error_that_nobody_catches_is_an_incident(hall):
    started = hall.start(service(hall, external()))
    assert answer(hall, started, error="OTHER") == "running"
    (incident,) = hall.story.view("admin", started.instance_id).incidents
    assert (incident.element, incident.code) == ("ask", "uncaught_error")


@pytest.mark.parametrize(
    ("result", "pointer"), [({"steps": {}}, "/result/steps"), ({"initiator": 1}, "/result/initiator")]
)
def test_an_answer_does_not_touch_what_is_the_engines(hall, result, pointer):
    started = hall.start(service(hall, external()))
    with pytest.raises(Invalid) as refused:
        answer(hall, started, result=result)
    assert [error.pointer for error in refused.value.errors] == [pointer]


def test_an_answer_that_the_outputs_do_not_fit_is_refused_and_it_waits_on(hall):
    started = hall.start(service(hall, external('<tb:out name="n" expression="score + 1"/>')))
    with pytest.raises(Invalid):
        answer(hall, started, result={"points": 1})
    assert len(waiting(hall, started)) == 1


def test_what_does_not_wait_any_more_is_refused(hall):
    started = hall.start(service(hall, external()))
    token = waiting(hall, started)[0].token
    answer(hall, started)
    for late in (token, 0, 2**70):
        with pytest.raises(CannotMend) as refused:
            answer(hall, started, token=late)
        assert refused.value.code == "no_call"


def test_only_administrators_of_the_service_answer(hall):
    started = hall.start(service(hall, external()))
    token = waiting(hall, started)[0].token
    with pytest.raises(Forbidden):
        answer(hall, started, login="stu01", token=token)
    with pytest.raises(NotFound):
        answer(hall, started, login="tea01", token=token)
    with pytest.raises(Forbidden):
        waiting(hall, started, login="stu01")


def test_a_suspended_matter_takes_no_answer(hall):
    started = hall.start(service(hall, external()))
    suspend_instance(hall.rt, hall.person("admin"), started.instance_id, reason="暂停。")
    assert waiting(hall, started) == ()
    with pytest.raises(Suspended):
        answer(hall, started, token=5)


def test_what_is_only_worked_out_is_done_at_once(hall):
    inside = '<tb:operation name="compute"><tb:in name="twice" expression="2 * len(subject)"/></tb:operation>'
    started = hall.start(service(hall, inside), subject="三个字")
    assert hall.open() == ["last"]
    assert variables(hall, started)["twice"] == 6
