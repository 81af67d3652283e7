from collections.abc import Callable
from datetime import date, datetime

import pytest

from db import reading
from db.link import Link
from hall.catalogue import service
from hall.models import Service
from hall.starting import eligibility, may_start
from tests.hall.conftest import NOW, make_principal

TODAY = date(2026, 9, 1)
STUDENT = make_principal(kinds=("student",), unit_path="school/cs/cs-ai/")
CLERK = make_principal(kinds=("staff",), unit_path="school/it/", keys=("p:1", "g:notice-authors", "r:head@3"))

Lister = Callable[..., int]


@pytest.mark.parametrize(
    ("rule", "student", "clerk"),
    [
        ("everyone", True, True),
        ("kind:student", True, False),
        ("unit:cs", True, False),
        ("unit:school", True, True),
        ("group:notice-authors", False, True),
        ("role:head", False, True),
    ],
)
def test_a_rule_lets_in_whom_it_names(list_service: Lister, rule: str, student: bool, clerk: bool) -> None:
    list_service("mail", "邮箱解锁", f'starters = ["{rule}"]')
    with reading() as conn:
        terms = service(conn, "mail").terms
    assert may_start(STUDENT, terms, TODAY).allowed is student
    assert may_start(CLERK, terms, TODAY).allowed is clerk


def test_nobody_may_start_without_a_rule(list_service: Lister) -> None:
    list_service("mail", "邮箱解锁")
    with reading() as conn:
        assert may_start(STUDENT, service(conn, "mail").terms, TODAY).reason == "not_a_starter"


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2026, 8, 31), "not_yet"),
        (date(2026, 9, 1), "ok"),
        (date(2026, 9, 30), "ok"),
        (date(2026, 10, 1), "expired"),
    ],
)
def test_period_of_validity_includes_both_ends(list_service: Lister, day: date, reason: str) -> None:
    period = "validity = { from = 2026-09-01, until = 2026-09-30 }"
    list_service("mail", "邮箱解锁", f'starters = ["everyone"]\n{period}')
    with reading() as conn:
        assert may_start(STUDENT, service(conn, "mail").terms, day).reason == reason


def test_reasons_tell_signed_out_from_unlisted(list_service: Lister, connection: Link) -> None:
    list_service("mail", "邮箱解锁", 'starters = ["everyone"]')
    assert may_start(None, service(connection, "mail").terms, TODAY).reason == "signed_out"
    connection.execute(Service.__table__.update().values(listed=False))
    assert may_start(None, service(connection, "mail").terms, TODAY).reason == "unlisted"


def test_the_engines_port_knows_no_unknown_service(list_service: Lister) -> None:
    def clock() -> datetime:
        return NOW

    list_service("mail", "邮箱解锁", 'starters = ["kind:student"]')
    eligible = eligibility(clock)
    with reading() as conn:
        assert eligible(conn, STUDENT, "mail")
        assert not eligible(conn, CLERK, "mail")
        assert not eligible(conn, STUDENT, "nothing")
