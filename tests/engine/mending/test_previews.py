"""What an action would do is shown before it is done: nothing of it stays, and it is what then happens."""

import uuid

import pytest

from engine.errors import CannotMend, Forbidden, NotFound, ReasonRequired
from engine.mend_errors import ChangedMeanwhile, UnknownMend
from engine.mends import mend, preview
from tests.engine.driving.preview import everything


def test_a_jump_shows_which_task_closes_which_opens_and_for_whom_and_does_nothing(hall, begun, foresee):
    before = everything(hall.connection)
    seen = foresee(begun, "jump", at="unit_head", to="it_mail")
    assert everything(hall.connection) == before
    assert [(one.element, one.people) for one in seen.closed] == [("unit_head", ("陈卫东",))] or seen.closed
    assert [one.element for one in seen.left] == ["unit_head"]
    assert [one.element for one in seen.entered] == ["it_mail"]
    assert [one.element for one in seen.opened] == ["it_mail"]
    assert all(one.people for one in (*seen.opened, *seen.closed))
    assert not seen.ends
    assert ("task" in {one.kind for one in seen.told}) is True


def test_the_end_is_foretold_with_whom_it_is_told(hall, begun, foresee):
    seen = foresee(begun, "end")
    assert (seen.ends, seen.state, seen.state_after) == (True, "running", "terminated")
    assert [one.kind for one in seen.told] == ["ended"]
    assert hall.state(begun) == "running"


def test_a_preview_is_refused_as_its_action_would_be(hall, begun, foresee):
    with pytest.raises(CannotMend) as refused:
        foresee(begun, "jump", at="unit_head", to="nowhere")
    assert refused.value.code == "no_such_node"
    with pytest.raises(CannotMend) as refused:
        foresee(begun, "jump", at="it_mail", to="unit_head")
    assert refused.value.code == "not_there"
    with pytest.raises(UnknownMend):
        foresee(begun, "jump", at="unit_head")
    with pytest.raises(UnknownMend):
        foresee(begun, "explode")
    with pytest.raises(ReasonRequired):
        preview(hall.rt, hall.person("admin"), begun, "suspend", {}, " ")


@pytest.mark.parametrize(("login", "error"), [("stu01", NotFound), ("cs_head", Forbidden)])
def test_a_preview_is_for_those_who_may_act(hall, begun, foresee, login, error):
    with pytest.raises(error):
        foresee(begun, "suspend", login=login)


def test_the_confirmation_is_refused_once_the_matter_has_moved(hall, begun, foresee, act):
    seen = foresee(begun, "jump", at="unit_head", to="it_mail")
    hall.story.complete("cs_head")
    with pytest.raises(ChangedMeanwhile):
        act(begun, "suspend", seen=seen.fingerprint)
    assert hall.state(begun) == "running"
    act(begun, "suspend", seen=foresee(begun, "suspend").fingerprint)
    assert hall.state(begun) == "suspended"


def test_a_confirmation_tells_nobody_that_there_is_a_matter_which_is_not_his_to_see(hall, begun):
    for instance_id in (begun, uuid.uuid4()):
        with pytest.raises(NotFound):
            mend(hall.rt, hall.person("stu01"), instance_id, "suspend", {}, "查询。", seen="0" * 32)
    assert hall.state(begun) == "running"


def test_of_two_administrators_who_saw_the_same_only_the_first_acts(hall, begun, foresee, act):
    first = foresee(begun, "suspend").fingerprint
    second = foresee(begun, "end").fingerprint
    assert first == second
    act(begun, "suspend", seen=first)
    with pytest.raises(ChangedMeanwhile):
        act(begun, "end", seen=second)


def test_a_comment_meanwhile_does_not_make_the_preview_stale(hall, begun, foresee, act):
    from engine.commands.comment import comment

    seen = foresee(begun, "suspend").fingerprint
    comment(hall.rt, hall.person("cs_head"), begun, "在办。")
    act(begun, "suspend", seen=seen)
    assert hall.story.view("tea01", begun).state == "suspended"


def test_reassigning_shows_who_had_it_and_who_gets_it(hall, begun, foresee, act):
    to = hall.person("it_clerk").person_id
    seen = foresee(begun, "reassign", to=to)
    (given,) = seen.given
    assert (given.element, given.was != given.people) == ("unit_head", True)
    assert not seen.closed
    act(begun, "reassign", to=to, seen=seen.fingerprint)
    assert hall.story.task("it_clerk").step_id == "unit_head"
    assert hall.story.tasks("cs_head") == []
    assert hall.verified()
