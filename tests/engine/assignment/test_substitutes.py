"""代理: who stands in for somebody who is away."""

import threading
from itertools import pairwise

import pytest

from engine.absences import campus_day
from engine.commands.add_substitution import add_substitution
from engine.commands.end_substitution import end_substitution
from engine.commands.hand_over_open import hand_over_open
from engine.commands.return_task import return_task
from engine.errors import AbsenceRefused, Forbidden, NotFound, UnknownPerson
from engine.queries.substitutions import substitutions_of
from tests.engine.assignment.services import assign, in_a_row, policy, step

HEAD = assign("person", value="20060029")
"""欧阳牧"""
CLERK = assign("person", value="20200026")


def refused(act) -> str:
    with pytest.raises(AbsenceRefused) as found:
        act()
    return found.value.code


def test_what_is_assigned_to_somebody_away_goes_to_his_substitute_and_the_record_says_so(desk):
    # 欧阳牧出差一周，由诸葛瑾瑜代理。
    desk.away("cs_head", "cs_deputy")
    desk.start(in_a_row("trip", step("check", HEAD)))

    assert desk.open() == {"check": {"cs_deputy"}}
    assert desk.reasons("check") == [(f"p:{desk.id('cs_deputy')}", "substitute", str(desk.id("cs_head")))]
    assert desk.record()[-1] == ("substitute", "check", f"p:{desk.id('cs_deputy')}", "欧阳牧")


def test_who_was_away_finds_later_what_was_done_in_his_name(desk):
    desk.away("cs_head", "cs_deputy")
    desk.start(in_a_row("trip", step("check", HEAD)))
    desk.complete("cs_deputy")

    assert desk.story.view("cs_head", desk.matter).state == "completed"
    with pytest.raises(NotFound):
        desk.story.view("civil_head", desk.matter)


def test_an_absence_counts_from_its_first_day_to_its_last_on_the_campus_calendar(desk):
    desk.away("cs_head", "cs_deputy", starts_in=1, days=1)
    service = in_a_row("trip", step("check", HEAD))
    desk.start(service)
    assert desk.open() == {"check": {"cs_head"}}

    # NOW is 09:00 on campus; 15 hours and a minute later the first day of the absence has begun there.
    desk.clock.forward(hours=15, minutes=1)
    desk.start(service)
    assert desk.open() == {"check": {"cs_deputy"}}
    desk.clock.forward(days=2)
    desk.start(service)
    assert desk.open() == {"check": {"cs_head"}}


def test_what_is_open_when_the_absence_begins_stays_until_it_is_handed_over(desk):
    desk.start(in_a_row("trip", step("check", HEAD)))
    substitution = desk.away("cs_head", "cs_deputy")
    assert desk.open() == {"check": {"cs_head"}}

    assert hand_over_open(desk.rt, desk.person("cs_head"), substitution) == 1
    assert desk.open() == {"check": {"cs_deputy"}}
    assert desk.record()[-1] == ("substitute", "check", f"p:{desk.id('cs_deputy')}", "欧阳牧")
    assert hand_over_open(desk.rt, desk.person("cs_head"), substitution) == 0
    assert desk.complete("cs_deputy").state == "completed"


def test_only_what_names_him_is_handed_over_never_what_his_post_or_group_has(desk):
    desk.start(in_a_row("post", step("check", assign("unitHead", of="initiator"))))
    substitution = desk.away("cs_head", "cs_deputy")

    assert hand_over_open(desk.rt, desk.person("cs_head"), substitution) == 0
    assert desk.open() == {"check": {"cs_head"}}


def test_nothing_is_handed_over_before_or_after_the_absence(desk):
    coming = desk.away("cs_head", "cs_deputy", starts_in=2)
    act = lambda: hand_over_open(desk.rt, desk.person("cs_head"), coming)  # noqa: E731
    assert refused(act) == "not_now"
    desk.clock.forward(days=20)
    assert refused(act) == "not_now"


def test_a_substitute_who_is_away_himself_passes_it_on_but_no_further_than_five_hands(desk):
    people = ["cs_head", "cs_deputy", "tea01", "tea02", "tea03", "tea04"]
    for absent, instead in pairwise(people):
        desk.away(absent, instead)
    desk.start(in_a_row("chain", step("check", HEAD)))
    assert desk.open() == {"check": {"tea04"}}
    assert [row for row in desk.record() if row[0] == "substitute"] == [
        ("substitute", "check", f"p:{desk.id('tea04')}", "欧阳牧")
    ]

    assert refused(lambda: desk.away("tea04", "tea05")) == "chain"
    assert refused(lambda: desk.away("tea06", "cs_head")) == "chain"


def test_a_loop_is_refused_when_it_is_made(desk):
    desk.away("cs_head", "cs_deputy")
    desk.away("cs_deputy", "tea01")

    assert refused(lambda: desk.away("tea01", "cs_head")) == "loop"
    assert refused(lambda: desk.away("cs_deputy", "cs_deputy")) == "self"
    # On other days, or for other services, there is no loop.
    desk.away("tea01", "cs_head", starts_in=30)


def test_services_that_do_not_meet_make_no_loop_and_those_that_do_make_one(desk):
    desk.away("cs_head", "cs_deputy", service_key="email-unlock")
    desk.away("cs_deputy", "cs_head", service_key="notice")
    assert refused(lambda: desk.away("cs_deputy", "cs_head")) == "loop"


def test_a_loop_in_the_data_ends_with_somebody(desk):
    # 数据导入造成的环：A→B→A。任务停在环上，不会丢，也不会死循环。
    head, deputy = desk.id("cs_head"), desk.id("cs_deputy")
    for absent, instead in ((head, deputy), (deputy, head)):
        desk.sql(
            "INSERT INTO substitution (person_id, substitute_id, since, until, created_at)"
            " VALUES (:absent, :instead, '2026-11-01', '2026-12-31', now())",
            absent=absent, instead=instead,
        )  # fmt: skip
    desk.start(in_a_row("loop", step("check", HEAD)))

    assert desk.open() == {"check": {"cs_deputy"}}


def test_a_longer_loop_in_the_data_ends_before_it_closes(desk):
    people = ["cs_head", "cs_deputy", "tea01", "tea02", "cs_head"]
    for absent, instead in pairwise(people):
        desk.sql(
            "INSERT INTO substitution (person_id, substitute_id, since, until, created_at)"
            " VALUES (:absent, :instead, '2026-11-01', '2026-12-31', now())",
            absent=desk.id(absent), instead=desk.id(instead),
        )  # fmt: skip
    desk.start(in_a_row("loop", step("check", HEAD)))

    assert desk.open() == {"check": {"tea02"}}


def test_two_who_name_each_other_at_the_same_moment_cannot_both_succeed(committed, rt_committed, person_of):
    codes: list[str] = []

    def name(absent: str, instead: str) -> None:
        with committed.app_context():
            try:
                by, other = person_of(absent), person_of(instead)
                today = campus_day(rt_committed.clock())
                add_substitution(rt_committed, by, other.person_id, since=today, until=today)
                codes.append("ok")
            except AbsenceRefused as problem:
                codes.append(problem.code)

    pairs = [("cs_head", "cs_deputy"), ("cs_deputy", "cs_head")]
    threads = [threading.Thread(target=name, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == ["loop", "ok"]


def test_a_post_is_helped_out_only_if_all_its_holders_are_away(desk):
    group = in_a_row("clinic", step("check", assign("group", value="hospital-clinic")))
    desk.away("hosp_clerk", "hosp_head")
    desk.start(group)
    assert desk.open() == {"check": {"hosp_clerk", "hosp_deputy"}}

    desk.away("hosp_deputy", "pe_head")
    desk.start(group)
    assert desk.open() == {"check": {"hosp_clerk", "hosp_deputy", "hosp_head", "pe_head"}}
    assert [reason[1] for reason in desk.reasons("check")] == ["group", "substitute", "substitute"]


def test_the_only_head_away_his_substitute_comes_beside_the_post(desk):
    desk.away("cs_head", "cs_deputy")
    desk.start(in_a_row("post", step("check", assign("unitHead", of="initiator"))))

    assert desk.open() == {"check": {"cs_head", "cs_deputy"}}
    assert desk.complete("cs_deputy").state == "completed"


def test_one_service_may_have_a_substitute_of_its_own(desk):
    desk.away("cs_head", "cs_deputy")
    desk.start(in_a_row("special", step("check", HEAD)))
    desk.away("cs_head", "tea01", service_key="special")

    desk.start(in_a_row("special", step("check", HEAD)))
    assert desk.open() == {"check": {"tea01"}}
    desk.start(in_a_row("others", step("check", HEAD)))
    assert desk.open() == {"check": {"cs_deputy"}}


def test_the_initiator_never_stands_in_at_his_own_matter(desk):
    # 院长请副院长代理，副院长自己的申请仍由院长审批。
    desk.away("cs_head", "cs_deputy")
    desk.start(in_a_row("own", step("check", HEAD)), "cs_deputy")

    assert desk.open() == {"check": {"cs_head"}}


def test_a_substitute_who_has_left_does_not_stand_in(desk):
    desk.away("cs_head", "cs_deputy")
    desk.leaves("cs_deputy")
    desk.start(in_a_row("gone", step("check", HEAD)))

    assert desk.open() == {"check": {"cs_head"}}


def test_the_initiators_own_form_comes_back_to_him_even_if_he_is_away(desk):
    desk.away("stu01", "stu02")
    desk.start(in_a_row("own", step("check", HEAD)))
    by = desk.person("cs_head")
    return_task(desk.rt, by, desk.rows()[0].id, version=1, to="initiator", opinion="请补充。")

    assert desk.open() == {"apply": {"stu01"}}


def test_what_is_returned_to_somebody_away_goes_to_his_substitute(desk):
    desk.start(in_a_row("back", step("one", HEAD), step("two", CLERK)))
    desk.complete("cs_head")
    desk.away("cs_head", "cs_deputy")
    by = desk.person("pe_clerk")
    return_task(desk.rt, by, desk.rows()[0].id, version=1, to="previous", opinion="请补充。")

    assert desk.open() == {"one": {"cs_deputy"}}


def test_a_substitute_who_has_approved_himself_is_not_asked_again(desk):
    desk.away("cs_head", "cs_deputy")
    one = step("one", assign("person", value="20110030"))
    desk.start(in_a_row("twice", one, step("two", HEAD, policy(repeated="skip"))))

    assert desk.complete("cs_deputy").state == "completed"


def test_back_earlier_the_substitute_gets_nothing_more_but_keeps_what_he_has(desk):
    substitution = desk.away("cs_head", "cs_deputy")
    service = in_a_row("trip", step("check", HEAD))
    desk.start(service)
    first = desk.matter
    end_substitution(desk.rt, desk.person("cs_head"), substitution)
    end_substitution(desk.rt, desk.person("cs_head"), substitution)

    desk.start(service)
    assert desk.open() == {"check": {"cs_head"}}
    desk.matter = first
    assert desk.open() == {"check": {"cs_deputy"}}
    desk.away("cs_head", "tea01")


@pytest.mark.parametrize(
    ("days", "starts_in", "code"), [(-1, 3, "order"), (1, -9, "past"), (366, 0, "too_long")]
)
def test_days_that_cannot_be(desk, days, starts_in, code):
    assert refused(lambda: desk.away("cs_head", "cs_deputy", days=days, starts_in=starts_in)) == code


def test_two_substitutes_for_the_same_days_or_for_no_service_at_all(desk):
    desk.away("cs_head", "cs_deputy", days=5)
    assert refused(lambda: desk.away("cs_head", "tea01", starts_in=5)) == "overlap"
    assert refused(lambda: desk.away("cs_head", "tea01", service_key="nothing")) == "unknown_service"
    desk.away("cs_head", "tea01", starts_in=6)
    day, gone = desk.clock.now.date(), desk.id("tea02")
    desk.leaves("tea02")
    for nobody in (gone, 10**30):
        with pytest.raises(UnknownPerson):
            add_substitution(desk.rt, desk.person("tea01"), nobody, since=day, until=day)


def test_everybody_speaks_for_himself_and_who_manages_people_for_those_of_his_units(desk):
    day = desk.clock.now.date()
    ask = {"since": day, "until": day}

    def enter(by, absent, instead="hosp_head"):
        who, other = desk.id(absent), desk.id(instead)
        return add_substitution(desk.rt, desk.person(by), other, person_id=who, **ask)

    with pytest.raises(Forbidden):
        enter("stu01", "cs_deputy")
    with pytest.raises(Forbidden):
        enter("cs_head", "civil_head")  # 学院负责人只管本学院的人
    made = enter("cs_head", "tea01")
    enter("admin", "civil_head", "pe_head")
    with pytest.raises(NotFound):
        add_substitution(desk.rt, desk.person("admin"), desk.id("stu01"), person_id=10**30, **ask)

    for act in (end_substitution, hand_over_open):
        with pytest.raises(NotFound):
            act(desk.rt, desk.person("stu01"), made)
        with pytest.raises(Forbidden):
            act(desk.rt, desk.person("hosp_head"), made)  # 代理人看得到，但不能改
        with pytest.raises(NotFound):
            act(desk.rt, desk.person("admin"), 10**30)
    with pytest.raises(Forbidden):
        substitutions_of(desk.rt, desk.connection, desk.person("stu01"), desk.id("tea01"))
    (seen,) = substitutions_of(desk.rt, desk.connection, desk.person("hosp_head"))
    assert (seen.person_name, seen.substitute_name, seen.state) == ("解云舒", "华清源", "now")
    end_substitution(desk.rt, desk.person("tea01"), made)
    assert [one.state for one in substitutions_of(desk.rt, desk.connection, desk.person("tea01"))] == [
        "ended"
    ]
