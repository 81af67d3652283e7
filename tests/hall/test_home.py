from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import Connection

from db import reading, transaction
from hall.catalogue import Filters, search
from hall.editing import set_recommended
from hall.errors import UnknownService
from hall.favourites import add_favourite, remove_favourite
from hall.home import favourites, home
from hall.terms import put_term, term_day
from identity.refs import Grant
from tests.hall.conftest import NOW, make_principal

Lister = Callable[..., int]


def test_front_page_gathers_what_a_person_needs(list_service: Lister, person_id: int) -> None:
    list_service("mail", "邮箱解锁", 'unit = "it"')
    list_service("lab", "机房预约", 'unit = "cs-ai"', NOW + timedelta(days=1))
    set_recommended(make_principal(person_id, grants=(Grant("definition.publish"),)), "mail", 1, NOW)
    with transaction() as uow:
        add_favourite(uow, person_id, "lab", NOW)
    with reading() as conn:
        page = home(conn, person_id=person_id)
    assert [card.key for card in page.recommended] == ["mail"]
    assert [card.key for card in page.newest] == ["lab", "mail"]
    assert [(card.key, card.favourite) for card in page.favourites] == [("lab", True)]
    assert [(unit.label, unit.count) for unit in page.departments] == [
        ("信息化中心", 1),
        ("计算机学院", 1),
        ("人工智能系", 1),
    ]


def test_favourites_are_ones_own(list_service: Lister, person_id: int) -> None:
    list_service("mail", "邮箱解锁")
    with transaction() as uow:
        add_favourite(uow, person_id, "mail", NOW)
        add_favourite(uow, person_id, "mail", NOW)
    with reading() as conn:
        assert len(favourites(conn, person_id)) == 1
        assert favourites(conn, person_id + 1) == ()
        assert not search(conn, Filters(), person_id=person_id + 1).rows[0].favourite
    with transaction() as uow:
        remove_favourite(uow, person_id, "mail")
    with reading() as conn:
        assert favourites(conn, person_id) == ()


def test_an_unknown_service_is_no_favourite(person_id: int) -> None:
    with pytest.raises(UnknownService), transaction() as uow:
        add_favourite(uow, person_id, "nothing", NOW)


def test_the_teaching_week_is_told_as_the_campus_counts_it(connection: Connection) -> None:
    with transaction() as uow:
        put_term(uow, "2023-2024学年第一学期", date(2023, 8, 21), date(2024, 1, 28))
        put_term(uow, "2023-2024学年第二学期", date(2024, 2, 28), date(2024, 7, 5))
    with reading() as conn:
        day = term_day(conn, date(2023, 9, 13))
        wednesday_start = term_day(conn, date(2024, 3, 4))
        holiday = term_day(conn, date(2024, 2, 10))
    assert day is not None
    assert (day.title, day.week) == ("2023-2024学年第一学期", 4)
    assert wednesday_start is not None
    assert wednesday_start.week == 2
    assert holiday is None
