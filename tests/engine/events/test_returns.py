"""A return over a step of several, of which one is enough."""

from sqlalchemy import text

from engine.commands.complete_task import complete_task
from tests.engine.events.services import APPLY, bundle, flows, process, step

_ITEMS = (
    '<multiInstanceLoopCharacteristics isSequential="false"><loopCardinality>2</loopCardinality>'
    "<completionCondition>nrOfCompletedInstances &gt;= 1</completionCondition>"
    "</multiInstanceLoopCharacteristics>"
)


BODY = (
    '<startEvent id="s"/>'
    + APPLY
    + step("sign", inside=_ITEMS)
    + step("check", more='<tb:return to="previous"/>')
    + '<endEvent id="e"/>'
    + flows("s", "apply", "sign", "check", "e")
)


def open_signatures(hall) -> dict[int, int]:
    """Give the open tasks of the step, by token."""
    sql = text("SELECT token, id FROM task WHERE element = 'sign' AND state = 'open' ORDER BY token")
    return {row.token: row.id for row in hall.connection.execute(sql).all()}


def sign(hall, task_id: int) -> None:
    complete_task(hall.rt, hall.person("stu01"), task_id, version=1, outcome="done", document={})


def test_a_place_that_was_withdrawn_and_opened_again_goes_back_to_whoever_filled_it(hall):
    """Its rows are two by then: one that was withdrawn, and one that was done."""
    hall.start(hall.deploy(bundle("one-of-two", process("P", BODY))))
    before = open_signatures(hall)
    done, withdrawn = before
    sign(hall, before[done])
    assert hall.open() == ["check"]
    hall.story.give_back("stu01", "previous")
    again = open_signatures(hall)
    assert withdrawn in again
    assert done not in again
    sign(hall, again[withdrawn])
    hall.story.give_back("stu01", "previous")
    assert hall.open() == ["sign", "sign"]
    assert hall.verified()
