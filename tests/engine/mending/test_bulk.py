"""One action on many matters: each once, with the rights of the moment, whatever stops or dies meanwhile."""

import uuid
from collections import Counter
from dataclasses import replace

import pytest
from psycopg.errors import DeadlockDetected
from sqlalchemy import text

from engine.commands.comment import comment
from engine.commands.order_bulk import order_bulk
from engine.commands.steer_bulk import steer_bulk
from engine.commands.work_bulk import queue_bulks, work_bulk
from engine.errors import Forbidden, Invalid, NotFound, ReasonRequired
from engine.mend_errors import NothingSelected, NotInThatState, UnknownMend
from engine.mends import MENDS
from engine.queries.bulks import items as read_items
from engine.queries.bulks import order_view
from engine.queries.search import Filter
from engine.store import bulks
from identity.capabilities import INSTANCE_INSPECT, INSTANCE_MEND
from identity.refs import Grant

ITEMS = text("SELECT instance_id, state, code, foreseen FROM bulk_item WHERE bulk_id = :id ORDER BY n")


@pytest.fixture
def several(hall, mail):
    return [hall.story.start("tea01", "email-unlock", mail, opinion="请办理").instance_id for _ in range(4)]


@pytest.fixture
def order(hall):
    def run(instances=(), *, action="suspend", login="admin", start=True, **params):
        more = {"wanted": params.pop("wanted", None)}
        return order_bulk(
            hall.rt,
            hall.person(login),
            action=action,
            params=params,
            reason="系统检修。",
            instances=instances,
            start=start,
            **more,
        )

    return run


def states(hall, ids):
    return [hall.state(one) for one in ids]


def items(hall, bulk_id):
    return hall.connection.execute(ITEMS, {"id": bulk_id}).all()


def test_each_is_done_with_a_line_in_its_record_and_a_report(hall, several, order):
    bulk_id = order(several)
    assert work_bulk(hall.rt, bulk_id) == 4
    assert states(hall, several) == ["suspended"] * 4
    assert [row.state for row in items(hall, bulk_id)] == ["done"] * 4
    assert bulks.one(hall.connection, bulk_id).state == "done"
    assert hall.verified()
    line = hall.story.view("tea01", several[0]).record[-1]
    assert (line.kind, line.text) == ("suspend", "系统检修。")


def test_it_is_tried_out_first_and_says_which_cannot_and_why(hall, several, order):
    order_first = order([several[0]])
    work_bulk(hall.rt, order_first)
    bulk_id = order(several, start=False)
    work_bulk(hall.rt, bulk_id)
    assert bulks.one(hall.connection, bulk_id).state == "checked"
    assert Counter(row.foreseen for row in items(hall, bulk_id)) == {"": 3, "suspended": 1}
    assert states(hall, several[1:]) == ["running"] * 3
    assert steer_bulk(hall.rt, hall.person("admin"), bulk_id, "start") == "running"
    work_bulk(hall.rt, bulk_id)
    assert Counter(row.state for row in items(hall, bulk_id)) == {"done": 3, "refused": 1}


@pytest.mark.parametrize("value", ["a\0", float("nan"), ["\ud800"]])
def test_what_cannot_be_stored_is_refused_before_anything_is_ordered(hall, several, order, value):
    with pytest.raises(Invalid) as refused:
        order(several, action="edit", name="detail", value=value)
    assert refused.value.errors[0].pointer.startswith("/value")
    assert hall.connection.execute(text("SELECT count(*) FROM bulk")).scalar_one() == 0


def test_a_filter_gives_the_matters(hall, several, order):
    bulk_id = order(wanted=Filter(services=("email-unlock",), states=("running",)))
    assert {row.instance_id for row in items(hall, bulk_id)} == set(several)


def test_matters_are_moved_by_the_names_of_steps(hall, several, order):
    bulk_id = order(several, action="jump", at="unit_head", to="it_mail")
    work_bulk(hall.rt, bulk_id)
    assert [row.state for row in items(hall, bulk_id)] == ["done"] * 4
    assert len(hall.story.tasks("it_clerk")) == 4


def test_nothing_is_done_twice_when_it_is_worked_on_again(hall, several, order):
    bulk_id = order(several)
    work_bulk(hall.rt, bulk_id)
    lengths = hall.connection.execute(text("SELECT sum(record_length) FROM instance")).scalar_one()
    assert work_bulk(hall.rt, bulk_id) == 0
    assert hall.connection.execute(text("SELECT sum(record_length) FROM instance")).scalar_one() == lengths


def test_paused_in_the_middle_it_goes_on_where_it_stood(hall, several, order, monkeypatch):
    bulk_id = order(several)
    admin = hall.person("admin")
    real, seen = bulks.tell, []

    def tell(uow, *given):
        real(uow, *given)
        seen.append(given)

    monkeypatch.setattr(bulks, "tell", tell)
    real_next = bulks.next_item

    def next_item(connection, which):
        if len(seen) == 2 and bulks.one(connection, which).state == "running":
            steer_bulk(hall.rt, admin, which, "pause")
        return real_next(connection, which)

    monkeypatch.setattr(bulks, "next_item", next_item)
    assert work_bulk(hall.rt, bulk_id) == 2
    assert bulks.one(hall.connection, bulk_id).state == "paused"
    assert Counter(states(hall, several)) == {"suspended": 2, "running": 2}
    with pytest.raises(NotInThatState):
        steer_bulk(hall.rt, admin, bulk_id, "pause")
    seen.append(None)
    assert steer_bulk(hall.rt, admin, bulk_id, "resume") == "running"
    work_bulk(hall.rt, bulk_id)
    assert Counter(states(hall, several)) == {"suspended": 4}


def test_what_is_cancelled_leaves_the_rest_alone(hall, several, order):
    bulk_id = order(several)
    assert steer_bulk(hall.rt, hall.person("admin"), bulk_id, "cancel") == "cancelled"
    assert work_bulk(hall.rt, bulk_id) == 0
    assert {row.state for row in items(hall, bulk_id)} == {"left"}
    assert states(hall, several) == ["running"] * 4


def test_rights_are_asked_for_when_the_turn_comes(hall, several, order):
    bulk_id = order(several)
    hall.connection.execute(text("DELETE FROM capability_grant"))
    work_bulk(hall.rt, bulk_id)
    assert {(row.state, row.code) for row in items(hall, bulk_id)} == {("refused", "not_found")}
    assert states(hall, several) == ["running"] * 4


def test_who_has_left_does_nothing_more(hall, several, order):
    bulk_id = order(several)
    values = {"id": hall.person("admin").person_id}
    hall.connection.execute(text("UPDATE person SET active = false WHERE id = :id"), values)
    work_bulk(hall.rt, bulk_id)
    assert {(row.state, row.code) for row in items(hall, bulk_id)} == {("refused", "forbidden")}


def test_a_matter_that_breaks_does_not_stop_the_others(hall, several, order):
    bulk_id = order(several)
    values = {"id": several[0]}
    hall.connection.execute(text("UPDATE instance SET snapshot = 'x' WHERE id = :id"), values)
    work_bulk(hall.rt, bulk_id)
    assert [row.state for row in items(hall, bulk_id)] == ["failed", "done", "done", "done"]


def test_an_unknown_matter_is_told_and_stops_nobody(hall, several, order):
    bulk_id = order([uuid.uuid4(), several[0]])
    work_bulk(hall.rt, bulk_id)
    assert [(row.state, row.code) for row in items(hall, bulk_id)] == [
        ("refused", "not_found"),
        ("done", None),
    ]


def test_lost_jobs_are_found(hall, several, order, clock):
    bulk_id = order(several)
    assert queue_bulks(hall.rt) == 0
    clock.forward(minutes=2)
    assert queue_bulks(hall.rt) == 1
    work_bulk(hall.rt, bulk_id)
    clock.forward(minutes=2)
    assert queue_bulks(hall.rt) == 0


@pytest.mark.parametrize("start", [True, False])
def test_a_trouble_of_the_database_is_no_fault_of_the_matter(hall, several, order, monkeypatch, start):
    bulk_id = order(several[:1], start=start)

    def meet(*given, **told):
        raise DeadlockDetected

    with monkeypatch.context() as patched:
        patched.setitem(MENDS, "suspend", replace(MENDS["suspend"], run=meet))
        with pytest.raises(DeadlockDetected):
            work_bulk(hall.rt, bulk_id)
    assert [(row.state, row.foreseen) for row in items(hall, bulk_id)] == [("waiting", None)]
    work_bulk(hall.rt, bulk_id)
    (one,) = items(hall, bulk_id)
    assert (one.state, one.foreseen) == (("done", None) if start else ("waiting", ""))


def test_what_is_ordered_must_be_right(hall, several, order):
    with pytest.raises(UnknownMend):
        order(several, action="add", to="it_mail")
    with pytest.raises(UnknownMend):
        order(several, action="jump", at="unit_head")
    with pytest.raises(NothingSelected):
        order([])
    with pytest.raises(Forbidden):
        order(several, login="cs_head")
    with pytest.raises(ReasonRequired):
        order_bulk(hall.rt, hall.person("admin"), action="suspend", params={}, reason=" ", instances=several)


def test_an_order_tells_nothing_of_matters_of_other_units(hall, several):
    """Whoever names matters by their ids learns neither that there are such nor how they stand."""
    there = Grant(INSTANCE_MEND, 7, "/7/"), Grant(INSTANCE_INSPECT, 7, "/7/")
    other = replace(hall.person("stu01"), capabilities=there)
    named = [several[0], uuid.uuid4()]
    bulk_id = order_bulk(hall.rt, other, action="suspend", params={}, reason="查询。", instances=named)
    assert order_view(hall.rt, hall.connection, other, bulk_id).matters == {"gone": 2}
    work_bulk(hall.rt, bulk_id)
    first, second = read_items(hall.rt, hall.connection, other, bulk_id)
    assert replace(first, n=2, instance_id=named[1], foreseen_params={}) == replace(
        second, foreseen_params={}
    )
    moved = {"at": "unit_head", "to": "it_mail", "reason": "直接办理。"}
    MENDS["jump"].run(hall.rt, hall.person("admin"), several[0], **moved)
    steer_bulk(hall.rt, other, bulk_id, "start")
    work_bulk(hall.rt, bulk_id)
    assert {row.code for row in read_items(hall.rt, hall.connection, other, bulk_id)} == {"not_found"}


def test_who_looks_after_all_units_is_told_how_the_matters_of_an_order_stand(hall, several, order):
    bulk_id = order([several[0], uuid.uuid4()], start=False)
    admin = hall.person("admin")
    assert order_view(hall.rt, hall.connection, admin, bulk_id).matters == {"running": 1, "gone": 1}


def test_an_order_is_its_owners(hall, several, order):
    bulk_id = order(several)
    with pytest.raises(NotFound):
        steer_bulk(hall.rt, hall.person("cs_head"), bulk_id, "pause")


def test_what_has_changed_since_it_was_tried_out_is_left_alone(hall, several, order):
    """Whoever started it has seen the trial of another matter than this one is by now."""
    suspended = order([several[0]])
    work_bulk(hall.rt, suspended)
    bulk_id = order(several, action="end", start=False)
    work_bulk(hall.rt, bulk_id)
    assert [row.foreseen for row in items(hall, bulk_id)] == [""] * 4
    admin = hall.person("admin")
    MENDS["resume"].run(hall.rt, admin, several[0], reason="恢复。")
    comment(hall.rt, hall.person("tea01"), several[1], "请尽快。")
    MENDS["jump"].run(hall.rt, admin, several[2], at="unit_head", to="it_mail", reason="直接办理。")
    steer_bulk(hall.rt, admin, bulk_id, "start")
    assert work_bulk(hall.rt, bulk_id) == 4
    told = [(row.state, row.code) for row in items(hall, bulk_id)]
    assert told == [("refused", "changed_meanwhile"), ("done", None)] * 2
    assert states(hall, several) == ["running", "terminated"] * 2
    assert hall.verified()


def test_what_another_worker_tries_out_is_not_tried_out_twice(hall, several, order, monkeypatch):
    bulk_id = order(several, start=False)
    taken, real = [], bulks.hold

    def hold(uow, which, n):
        taken.append(n)
        return n != 2 and real(uow, which, n)

    monkeypatch.setattr(bulks, "hold", hold)
    monkeypatch.setattr(bulks, "next_item", _but_the_second(bulks.next_item))
    work_bulk(hall.rt, bulk_id)
    assert taken == [1, 2]
    assert [row.foreseen for row in items(hall, bulk_id)] == ["", None, None, None]
    assert bulks.one(hall.connection, bulk_id).state == "checking"


def _but_the_second(real):
    asked = []

    def next_item(connection, bulk_id):
        asked.append(bulk_id)
        return real(connection, bulk_id) if len(asked) < 3 else None

    return next_item
