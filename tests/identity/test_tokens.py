"""Bearer tokens: good for twelve hours, until the sign-out or a change of password."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from db import reading
from identity.principal import Principal, load
from identity.proofs import confirm
from identity.signin import change_password
from identity.tokens import LIVES, issue, proof_of, revoke

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
PASSWORD = "Tongban-2026"


@pytest.fixture
def stu01(school) -> int:
    return school.person(login="stu01", units=("cs",))


def principal_of(token: str, now: datetime) -> Principal | None:
    proof = proof_of(token)
    with reading() as connection:
        found = confirm(proof, connection, now) if proof else None
    return found.principal if found else None


def test_a_token_stands_for_its_person(school, stu01: int) -> None:
    assert principal_of(issue(stu01, NOW), NOW) == load(school.connection, stu01)


def test_the_token_itself_is_not_in_the_database(school, stu01: int) -> None:
    token = issue(stu01, NOW)
    row = school.connection.execute(text("SELECT access_token::text FROM access_token")).scalar_one()
    assert token not in row
    assert token.encode().hex() not in row


def test_a_token_ends_by_time(stu01: int) -> None:
    token = issue(stu01, NOW)
    assert principal_of(token, NOW + LIVES - timedelta(seconds=1)) is not None
    assert principal_of(token, NOW + LIVES) is None


def test_signing_out_ends_that_token_alone(stu01: int) -> None:
    here, there = issue(stu01, NOW), issue(stu01, NOW)
    revoke(here)
    assert principal_of(here, NOW) is None
    assert principal_of(there, NOW) is not None


def test_changing_the_password_ends_all_tokens(stu01: int) -> None:
    token = issue(stu01, NOW)
    change_password(stu01, PASSWORD, "Wu-tong-leaves-1", NOW)
    assert principal_of(token, NOW) is None
    assert principal_of(issue(stu01, NOW), NOW) is not None


def test_a_token_of_an_inactive_person_is_no_good(school, stu01: int) -> None:
    token = issue(stu01, NOW)
    school.run("UPDATE person SET active = false")
    assert principal_of(token, NOW) is None


@pytest.mark.parametrize("token", ["", "x", "tb_" + "A" * 43, "tb_\x00" + "é" * 42])
def test_what_is_no_token_is_nobody(stu01: int, token: str) -> None:
    assert principal_of(token, NOW) is None


def test_expired_tokens_are_swept_when_the_next_is_issued(school, stu01: int) -> None:
    issue(stu01, NOW)
    issue(stu01, NOW + LIVES)
    assert school.scalar("SELECT count(*) FROM access_token") == 1


def test_token_and_principal_are_one_statement(school, stu01: int, counted: list[str]) -> None:
    token = issue(stu01, NOW)
    counted.clear()
    principal_of(token, NOW)
    assert len(counted) == 1
