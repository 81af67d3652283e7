from collections.abc import Callable
from datetime import timedelta

import pytest

from db import reading, transaction
from db.link import Link
from hall.catalogue import Filters, search, service
from hall.errors import UnknownService
from hall.facets import facets
from hall.models import Service
from hall.visits import count_visit
from tests.hall.conftest import NOW

Lister = Callable[..., int]


@pytest.fixture
def catalogue(list_service: Lister) -> None:
    """Four services of three departments."""
    list_service(
        "mail",
        "邮箱解锁申请",
        'summary = "学校邮箱被锁定时"\nunit = "it"\naudience = ["staff", "student"]\nkind = "信息服务"',
    )
    list_service(
        "net", "校园网开户", 'summary = "也用于邮箱"\nunit = "it"\naudience = ["staff"]\nkind = "信息服务"'
    )
    list_service(
        "lab", "机房预约", 'unit = "cs-ai"\naudience = ["student"]\nkind = "教学"', NOW + timedelta(1)
    )
    list_service("seal", "用印申请", 'unit = "cs"\naudience = ["staff"]\nkind = "行政"')


def found(query: str = "", **more: str) -> list[str]:
    with reading() as conn:
        return [row.key for row in search(conn, Filters(query, **more)).rows]


@pytest.mark.usefixtures("catalogue")
class TestSearch:
    def test_title_comes_before_summary_when_both_match(self) -> None:
        assert found("邮箱") == ["mail", "net"]

    @pytest.mark.parametrize("query", ["yxjs", "youxiangjiesuo", "邮箱 解锁", "suoding"])
    def test_service_is_found_by_pinyin_and_by_words(self, query: str) -> None:
        assert found(query) == ["mail"]

    def test_services_are_found_by_their_department(self) -> None:
        assert set(found("信息化中心")) == {"mail", "net"}

    def test_nothing_is_found_when_query_is_a_wildcard(self) -> None:
        assert found("%") == []
        assert found("' OR 1=1 --") == []

    def test_a_department_covers_those_below_it(self) -> None:
        assert set(found(unit="cs")) == {"lab", "seal"}
        assert found(unit="cs-ai") == ["lab"]

    def test_filters_narrow_together(self) -> None:
        assert found(unit="it", audience="student", kind="信息服务") == ["mail"]

    def test_unlisted_services_are_left_out(self, connection: Link) -> None:
        connection.execute(Service.__table__.update().values(listed=False).where(Service.key == "seal"))
        assert "seal" not in found()

    def test_order_follows_what_was_asked(self) -> None:
        with transaction() as uow:
            count_visit(uow, "seal", "p:1", NOW)
        with reading() as conn:
            assert search(conn, Filters(), sort="visits").rows[0].key == "seal"
            assert search(conn, Filters(), sort="newest").rows[0].key == "lab"

    def test_pages_are_cut_and_bounded(self) -> None:
        with reading() as conn:
            last = search(conn, Filters(), page=99, size=3)
        assert (last.page, last.pages, last.total, len(last.rows)) == (2, 2, 4, 1)

    def test_facets_count_under_the_other_filters(self) -> None:
        with reading() as conn:
            shown = facets(conn, Filters(unit="cs", audience="student"))
        assert [(unit.value, unit.count, unit.depth) for unit in shown.units] == [
            ("it", 1, 1),
            ("cs", 1, 1),
            ("cs-ai", 1, 2),
        ]
        assert {facet.value: facet.count for facet in shown.audiences} == {"staff": 1, "student": 1}
        assert [(kind.value, kind.count) for kind in shown.kinds] == [("教学", 1)]


def test_service_page_speaks_the_readers_language(list_service: Lister) -> None:
    summary = 'summary = {"zh-CN" = "解锁", en = "Unlock it"}'
    more = summary + '\n[hall.guide]\nplace = {"zh-CN" = "行政楼", en = "Main hall"}'
    list_service("mail", "邮箱解锁", more)
    with reading() as conn:
        chinese, english = service(conn, "mail"), service(conn, "mail", locale="en")
    assert chinese.card.summary == "解锁"
    assert english.card.summary == "Unlock it"
    assert english.card.title == "邮箱解锁"
    assert english.guide == {"place": "Main hall"}


def test_unknown_key_is_refused(connection: Link) -> None:
    with reading() as conn, pytest.raises(UnknownService):
        service(conn, "nothing")
