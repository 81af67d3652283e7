"""A failed call is left out by an administrator: the matter goes on with what he says, or with nothing."""

import uuid

import pytest
from sqlalchemy import text

from connectors.outside import Failed, Refused
from engine.commands.order_bulk import order_bulk
from engine.commands.retry_instance import retry_instance
from engine.commands.skip_instance import skip_instance
from engine.commands.suspend_instance import suspend_instance
from engine.commands.terminate_instance import terminate_instance
from engine.commands.work_bulk import work_bulk
from engine.errors import CannotMend, Forbidden, Invalid, NotFound, ReasonRequired, Suspended
from engine.mend_errors import ChangedMeanwhile, NothingFailed
from engine.mends import mend, preview
from engine.queries.calls_of import calls_of
from tests.engine.calling.conftest import CAUGHT, OPERATION
from tests.engine.calling.test_calls import incidents, record, variables

_MATTER = text("SELECT instance_id FROM incident WHERE id = :id")
WHY = "对方系统停用，已人工开户。"


@pytest.fixture
def failed(outside):
    """A matter whose call has failed for good, and its incident."""
    outside.desk.answers = [Failed("settings", "no such desk", lasting=True)]
    instance = outside.start()
    outside.work()
    (incident,) = incidents(outside)
    return instance, incident.id


def skip(outside, incident, login="admin", reason=WHY, **values):
    hall = outside.hall
    instance = hall.connection.execute(_MATTER, {"id": incident}).scalar_one_or_none() or uuid.uuid4()
    return skip_instance(
        hall.rt, hall.person(login), instance, incident=incident, values=values, reason=reason
    )


def seen(outside, instance, login="admin"):
    return calls_of(outside.hall.rt, outside.hall.connection, outside.hall.person(login), instance)


def test_it_goes_on_with_what_the_administrator_gives(outside, failed):
    instance, incident = failed
    assert skip(outside, incident, number=77) == "running"
    assert outside.hall.open() == ["last"]
    assert variables(outside, instance)["number"] == 77
    assert incidents(outside) == []
    assert outside.states() == ["skipped"]
    assert record(outside, instance)[-1][0] == "skip_call"
    assert outside.hall.story.view("stu01", instance).record[-1].text == WHY
    assert outside.later(days=1) == 0, "the call is not made any more"
    assert len(outside.desk.asked) == 1
    assert outside.hall.verified()


def test_without_values_the_outputs_are_empty(outside, failed):
    instance, incident = failed
    skip(outside, incident)
    assert outside.hall.open() == ["last"]
    assert variables(outside, instance)["number"] is None


def test_it_says_why(outside, failed):
    with pytest.raises(ReasonRequired):
        skip(outside, failed[1], reason="  ")
    assert len(incidents(outside)) == 1


@pytest.mark.parametrize("name", ["colour", "steps", "initiator"])
def test_only_outputs_of_the_step_are_written(outside, failed, name):
    with pytest.raises(Invalid) as refused:
        skip(outside, failed[1], **{name: 1})
    assert [(one.pointer, one.code) for one in refused.value.errors] == [(f"/values/{name}", "unknown_field")]
    assert outside.states() == ["failed"]


def test_a_field_of_the_form_holds_to_it(outside):
    outside.desk.answers = [Failed("settings", lasting=True)]
    outside.start(OPERATION.replace('name="number" ', 'name="subject" '))
    outside.work()
    (incident,) = incidents(outside)
    with pytest.raises(Invalid) as refused:
        skip(outside, incident.id, subject=["no", "text"])
    assert refused.value.errors[0].pointer == "/values/subject"
    assert skip(outside, incident.id, subject="另一事") == "running"


@pytest.mark.parametrize("value", ["a\0", float("nan"), 2**64, {"a": "\ud800"}])
def test_what_no_variable_can_hold_is_refused_at_its_name(outside, failed, value):
    with pytest.raises(Invalid) as refused:
        skip(outside, failed[1], number=value)
    assert refused.value.errors[0].pointer.startswith("/values/number")
    assert outside.states() == ["failed"]


def test_a_second_skip_finds_nothing(outside, failed):
    skip(outside, failed[1])
    with pytest.raises(NotFound):
        skip(outside, failed[1])


def test_what_nobody_catches_is_skipped_too(outside):
    outside.desk.answers = [Refused("OTHER")]
    outside.start(more=CAUGHT)
    outside.work()
    (incident,) = incidents(outside)
    assert skip(outside, incident.id, number=1) == "running"
    assert outside.hall.open() == ["last"]


def test_what_failed_before_it_was_called_is_skipped(outside):
    hall = outside.hall
    outside.start(OPERATION.replace('expression="subject"', 'expression="1 / 0"'))
    (incident,) = incidents(outside)
    assert skip(outside, incident.id, number=5) == "running"
    assert hall.open() == ["last"]


@pytest.mark.parametrize(
    ("login", "error"), [("stu01", Forbidden), ("tea01", NotFound), ("it_head", NotFound)]
)
def test_only_administrators_of_the_service_skip_and_see_calls(outside, failed, login, error):
    instance, incident = failed
    with pytest.raises(error):
        skip(outside, incident, login)
    with pytest.raises(error):
        seen(outside, instance, login)


def test_a_suspended_matter_skips_nothing(outside, failed):
    instance, incident = failed
    suspend_instance(outside.hall.rt, outside.hall.person("admin"), instance, reason="核对。")
    with pytest.raises(Suspended):
        skip(outside, incident)


def test_what_was_mended_meanwhile_is_not_skipped(outside, failed):
    hall, (instance, incident) = outside.hall, failed
    outside.desk.answers = [{"number": 1}]
    retry_instance(hall.rt, hall.person("admin"), instance, incident=incident, reason=WHY)
    hall.connection.execute(text("UPDATE incident SET closed_at = NULL"))
    with pytest.raises(CannotMend) as refused:
        skip(outside, incident)
    assert refused.value.code == "not_failed"


def test_a_failed_call_is_withdrawn_when_its_matter_ends(outside, failed):
    hall = outside.hall
    terminate_instance(hall.rt, hall.person("admin"), failed[0], reason="不再办理。")
    assert outside.states() == ["withdrawn"]
    assert seen(outside, failed[0])[0].closed_at == hall.clock()


def test_calls_are_told_with_their_tries_and_never_with_what_was_given(outside):
    outside.desk.answers = [Failed("unreachable", "connection refused")]
    instance = outside.start(subject="不可见的内容")
    outside.work()
    (call,) = seen(outside, instance)
    assert (call.element, call.name, call.operation, call.state) == ("ask", "开户", "desk.open", "due")
    assert (call.tries, call.code, call.detail) == (1, "unreachable", "connection refused")
    assert call.next_at is not None
    assert call.next_at > outside.hall.clock()
    assert call.incident_id is None
    assert "不可见的内容" not in repr(call)
    outside.later(minutes=1)
    outside.later(minutes=1)
    (call,) = seen(outside, instance)
    assert (call.state, call.tries, call.next_at) == ("failed", 3, None)
    assert call.incident_id == incidents(outside)[0].id
    assert str(call.key) in outside.desk.keys


def test_what_a_skip_would_do_is_shown_first_and_held_to(outside, failed):
    hall, (instance, incident) = outside.hall, failed
    admin, given = hall.person("admin"), {"incident": incident, "values": {"number": 7}}
    effect = preview(hall.rt, admin, instance, "skip", given, WHY)
    assert [one.element for one in effect.solved] == ["ask"]
    assert [one.element for one in effect.opened] == ["last"]
    assert [(one.pointer, one.new) for one in effect.variables] == [("/number", 7)]
    assert len(incidents(outside)) == 1, "a preview changes nothing"
    assert outside.states() == ["failed"]
    suspend_instance(hall.rt, admin, instance, reason="核对。")
    with pytest.raises(ChangedMeanwhile):
        mend(hall.rt, admin, instance, "skip", given, WHY, seen=effect.fingerprint)


def test_an_incident_of_another_matter_is_not_skipped(outside, failed):
    hall = outside.hall
    outside.desk.answers = [Failed("settings", lasting=True)]
    other = outside.start()
    with pytest.raises(NotFound):
        mend(hall.rt, hall.person("admin"), other, "skip", {"incident": failed[1]}, WHY)


def test_where_nothing_has_failed_nothing_is_skipped(outside, failed):
    hall, admin = outside.hall, outside.hall.person("admin")
    for given in ({"at": "last"}, {"at": "nowhere"}):
        with pytest.raises(NothingFailed):
            mend(hall.rt, admin, failed[0], "skip", given, WHY)
    mend(hall.rt, admin, failed[0], "skip", {}, WHY)
    assert hall.open() == ["last"]


def test_many_are_skipped_by_the_step_that_failed(outside):
    hall = outside.hall
    outside.desk.answers = [Failed("settings", lasting=True)] * 3
    several = [outside.start() for _ in range(3)]
    outside.work()
    assert outside.states() == ["failed"] * 3
    params = {"at": "ask", "values": {"number": 1}}
    admin = hall.person("admin")
    more = {"reason": WHY, "instances": several, "start": True}
    bulk_id = order_bulk(hall.rt, admin, action="skip", params=params, **more)
    assert work_bulk(hall.rt, bulk_id) == 3
    assert outside.states() == ["skipped"] * 3
    assert [variables(outside, one)["number"] for one in several] == [1] * 3
    assert hall.open() == ["last"] * 3
    assert hall.verified()


def test_an_order_says_which_value_does_not_suit_before_anything_is_skipped(outside):
    hall = outside.hall
    outside.desk.answers = [Failed("settings", lasting=True)]
    instance = outside.start(OPERATION.replace('name="number" ', 'name="subject" '))
    outside.work()
    params = {"at": "ask", "values": {"subject": ["no", "text"]}}
    more = {"reason": WHY, "instances": [instance]}
    bulk_id = order_bulk(hall.rt, hall.person("admin"), action="skip", params=params, **more)
    work_bulk(hall.rt, bulk_id)
    row = hall.connection.execute(text("SELECT foreseen, foreseen_params FROM bulk_item")).one()
    assert (row.foreseen, row.foreseen_params["field"], row.foreseen_params["fault"]) == (
        "invalid",
        "/values/subject",
        "type",
    )
    assert outside.states() == ["failed"]
