"""A step asks an outside system: the instance waits, a worker makes the call, its answer goes on."""

import contextlib

from sqlalchemy import text

from connectors.outside import Failed, Refused
from db import transaction
from engine.commands.resume_instance import resume_instance
from engine.commands.retry_instance import retry_instance
from engine.commands.suspend_instance import suspend_instance
from engine.commands.terminate_instance import terminate_instance
from engine.queries.instances import visible
from engine.queries.loading import load
from engine.store import secrets
from tests.engine.calling.conftest import CAUGHT, OPERATION


def variables(outside, instance_id):
    hall = outside.hall
    instance = visible(hall.rt, hall.connection, hall.person("admin"), instance_id)
    return load(hall.rt, hall.connection, instance)[1].variables()


def record(outside, instance_id):
    return [(line.kind, line.outcome) for line in outside.hall.story.view("stu01", instance_id).record]


def incidents(outside):
    found = outside.hall.connection.execute(
        text("SELECT id, element, code, detail FROM incident WHERE closed_at IS NULL")
    )
    return found.all()


def test_the_answer_comes_later_and_the_matter_goes_on(outside):
    instance = outside.start(subject="贷款")
    assert outside.hall.open() == []
    assert outside.desk.asked == [], "nothing is called inside the command"
    assert outside.work() == 1
    (request,) = outside.desk.asked
    assert (request.operation, request.params) == ("open", {"about": "贷款"})
    assert outside.hall.open() == ["last"]
    assert variables(outside, instance)["number"] == 1
    assert outside.states() == ["done"]
    assert ("called", "desk.open") in record(outside, instance)
    assert outside.hall.verified()


def test_a_job_that_runs_twice_calls_once(outside):
    outside.start()
    (call,) = outside.jobs()
    from engine.commands.make_call import make_call

    make_call(outside.hall.rt, call)
    make_call(outside.hall.rt, call)
    assert len(outside.desk.asked) == 1
    assert outside.hall.open() == ["last"]


def test_a_failure_is_tried_again_later_each_time_under_the_same_key(outside):
    outside.desk.answers = [Failed("unreachable"), Failed("timeout"), {"number": 7}]
    outside.start()
    outside.work()
    assert outside.states() == ["due"]
    assert outside.calls()[0].code == "unreachable"
    assert outside.later(seconds=4) == 0, "half of the wait is certain"
    assert outside.later(seconds=6) == 1
    assert outside.later(seconds=9) == 0
    assert outside.later(seconds=11) == 1
    assert outside.hall.open() == ["last"]
    assert len(outside.desk.asked) == 3
    assert len(outside.desk.keys) == 1


def test_after_the_last_try_it_is_an_incident_that_can_be_tried_again(outside):
    outside.desk.answers = [Failed("unreachable", "connection refused")]
    instance = outside.start()
    outside.work()
    outside.later(minutes=1)
    outside.later(minutes=1)
    assert outside.states() == ["failed"]
    (incident,) = incidents(outside)
    assert (incident.element, incident.code, incident.detail) == ("ask", "unreachable", "connection refused")
    assert outside.later(days=1) == 0, "nobody tries any more"
    outside.desk.answers = [{"number": 3}]
    admin = outside.hall.person("admin")
    retry_instance(outside.hall.rt, admin, instance, incident=incident.id, reason="已修复")
    assert outside.states() == ["queued"]
    assert incidents(outside) == []
    outside.work()
    assert outside.hall.open() == ["last"]
    assert variables(outside, instance)["number"] == 3
    assert len(outside.desk.keys) == 1, "what had come through after all must not be done twice"


def test_a_lasting_failure_is_not_tried_again(outside):
    outside.desk.answers = [Failed("settings", "no such mailbox server", lasting=True)]
    outside.start()
    outside.work()
    assert outside.states() == ["failed"]
    assert [row.code for row in incidents(outside)] == ["settings"]


def test_a_refusal_is_an_error_that_the_diagram_catches(outside):
    outside.desk.answers = [Refused("REFUSED", "no such account", {"reason": "查无此人"})]
    instance = outside.start(more=CAUGHT)
    outside.work()
    assert outside.hall.open() == ["mend"]
    assert outside.states() == ["done"]
    assert variables(outside, instance).get("number") is None


def test_a_refusal_that_nobody_catches_is_an_incident(outside):
    outside.desk.answers = [Refused("REFUSED", "no such account")]
    outside.start()
    outside.work()
    assert outside.states() == ["failed"]
    assert [row.code for row in incidents(outside)] == ["uncaught_error"]


def test_an_answer_that_the_mappings_cannot_take_is_an_incident(outside):
    outside.desk.answers = [{"number": "seven"}]
    outside.start(OPERATION.replace("result.number", "result.number + 1"))
    outside.work()
    assert [row.code for row in incidents(outside)] == ["mapping"]
    assert outside.states() == ["failed"]


def test_whatever_a_connector_meets_the_call_is_not_lost(outside):
    outside.desk.answers = [ZeroDivisionError("secret words"), {"number": 2}]
    outside.start()
    outside.work()
    (call,) = outside.calls()
    assert (call.state, call.code, call.detail) == ("due", "broken", "ZeroDivisionError")
    outside.later(minutes=1)
    assert outside.hall.open() == ["last"]


def test_a_connector_that_is_not_set_up_is_an_incident(outside):
    outside.start()
    outside.desks.bound.clear()
    outside.work()
    assert [(row.code, row.detail) for row in incidents(outside)] == [("no_connector", "desk")]


def test_a_worker_that_died_on_its_way_is_followed_by_another(outside):
    class Killed(BaseException):
        """Nobody catches a kill -9."""

    def die():
        raise Killed

    outside.desk.answers = [die, {"number": 4}]
    outside.start()
    with contextlib.suppress(Killed):
        outside.work()
    assert outside.states() == ["trying"]
    assert outside.later(seconds=20) == 0, "it may be under way still"
    assert outside.later(seconds=11) == 1
    assert outside.hall.open() == ["last"]
    assert len(outside.desk.asked) == 2
    assert len(outside.desk.keys) == 1


def test_a_lost_job_is_put_into_the_queue_again(outside):
    outside.start()
    outside.jobs()
    assert outside.later(seconds=59) == 0
    assert outside.later(seconds=2) == 1
    assert outside.hall.open() == ["last"]


def test_what_nobody_waits_for_any_more_is_not_called(outside):
    instance = outside.start()
    terminate_instance(outside.hall.rt, outside.hall.person("admin"), instance, reason="不再办理。")
    assert outside.states() == ["withdrawn"]
    assert outside.work() == 1
    assert outside.desk.asked == []


def test_an_answer_that_comes_after_the_end_changes_nothing(outside):
    instance = outside.start()

    def end():
        terminate_instance(outside.hall.rt, outside.hall.person("admin"), instance, reason="不再办理。")
        return {"number": 9}

    outside.desk.answers = [end]
    outside.work()
    assert outside.hall.state(instance) == "terminated"
    assert outside.states() == ["withdrawn"]
    assert outside.hall.verified()


def test_a_suspended_matter_is_not_called_for_and_goes_on_afterwards(outside):
    instance = outside.start()
    admin = outside.hall.person("admin")
    suspend_instance(outside.hall.rt, admin, instance, reason="核对。")
    outside.work()
    assert outside.later(hours=2) == 0
    assert outside.desk.asked == []
    resume_instance(outside.hall.rt, admin, instance)
    assert outside.later(seconds=1) == 1
    assert outside.hall.open() == ["last"]


def test_an_answer_that_comes_during_a_suspension_is_heard_afterwards_and_not_asked_for_again(outside):
    instance = outside.start()
    admin = outside.hall.person("admin")

    def hold():
        suspend_instance(outside.hall.rt, admin, instance, reason="核对。")
        return {"number": 5}

    outside.desk.answers = [hold]
    outside.work()
    assert outside.states() == ["answered"]
    resume_instance(outside.hall.rt, admin, instance)
    outside.later(minutes=2)
    assert outside.hall.open() == ["last"]
    assert len(outside.desk.asked) == 1
    assert variables(outside, instance)["number"] == 5


def test_a_secret_is_read_for_the_call_alone_and_erased_once_used(outside):
    operation = OPERATION.replace(
        "</tb:operation>", '<tb:secret name="password" pointer="/newPassword"/></tb:operation>'
    )
    instance = outside.start(operation)
    with transaction() as uow:
        secrets.put(
            uow, outside.hall.rt.vault, instance, {"/newPassword": "n3w-s3cret"}, outside.hall.clock()
        )
    outside.desk.answers = [Failed("busy"), {"number": 1}]
    outside.work()
    outside.later(minutes=1)
    assert [request.params["password"] for request in outside.desk.asked] == ["n3w-s3cret"] * 2
    assert outside.desk.asked[0].hidden == {"password"}
    assert "n3w-s3cret" not in repr(outside.calls())
    assert "n3w-s3cret" not in repr(variables(outside, instance))
    row = outside.hall.connection.execute(text("SELECT sealed, erased_at FROM secret")).one()
    assert (row.sealed, row.erased_at) == (None, outside.hall.clock())
