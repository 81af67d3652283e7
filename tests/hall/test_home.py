from collections.abc import Callable
from datetime import date, timedelta

import pytest

from calendars.terms import add_term
from db import reading, transaction
from db.link import Link
from hall.catalogue import Filters, search
from hall.editing import set_recommended
from hall.errors import UnknownService
from hall.favourites import add_favourite, remove_favourite
from hall.home import favourites, home
from hall.terms import term_day
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


def test_the_teaching_week_is_told_as_the_campus_writes_it(connection: Link) -> None:
    add_term(connection, 2023, 1, date(2023, 8, 21), date(2024, 1, 28))
    chinese, english = (term_day(connection, date(2023, 9, 13), locale) for locale in ("zh_CN", "en"))
    assert chinese is not None
    assert english is not None
    assert (chinese.title, chinese.week) == ("2023-2024学年第一学期", 4)
    assert english.title == "2023–2024, term 1"
    assert term_day(connection, date(2024, 2, 10)) is None
