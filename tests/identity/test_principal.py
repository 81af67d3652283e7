"""Who somebody is and what he may do, read in one statement."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from identity.principal import load, may, may_somewhere
from identity.proofs import SessionProof, TokenProof, confirm

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def test_a_person_with_two_units_has_the_main_one_first(school) -> None:
    person = school.person(units=("cs-ai", "it"), kinds=("teacher", "staff"))
    principal = load(school.connection, person)
    assert principal is not None
    assert [(unit.code, unit.main) for unit in principal.units] == [("cs-ai", True), ("it", False)]
    assert principal.units[0].path == "school/cs/cs-ai/"
    assert principal.main_unit == principal.units[0]
    assert principal.kinds == ("teacher", "staff")


def test_keys_name_the_person_his_groups_and_his_roles_where_he_holds_them(school) -> None:
    person = school.person(units=("cs",), roles=(("head", "cs"), ("deputy", "it")), groups=("it-mail",))
    principal = load(school.connection, person)
    assert principal is not None
    assert principal.keys == (
        f"p:{person}",
        "g:it-mail",
        f"r:deputy@{school.unit('it')}",
        f"r:head@{school.unit('cs')}",
    )


def test_a_person_without_anything_is_still_somebody(school) -> None:
    person = school.person()
    principal = load(school.connection, person)
    assert principal is not None
    assert (principal.units, principal.main_unit, principal.capabilities) == ((), None, ())
    assert principal.keys == (f"p:{person}",)


def test_membership_of_a_group_counts_from_the_next_request_on(school) -> None:
    person = school.person()
    school.grant("notice.edit", group="it-mail")
    before = load(school.connection, person)
    school.run("INSERT INTO group_member (person_id, group_key) VALUES (:person, 'it-mail')", person=person)
    during = load(school.connection, person)
    school.run("DELETE FROM group_member WHERE person_id = :person", person=person)
    after = load(school.connection, person)
    assert before is not None
    assert during is not None
    assert [may(principal, "notice.edit") for principal in (before, during)] == [False, True]
    assert "g:it-mail" in during.keys
    assert after == before


def test_an_inactive_person_and_an_unknown_one_are_nobody(school) -> None:
    person = school.person()
    school.run("UPDATE person SET active = false WHERE id = :person", person=person)
    assert load(school.connection, person) is None
    assert load(school.connection, 10**9) is None


def test_a_session_of_an_earlier_epoch_is_over(school) -> None:
    person = school.person()
    principal = load(school.connection, person)
    assert principal is not None
    session = SessionProof(person, principal.epoch)
    found = confirm(session, school.connection, NOW)
    assert found is not None
    assert found.principal == principal
    school.run("UPDATE person SET session_epoch = session_epoch + 1 WHERE id = :person", person=person)
    assert confirm(session, school.connection, NOW) is None


def test_nobody_sends_a_session_of_the_next_epoch(school) -> None:
    assert confirm(SessionProof(school.person(), 2), school.connection, NOW) is None


@pytest.mark.parametrize("proof", [SessionProof(1, 1), TokenProof(b"1" * 32)])
def test_equal_proofs_are_one_in_a_dictionary(proof) -> None:
    assert {proof: 1}[replace(proof)] == 1


@pytest.mark.parametrize(
    ("code", "allowed"),
    [("cs", True), ("cs-ai", True), ("cs-ai-lab", True), ("school", False), ("it", False), ("csx", False)],
)
def test_a_grant_reaches_down_the_tree_only(school, code: str, allowed: bool) -> None:
    person = school.person()
    school.grant("instance.inspect", number="1001", unit="cs")
    principal = load(school.connection, person)
    assert principal is not None
    assert may(principal, "instance.inspect", unit_path=school.path(code)) is allowed
    assert may(principal, "instance.inspect", school.unit(code), school.path(code)) is allowed
    assert not may(principal, "instance.mend", unit_path=school.path(code))


def test_a_grant_at_a_unit_is_none_for_the_whole_school(school) -> None:
    person = school.person()
    school.grant("instance.inspect", number="1001", unit="cs")
    principal = load(school.connection, person)
    assert principal is not None
    assert not may(principal, "instance.inspect")
    assert may_somewhere(principal, "instance.inspect")
    assert may(principal, "instance.inspect", school.unit("cs"))
    assert not may(principal, "instance.inspect", school.unit("cs-ai"))


def test_a_grant_without_a_unit_holds_everywhere(school) -> None:
    person = school.person()
    school.grant("instance.inspect", number="1001")
    principal = load(school.connection, person)
    assert principal is not None
    assert may(principal, "instance.inspect")
    assert may(principal, "instance.inspect", school.unit("it"), school.path("it"))


def test_a_grant_to_a_role_reaches_down_from_where_the_role_is_held(school) -> None:
    person = school.person(units=("it",), roles=(("head", "cs"),))
    school.grant("notice.approve", role="head")
    principal = load(school.connection, person)
    assert principal is not None
    assert may(principal, "notice.approve", unit_path=school.path("cs-ai"))
    assert not may(principal, "notice.approve", unit_path=school.path("it"))
    assert not may(principal, "notice.approve")


def test_a_grant_to_a_role_at_one_unit_is_not_for_the_role_at_another(school) -> None:
    here = school.person("1", "甲", roles=(("head", "cs"),))
    there = school.person("2", "乙", roles=(("head", "it"),))
    key = f"r:head@{school.unit('cs')}"
    school.run("INSERT INTO capability_grant (principal, capability) VALUES (:key, 'task.handle')", key=key)
    held, missed = load(school.connection, here), load(school.connection, there)
    assert held is not None
    assert missed is not None
    assert may(held, "task.handle")
    assert not may(missed, "task.handle")


def test_the_number_of_statements_is_one(school, counted: list[str]) -> None:
    person = school.person(units=("cs", "it"), roles=(("head", "cs"),), groups=("it-mail",))
    school.grant("task.handle", number="1001")
    counted.clear()
    load(school.connection, person)
    assert len(counted) == 1
