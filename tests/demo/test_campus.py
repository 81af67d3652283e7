"""The demo campus: whole, plainly fictional, loaded once and never again."""

import re
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import groupby

import pytest
from flask import Flask
from sqlalchemy import text

from db import transaction
from db.link import Link
from demo import calendar
from demo.accounts import accounts
from demo.campus import campus
from demo.load import load_campus
from identity import capabilities, directory, passwords
from identity.principal import Principal, load, may
from identity.signin import sign_in

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)

# Logins that tests, scripts and documentation of the other rooms rely on: unit, roles and groups.
FIXED = {
    "stu01": ("cs", set()),
    "stu02": ("cs", set()),
    "tea01": ("cs", set()),
    "cs_head": ("cs", {"head@cs"}),
    "it_head": ("it", {"head@it"}),
    "it_clerk": ("it", {"it-mail"}),
    "hosp_clerk": ("hospital", {"hospital-clinic"}),
    "pe_clerk": ("pe", {"sports-office"}),
    "office_author": ("office", {"notice-authors"}),
    "office_head": ("office", {"head@office"}),
    "admin": ("it", set()),
    "designer": ("it", set()),
    "newcomer": ("foreign", set()),
}


@pytest.fixture
def loaded(connection: Link) -> Iterator[Link]:
    passwords.use(passwords.CHEAP)
    assert load_campus(connection, NOW)
    yield connection
    passwords.use(passwords.STANDARD)


def count(connection: Link, table: str) -> int:
    return connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()


def principal(connection: Link, login: str) -> Principal:
    found = connection.execute(text("SELECT person_id FROM account WHERE subject = :login"), {"login": login})
    loaded = load(connection, found.scalar_one())
    assert loaded is not None
    return loaded


def test_the_campus_is_loaded_whole(loaded: Link) -> None:
    people = [person.seed for person in campus().people]
    assert count(loaded, "unit") == len(campus().units) == 20
    assert count(loaded, "person") == count(loaded, "credential") == len(people) == 61
    assert count(loaded, "role_holder") == sum(len(seed.roles) for seed in people)
    assert count(loaded, "group_member") == sum(len(seed.groups) for seed in people)
    assert count(loaded, "membership") == sum(len(seed.units) for seed in people)
    assert count(loaded, "capability_grant") == len(campus().grants)
    assert count(loaded, "teaching_term") == len(campus().terms)


def test_loading_takes_a_second_at_most_with_the_real_hash(connection: Link) -> None:
    campus()
    started = time.process_time()
    load_campus(connection, NOW)
    assert time.process_time() - started < 1


def test_a_second_load_changes_nothing_and_resets_nothing(loaded: Link) -> None:
    loaded.execute(text("UPDATE person SET phone = '000-5550-0999' WHERE number = '2024110001'"))
    loaded.execute(text("DELETE FROM group_member WHERE group_key = 'it-mail'"))
    loaded.execute(text("UPDATE credential SET must_change = false"))
    before = {table: snapshot(loaded, table) for table in ("person", "group_member", "credential", "unit")}
    assert not load_campus(loaded, NOW)
    assert before == {table: snapshot(loaded, table) for table in before}


def snapshot(connection: Link, table: str) -> list[str]:
    return sorted(connection.execute(text(f"SELECT t::text FROM {table} t")).scalars())


def test_two_starts_at_once_load_it_once(committed: Flask) -> None:
    gate = threading.Barrier(2)

    def start(_: int) -> bool:
        with committed.app_context(), transaction() as uow:
            gate.wait()
            return load_campus(uow, NOW)

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(start, range(2))) == [False, True]


def test_every_unit_has_a_head_and_a_deputy(loaded: Link) -> None:
    for unit in directory.units(loaded):
        assert directory.heads(loaded, unit.id), unit.name
        assert directory.holders(loaded, "deputy", unit.id), unit.name


def test_units_form_one_tree_under_the_school(loaded: Link) -> None:
    units = directory.units(loaded)
    assert (units[0].code, units[0].name) == ("school", "松溪理工大学")
    assert all(unit.path.startswith("school/") for unit in units)
    assert max(unit.path.count("/") for unit in units) == 3


def test_fixed_logins_are_where_the_other_rooms_expect_them(loaded: Link) -> None:
    by_login = {account["login"]: account for account in accounts()}
    for login, (unit, roles) in FIXED.items():
        account = by_login[login]
        assert account["units"][0] == unit
        assert roles <= set(account["roles"])
        assert principal(loaded, login).name == account["name"]


def test_every_account_signs_in_and_all_but_one_are_past_their_first_login(loaded: Link) -> None:
    signed_in = {a["login"]: sign_in(a["login"], a["password"], now=NOW) for a in accounts()}
    assert [login for login, answer in signed_in.items() if answer.must_change] == ["newcomer"]
    assert [a["login"] for a in accounts() if a["must_change"]] == ["newcomer"]


def test_the_administrator_may_do_all_everywhere(loaded: Link) -> None:
    admin = principal(loaded, "admin")
    for unit in directory.units(loaded):
        assert all(may(admin, capability, unit.id, unit.path) for capability in capabilities.ALL)


def test_others_may_do_what_they_are_there_for(loaded: Link) -> None:
    path = {unit.code: unit.path for unit in directory.units(loaded)}
    assert may(principal(loaded, "designer"), capabilities.DEFINITION_PUBLISH, unit_path=path["cs"])
    assert not may(principal(loaded, "designer"), capabilities.INSTANCE_INSPECT, unit_path=path["cs"])
    assert may(principal(loaded, "office_head"), capabilities.NOTICE_APPROVE, unit_path=path["office"])
    assert not may(principal(loaded, "office_head"), capabilities.NOTICE_APPROVE, unit_path=path["cs"])
    assert may(principal(loaded, "office_author"), capabilities.NOTICE_EDIT)
    assert principal(loaded, "stu01").capabilities == ()


def test_some_have_two_units_or_two_kinds(loaded: Link) -> None:
    assert [unit.code for unit in principal(loaded, "tea01").units] == ["cs", "it"]
    assert principal(loaded, "stu07").kinds == ("student", "staff")
    assert all("staff" in a.seed.kinds for a in campus().people if "teacher" in a.seed.kinds)


def test_contact_data_is_plainly_fictional() -> None:
    for person in campus().people:
        assert re.fullmatch(r"000-5550-0\d{3}", person.seed.phone)
        assert person.seed.email.endswith("@songxi.example")


def test_names_numbers_logins_and_phones_are_of_one_person_each() -> None:
    for of in ("name", "number", "phone", "email"):
        values = sorted(getattr(person.seed, of) for person in campus().people)
        assert [value for value, same in groupby(values) if len(list(same)) > 1] == []
    assert len({person.login for person in campus().people}) == len(campus().people)


def test_no_password_would_break_our_own_rules() -> None:
    for person in campus().people:
        passwords.check_rules(campus().password, login=person.login, names=(person.seed.number,))


def test_the_calendar_is_loaded_with_its_working_weekends(loaded: Link) -> None:
    assert count(loaded, "calendar_day") == len(calendar.days())
    kinds = {day.day: day.kind for day in calendar.days()}
    assert all(kinds[day] == "workday" for day in kinds if day.isoformat() in ("2026-02-14", "2026-10-10"))
    assert all(day.weekday() > 4 for day, kind in kinds.items() if kind == "workday")
