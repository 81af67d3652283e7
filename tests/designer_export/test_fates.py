"""What becomes of an element depends on the rest of its file."""

import pytest

from designer_export.lint import lint
from tests.designer_export.diagrams import file, flow, lint_row, process, row, said

POOLS = (
    '<collaboration id="c"><participant id="a" processRef="p"/><participant id="b" processRef="o"/>'
    "</collaboration>"
)
MESSAGE = '<message id="m" name="m"/>'
ELSEWHERE = '<choreographyTask id="odd"/>'


@pytest.mark.parametrize(
    ("task", "fate"), [('<sendTask id="t" messageRef="m"/>', "executed"), ('<task id="t"/>', "drawing")]
)
def test_a_message_runs_when_something_names_it(task, fate):
    nobody, somebody = lint_row(task).elements, lint_row(task, before=MESSAGE).elements
    assert somebody[fate] == nobody[fate] + 1


@pytest.mark.parametrize(
    ("attributes", "verdict"), [('isExecutable="false"', "runnable"), ('isExecutable="true"', "refused")]
)
def test_a_pool_that_is_set_aside_only_draws(attributes, verdict):
    other = process(row(ELSEWHERE, prefix="o"), "other", attributes)
    report = lint(file(process(row()) + other))
    assert report.verdict == verdict
    assert (report.elements["drawing"] > 0) == (verdict == "runnable")


def test_an_empty_pool_beside_one_that_runs_only_draws():
    report = lint(file(POOLS + process(row()) + process("", "o", "")))
    assert (report.verdict, said(report)) == ("runnable", set())


def test_pools_that_are_all_empty_are_no_service():
    report = lint(file(POOLS + process("") + process("", "o")))
    assert said(report) == {("empty-process", "complete", "p"), ("empty-process", "complete", "o")}


def test_a_process_that_is_called_runs_whatever_it_is_marked():
    call = process(row('<callActivity id="call" calledElement="o"/>'))
    report = lint(file(call + process(row(ELSEWHERE, prefix="o"), "o", 'isExecutable="false"')))
    assert ("unsupported-element", "refused", "odd") in said(report)


@pytest.mark.parametrize(("called", "verdict"), [("g", "drawing"), ("o", "runnable")])
def test_a_global_task_of_people_needs_a_handler_when_it_is_called(called, verdict):
    call = process(row(f'<callActivity id="call" calledElement="{called}"/>'))
    other = process(row(prefix="o"), "o")
    assert lint(file('<globalUserTask id="g"/>' + call + other)).verdict == verdict


def test_associations_run_except_on_the_steps_of_people():
    ways = "<dataInputAssociation><sourceRef>x</sourceRef><targetRef>in</targetRef></dataInputAssociation>"
    inner = f'<ioSpecification><dataInput id="in"/></ioSpecification>{ways}'
    data = '<dataObject id="x"/>'
    task = lint(file(process(data + row(f'<task id="t">{inner}</task>'))))
    step = lint(file(process(data + row(f'<userTask id="t">{inner}</userTask>'))))
    assert task.elements["executed"] == step.elements["executed"] + 5
    assert task.elements["drawing"] == 0


def test_our_extensions_are_mapped_and_told_where_they_have_no_effect():
    mapping = (
        '<extensionElements><tb:mapping><tb:in name="a" expression="1"/></tb:mapping></extensionElements>'
    )
    send = lint_row(f'<sendTask id="t" messageRef="m">{mapping}</sendTask>', before=MESSAGE)
    task = lint_row(f'<task id="t">{mapping}</task>')
    assert send.extensions == task.extensions == {"total": 2, "mapped": 2, "not_carried": 0}
    assert (said(send), said(task)) == (set(), {("native-schema", "changed", "t")})


def test_a_part_where_nothing_reads_it_is_refused():
    assert lint_row('<task id="t"><script>1</script></task>').verdict == "refused"
    assert lint_row('<startEvent id="t"><errorEventDefinition/></startEvent>').verdict == "refused"


WAITING = '<messageEventDefinition messageRef="m"/>'


@pytest.mark.parametrize(
    ("before", "start", "levels"),
    [("", "", {"complete"}), (POOLS, "", {"advice"}), ("", WAITING, set())],
    ids=["alone", "pools", "begun by a message"],
)
def test_several_processes_need_one_that_is_the_service(before, start, levels):
    other = process(row(prefix="o", start=start), "o")
    report = lint(file(MESSAGE + before + process(row()) + other))
    assert {level for rule, level, _ in said(report) if rule == "several-processes"} == levels


def test_an_error_is_caught_around_the_call_of_its_process():
    thrown = process(row(prefix="o", end='<errorEventDefinition errorRef="x"/>'), "o")
    caught = (
        '<boundaryEvent id="b" attachedToRef="call"><errorEventDefinition/></boundaryEvent>'
        '<endEvent id="be"/>' + flow("b", "be")
    )
    call = row('<callActivity id="call" calledElement="o"/>')
    error = '<error id="x" errorCode="X"/>'
    assert said(lint(file(error + process(call) + thrown))) == {("uncaught-error", "advice", "oe")}
    assert said(lint(file(error + process(call + caught) + thrown))) == set()


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ('<choreography id="c"><choreographyTask id="t"/></choreography>', "choreography"),
        ('<collaboration id="c"><callConversation id="t"/></collaboration>', "conversation"),
    ],
)
def test_other_diagrams_of_bpmn_are_refused_by_their_name(body, word):
    refused = [finding for finding in lint(file(body)).findings if finding.level == "refused"]
    assert refused
    assert all(word in finding.message["en"] for finding in refused)
