"""A diagram of Camunda 7 as its modeller wrote it: deployed, begun, answered for its code, handled, ended."""

from bpmn_models.bundle import Bundle, make
from designer_export.writing import ORIGINAL
from engine.commands.answer_call import answer_call
from engine.commands.deploy import deploy
from engine.queries.calls import calls
from engine.queries.instances import visible
from engine.queries.loading import load
from tests.engine.events.conftest import Hall, hall
from tests.engine.events.services import flow

__all__ = ["hall"]

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="d" targetNamespace="t">'
)
LOAN = f"""{HEAD}<process id="loan" name="loan" isExecutable="true">
<startEvent id="s" camunda:initiator="starter"/>
<serviceTask id="twice" camunda:expression="${{2}}" camunda:resultVariable="amount"/>
<serviceTask id="rate" camunda:type="external" camunda:topic="rating"/>
<exclusiveGateway id="good"/>
<userTask id="sign" name="签字" camunda:assignee="${{starter}}"/>
<userTask id="look" name="复核"/>
<endEvent id="e"/><endEvent id="e2"/>
{flow("s", "twice")}{flow("twice", "rate")}{flow("rate", "good")}
<sequenceFlow id="yes" sourceRef="good" targetRef="sign">
  <conditionExpression>${{score}}</conditionExpression></sequenceFlow>
<sequenceFlow id="no" sourceRef="good" targetRef="look"/>
{flow("sign", "e")}{flow("look", "e2")}</process></definitions>"""


def bundle(diagram: str = LOAN) -> Bundle:
    files = {
        "process.bpmn": diagram.encode(),
        "service.toml": b'[process]\nkey = "loan"\nname = "loan"\n',
        "form.schema.json": b'{"type": "object", "properties": {"score": {"type": "boolean"}}}',
        "paper.layout.json": b'{"title": "L", "columns": 2, "rows": [[{"label": "s", "field": "/score"}]]}',
    }
    return make(files)


def begun(hall: Hall, login: str = "stu01"):
    deploy(hall.rt, hall.person("designer"), bundle())
    return hall.start("loan", login)


def answer(hall: Hall, started, **result):
    (call,) = calls(hall.rt, hall.connection, hall.person("admin"), started.instance_id)
    assert (call.element, call.asks) == ("rate", {"topic": "rating"})
    return answer_call(hall.rt, hall.person("admin"), started.instance_id, call.token, result=result)


def test_it_runs_as_it_was_drawn(hall):
    started = begun(hall)
    assert hall.open() == []
    assert answer(hall, started, score=True) == "running"
    assert hall.open() == ["sign"]
    hall.story.complete("stu01", "done")
    assert hall.state(started.instance_id) == "completed"
    assert hall.verified()


def test_what_is_worked_out_there_is_worked_out_here(hall):
    started = begun(hall)
    instance = visible(hall.rt, hall.connection, hall.person("admin"), started.instance_id)
    variables = load(hall.rt, hall.connection, instance)[1].variables()
    assert (variables["amount"], variables["starter"]) == (2, variables["initiator"]["number"])


def test_a_step_of_nobody_goes_to_the_administrators(hall):
    started = begun(hall)
    answer(hall, started, score=False)
    assert hall.open() == []
    assert "look" in hall.open("admin")


def test_the_upload_stays_beside_ours(hall):
    number = deploy(hall.rt, hall.person("designer"), bundle())
    kept = hall.rt.definitions.get(hall.connection, number).bundle
    assert kept.files[ORIGINAL] == LOAN.encode()
    assert b"tb:operation" in kept.process
    assert deploy(hall.rt, hall.person("designer"), bundle()) == number
