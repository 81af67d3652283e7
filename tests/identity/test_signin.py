"""Signing in, first login, lock-out and changing the password (L1, L3)."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from identity import passwords
from identity.errors import AccountClosed, Locked, PasswordRefused, WrongCredentials
from identity.proofs import SessionProof, confirm
from identity.signin import SignedIn, change_password, sign_in

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
PASSWORD = "Tongban-2026"
FRESH = "梧桐-leaves-77"


@pytest.fixture
def stu01(school) -> int:
    return school.person(login="stu01")


def fail(times: int, login: str = "stu01", now: datetime = NOW) -> list[int | datetime]:
    """Sign in with a wrong password; the attempts left, or the end of the lock."""
    answers: list[int | datetime] = []
    for _ in range(times):
        with pytest.raises((WrongCredentials, Locked)) as refused:
            sign_in(login, "not-the-password", now=now)
        error = refused.value
        answers.append(error.until if isinstance(error, Locked) else error.left)
    return answers


def test_the_right_password_signs_in(stu01: int) -> None:
    assert sign_in("stu01", PASSWORD, now=NOW) == SignedIn(stu01, must_change=False, epoch=1)


@pytest.mark.parametrize("typed", ["STU01", " stu01 ", "ｓｔｕ０１"])
def test_a_login_is_known_however_it_is_typed(stu01: int, typed: str) -> None:
    assert sign_in(typed, PASSWORD, now=NOW).person_id == stu01


@pytest.mark.parametrize("password", ["", "tongban-2026", PASSWORD + " ", "x" * 100_000, "\x00", "\ud800"])
def test_a_wrong_password_is_refused_with_the_attempts_left(stu01: int, password: str) -> None:
    with pytest.raises(WrongCredentials) as refused:
        sign_in("stu01", password, now=NOW)
    assert refused.value.left == 4


def test_five_failures_lock_for_a_quarter_of_an_hour(stu01: int) -> None:
    until = NOW + timedelta(minutes=15)
    assert fail(5) == [4, 3, 2, 1, until]
    with pytest.raises(Locked) as locked:
        sign_in("stu01", PASSWORD, now=until - timedelta(seconds=1))
    assert locked.value.until == until
    assert sign_in("stu01", PASSWORD, now=until).person_id == stu01


def test_guesses_during_the_lock_do_not_prolong_it(stu01: int) -> None:
    fail(5)
    until = NOW + timedelta(minutes=15)
    assert fail(2, now=until - timedelta(minutes=1)) == [until, until]
    assert fail(1, now=until) == [4]


def test_signing_in_forgets_the_failures(stu01: int) -> None:
    fail(4)
    sign_in("stu01", PASSWORD, now=NOW)
    assert fail(1) == [4]


def test_failures_of_long_ago_do_not_count(stu01: int) -> None:
    fail(4)
    assert fail(1, now=NOW + timedelta(minutes=15)) == [4]


def test_an_unknown_login_answers_like_a_known_one(stu01: int) -> None:
    assert fail(6, "nobody") == fail(6, "stu01")


def test_an_unknown_login_is_checked_against_a_hash_as_well(
    stu01: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str | None] = []
    verify = passwords.verify

    def noting(known: str | None, typed: str) -> bool:
        checked.append(known)
        return verify(known, typed)

    monkeypatch.setattr(passwords, "verify", noting)
    fail(1, "nobody")
    assert checked == [None]
    assert passwords._dummy(passwords.CHEAP).startswith("$argon2id$")


@pytest.mark.parametrize("login", ["", "\x00", "\ud800", "a" * 10_000, "' OR 1=1 --"])
def test_any_login_gets_an_answer(school, login: str) -> None:
    assert fail(1, login) == [4]


def test_what_was_typed_as_login_is_not_kept(school, stu01: int) -> None:
    fail(1, "My-Password-1")
    kept = school.connection.execute(text("SELECT * FROM sign_in_failure")).one()
    assert b"password" not in bytes(kept.login_digest)


def test_old_failures_are_swept_when_a_login_is_locked(school, stu01: int) -> None:
    fail(1, "nobody")
    fail(5, "stu01", now=NOW + timedelta(hours=1))
    assert school.scalar("SELECT count(*) FROM sign_in_failure") == 1


def test_an_inactive_person_is_told_so_but_only_with_the_right_password(school, stu01: int) -> None:
    school.run("UPDATE person SET active = false")
    with pytest.raises(AccountClosed):
        sign_in("stu01", PASSWORD, now=NOW)
    assert fail(1) == [4]


def test_an_outdated_hash_is_renewed_at_sign_in(school, stu01: int) -> None:
    passwords.use(passwords.PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    before = school.scalar("SELECT password_hash FROM credential")
    sign_in("stu01", PASSWORD, now=NOW)
    after = school.scalar("SELECT password_hash FROM credential")
    assert after != before
    assert sign_in("stu01", PASSWORD, now=NOW).person_id == stu01


def test_the_first_login_ends_with_a_password_of_ones_own(school, stu01: int) -> None:
    school.run("UPDATE credential SET must_change = true")
    assert sign_in("stu01", PASSWORD, now=NOW).must_change
    epoch = change_password(stu01, PASSWORD, FRESH, NOW)
    assert sign_in("stu01", FRESH, now=NOW) == SignedIn(stu01, must_change=False, epoch=epoch)
    assert fail(1) == [4]
    with pytest.raises(WrongCredentials):
        sign_in("stu01", PASSWORD, now=NOW)


def test_changing_the_password_ends_the_other_sessions(school, stu01: int) -> None:
    elsewhere = sign_in("stu01", PASSWORD, now=NOW)
    epoch = change_password(stu01, PASSWORD, FRESH, NOW)
    assert confirm(SessionProof(stu01, elsewhere.epoch), school.connection, NOW) is None
    assert confirm(SessionProof(stu01, epoch), school.connection, NOW) is not None


def test_a_wrong_old_password_counts_as_a_failure(stu01: int) -> None:
    for _ in range(5):
        with pytest.raises(PasswordRefused) as refused:
            change_password(stu01, "not-the-password", FRESH, NOW)
        assert refused.value.code == "wrong_old"
    with pytest.raises(Locked):
        change_password(stu01, PASSWORD, FRESH, NOW)
    with pytest.raises(Locked):
        sign_in("stu01", PASSWORD, now=NOW)


@pytest.mark.parametrize(
    ("new", "code"),
    [
        ("Short-1", "too_short"),
        ("x1" * 65, "too_long"),
        (PASSWORD, "same_as_old"),
        ("my-STU01-pass", "contains_account"),
        ("hello-1001-hello", "contains_account"),
        ("abcdefghijkl", "too_simple"),
        ("a1a1a1a1a1a1", "too_simple"),
        ("一二三四五六七八九十", "too_simple"),
    ],
)
def test_a_password_that_breaks_a_rule_is_refused(school, stu01: int, new: str, code: str) -> None:
    with pytest.raises(PasswordRefused) as refused:
        change_password(stu01, PASSWORD, new, NOW)
    assert refused.value.code == code
    assert sign_in("stu01", PASSWORD, now=NOW).epoch == 1


def test_a_person_without_a_password_here_cannot_change_it(school) -> None:
    person = school.person()
    with pytest.raises(PasswordRefused) as refused:
        change_password(person, "", FRESH, NOW)
    assert refused.value.code == "no_credential"


def test_a_password_composed_differently_is_the_same(school, stu01: int) -> None:
    change_password(stu01, PASSWORD, "Caf\u00e9-garten-1", NOW)
    assert sign_in("stu01", "Cafe\u0301-garten-1", now=NOW).person_id == stu01
