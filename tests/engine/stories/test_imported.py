"""An upload of another tool is deployed, begun and handled, with the forms that it brought."""

from typing import Any

import pytest

from designer_export.importing import take
from engine.commands.deploy import deploy
from engine.errors import Invalid

CAMUNDA = b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t"
    xmlns:camunda="http://camunda.org/schema/1.0/bpmn">
  <process id="loanRequest" name="Loan" isExecutable="true">
    <startEvent id="start"><extensionElements><camunda:formData>
      <camunda:formField id="amount" label="Amount" type="long"><camunda:validation>
        <camunda:constraint name="required"/>
        <camunda:constraint name="min" config="100"/></camunda:validation>
      </camunda:formField></camunda:formData></extensionElements></startEvent>
    <userTask id="check" name="Check" camunda:assignee="${initiator}"><extensionElements><camunda:formData>
      <camunda:formField id="amount" label="Amount" type="long"><camunda:validation>
        <camunda:constraint name="readonly"/></camunda:validation></camunda:formField>
      <camunda:formField id="granted" label="Granted" type="boolean"/>
    </camunda:formData></extensionElements></userTask>
    <exclusiveGateway id="which" default="no"/><endEvent id="refused"/>
    <userTask id="pay" name="Pay" camunda:assignee="${initiator}"/>
    <sequenceFlow id="a" sourceRef="start" targetRef="check"/>
    <sequenceFlow id="b" sourceRef="check" targetRef="which"/>
    <sequenceFlow id="yes" sourceRef="which" targetRef="pay">
      <conditionExpression>${granted &amp;&amp; amount &lt; limit}</conditionExpression></sequenceFlow>
    <sequenceFlow id="no" sourceRef="which" targetRef="refused"/>
  </process></definitions>"""


@pytest.fixture
def loan(rt: Any) -> str:
    taken = take({"loan.bpmn": CAMUNDA})
    assert taken.report.verdict == "runnable", taken.report.findings
    deploy(rt, None, taken.bundle)
    return taken.bundle.key


def test_the_start_form_is_what_the_initiator_fills_in(story, loan):
    for document in ({"amount": 50, "limit": 1000}, {"limit": 1000}, {"amount": 500}):
        with pytest.raises(Invalid):
            story.start("stu01", loan, document)
    story.start("stu01", loan, {"amount": 500, "limit": 1000})


@pytest.mark.parametrize(("granted", "state"), [(True, "running"), (False, "completed")])
def test_what_the_forms_hold_steers_the_matter(story, loan, granted, state):
    story.start("stu01", loan, {"amount": 500, "limit": 1000})
    task = story.task("stu01")
    assert task.step_name == "Check"
    assert task.form.access.mode("/granted") == "edit"
    assert task.form.access.mode("/amount") == "read"
    done = story.complete("stu01", "done", "", granted=granted)
    assert done.state == state
