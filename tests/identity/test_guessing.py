"""Guesses that arrive at one time: each counts, and none after the fifth failure learns anything."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import text

from db import transaction
from identity import passwords, seeding
from identity.errors import Locked, PasswordRefused, WrongCredentials
from identity.seeding import AccountSeed, PersonSeed
from identity.signin import change_password, sign_in

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
PASSWORD = "Tongban-2026"


@pytest.fixture
def stu01(committed: Flask) -> int:
    with transaction() as uow:
        seeding.add_people(uow, [PersonSeed("1001", "沈亦舟")])
        account = AccountSeed("1001", "stu01", passwords.hash_password(PASSWORD))
        seeding.add_accounts(uow, [account], NOW)
    with transaction() as uow:
        return uow.execute(text("SELECT id FROM person")).scalar_one()


def at_once(app: Flask, tries: list[Callable[[], object]]) -> list[object]:
    """Run all at one time, each in a thread; their answers or errors."""
    gate = threading.Barrier(len(tries))

    def run(attempt: Callable[[], object]) -> object:
        with app.app_context():
            gate.wait()
            try:
                return attempt()
            except (WrongCredentials, Locked, PasswordRefused) as error:
                return error

    with ThreadPoolExecutor(len(tries)) as pool:
        return list(pool.map(run, tries))


def test_each_of_many_guesses_at_once_counts(committed: Flask, stu01: int) -> None:
    answers = at_once(committed, [lambda: sign_in("stu01", "a wrong guess", now=NOW)] * 12)
    left = sorted(answer.left for answer in answers if isinstance(answer, WrongCredentials))
    assert left == [1, 2, 3, 4]
    assert Counter(type(answer) for answer in answers)[Locked] == 8


def test_a_login_nobody_has_counts_the_same_way(committed: Flask) -> None:
    answers = at_once(committed, [lambda: sign_in("nobody", "a wrong guess", now=NOW)] * 12)
    assert sorted(a.left for a in answers if isinstance(a, WrongCredentials)) == [1, 2, 3, 4]


def test_a_right_guess_that_settles_after_the_lock_is_told_nothing(
    committed: Flask, stu01: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked, locked = threading.Event(), threading.Event()
    verify = passwords.verify

    def slow(known: str | None, typed: str) -> bool:
        answer = verify(known, typed)
        if typed == PASSWORD:
            checked.set()
            assert locked.wait(10)
        return answer

    def wrong() -> None:
        assert checked.wait(10)
        for _ in range(5):
            with pytest.raises((WrongCredentials, Locked)):
                sign_in("stu01", "a wrong guess", now=NOW)
        locked.set()

    monkeypatch.setattr(passwords, "verify", slow)
    answers = at_once(committed, [lambda: sign_in("stu01", PASSWORD, now=NOW), wrong])
    assert isinstance(answers[0], Locked)


def test_of_two_changes_of_the_password_at_once_one_wins(committed: Flask, stu01: int) -> None:
    wanted = ["Wu-tong-leaves-1", "Wu-tong-leaves-2"]
    answers = at_once(committed, [partial(change_password, stu01, PASSWORD, new, NOW) for new in wanted])
    assert sorted(str(answer) for answer in answers) == ["2", "wrong_old"]
    winner = wanted[0] if answers[0] == 2 else wanted[1]
    assert sign_in("stu01", winner, now=NOW).epoch == 2
