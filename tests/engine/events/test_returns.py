"""A return over what an event had closed, and over a step of several of which one is enough."""

from sqlalchemy import text

from engine.commands.complete_task import complete_task
from engine.commands.return_task import return_task
from tests.engine.events.services import APPLY, bundle, flow, flows, process, step

_ITEMS = (
    '<multiInstanceLoopCharacteristics isSequential="false"><loopCardinality>2</loopCardinality>'
    "<completionCondition>nrOfCompletedInstances &gt;= 1</completionCondition>"
    "</multiInstanceLoopCharacteristics>"
)
_BACK = '<tb:return to="previous"/>'
ONE_OF_TWO = (
    '<startEvent id="s"/>'
    + APPLY
    + step("sign", inside=_ITEMS)
    + step("check", more=_BACK)
    + '<endEvent id="e"/>'
    + flows("s", "apply", "sign", "check", "e")
)
_SIGNAL = '<signalEventDefinition signalRef="stop"/>'
INTERRUPTED = (
    f'<startEvent id="s"/>{APPLY}<parallelGateway id="fork"/>'
    + step("slow")
    + step("next", more=_BACK)
    + step("quick")
    + step("check", more=_BACK)
    + f'<boundaryEvent id="stopped" attachedToRef="slow">{_SIGNAL}</boundaryEvent>'
    + f'<intermediateThrowEvent id="stopping">{_SIGNAL}</intermediateThrowEvent>'
    + step("instead")
    + '<endEvent id="e1"/><endEvent id="e2"/><endEvent id="e3"/>'
    + flows("s", "apply", "fork", "slow", "next", "e1")
    + flows("fork", "quick", "stopping", "check", "e2")
    + flow("stopped", "instead")
    + flow("instead", "e3")
)


def open_tasks(hall, element):
    """Give the open tasks of a step as (token, id, version)."""
    sql = text(
        "SELECT token, id, version FROM task WHERE element = :element AND state = 'open' ORDER BY token"
    )
    return [tuple(row) for row in hall.connection.execute(sql, {"element": element}).all()]


def do(hall, element):
    _, task, version = open_tasks(hall, element)[0]
    complete_task(hall.rt, hall.person("stu01"), task, version=version, outcome="done", document={})


def go_back(hall, element):
    _, task, version = open_tasks(hall, element)[0]
    return_task(hall.rt, hall.person("stu01"), task, version=version, to="previous", opinion="请重办。")


def test_a_step_of_several_opens_for_all_of_them_when_it_is_over(hall):
    hall.start(hall.deploy(bundle("one-of-two", process("P", ONE_OF_TWO))))
    before = open_tasks(hall, "sign")
    do(hall, "sign")
    assert hall.open() == ["check"]
    go_back(hall, "check")
    again = open_tasks(hall, "sign")
    assert len(again) == 2
    assert not {token for token, _, _ in before} & {token for token, _, _ in again}
    do(hall, "sign")
    assert hall.open() == ["check"]
    assert hall.verified()


def test_a_step_that_was_closed_by_an_event_and_opened_again_goes_back_to_whoever_did_it(hall):
    """Its rows are two by then: one that was closed with it, and one that was done."""
    hall.start(
        hall.deploy(bundle("interrupted", '<signal id="stop" name="stop"/>', process("P", INTERRUPTED)))
    )
    ((token, _, _),) = open_tasks(hall, "slow")
    do(hall, "quick")
    assert sorted(hall.open()) == ["check", "instead"]
    go_back(hall, "check")
    assert sorted(hall.open()) == ["quick", "slow"]
    assert open_tasks(hall, "slow")[0][0] == token
    do(hall, "slow")
    go_back(hall, "next")
    assert sorted(hall.open()) == ["quick", "slow"]
    assert hall.verified()
