from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from db import reading, transaction
from hall.catalogue import service
from hall.models import ServiceVisit
from hall.visits import count_visit, forget_visitors
from tests.hall.conftest import NOW


def visits(key: str) -> int:
    with reading() as conn:
        return service(conn, key).card.visits


def test_a_visitor_counts_once_a_day_when_he_reloads(list_service: Callable[..., int]) -> None:
    list_service("mail", "邮箱解锁")
    for visitor, at in [("p:1", NOW), ("p:1", NOW), ("s:abc", NOW), ("p:1", NOW + timedelta(days=1))]:
        with transaction() as uow:
            count_visit(uow, "mail", visitor, at)
    assert visits("mail") == 3


def test_the_day_turns_at_midnight_on_campus(list_service: Callable[..., int]) -> None:
    list_service("mail", "邮箱解锁")
    before_midnight = NOW.replace(hour=15, minute=59)
    for at in (before_midnight, before_midnight + timedelta(minutes=2)):
        with transaction() as uow:
            count_visit(uow, "mail", "p:1", at)
    assert visits("mail") == 2


def test_unknown_service_is_ignored(list_service: Callable[..., int]) -> None:
    with transaction() as uow:
        count_visit(uow, "nothing", "p:1", NOW)


def test_visitors_of_past_days_are_forgotten_but_counted(list_service: Callable[..., int]) -> None:
    list_service("mail", "邮箱解锁")
    with transaction() as uow:
        count_visit(uow, "mail", "p:1", NOW)
        forget_visitors(uow, NOW + timedelta(days=1))
    with reading() as conn:
        assert conn.execute(select(ServiceVisit.day)).all() == []
    assert visits("mail") == 1
