from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from db import reading, transaction
from identity.principal import Principal
from identity.refs import Grant
from notices.listing import mark_read, notice, notices, unread
from tests.notices.conftest import NOW, Publish

People = dict[str, Principal]


def titles(person: Principal, **options: Any) -> list[str]:
    with reading() as conn:
        return [row.title for row in notices(conn, person, **options).rows]


def count(person: Principal) -> int:
    with reading() as conn:
        return unread(conn, person)


@pytest.mark.parametrize(
    ("receivers", "student", "clerk"),
    [
        ({"receiverMode": "everyone"}, True, True),
        ({"receiverMode": "kinds", "receiverKinds": ["student"]}, True, False),
        ({"receiverMode": "units", "receiverUnits": ["cs"]}, True, True),
        ({"receiverMode": "units", "receiverUnits": ["cs-ai"]}, True, False),
        ({"receiverMode": "groups", "receiverGroups": ["it-mail"]}, False, True),
    ],
)
def test_a_notice_reaches_exactly_its_receivers(
    publish: Publish, people: People, receivers: dict[str, Any], student: bool, clerk: bool
) -> None:
    notice_id = publish(**receivers)
    for name, sees in (("student", student), ("clerk", clerk), ("author", True)):
        with reading() as conn:
            assert (notice(conn, people[name], notice_id) is not None) is sees
        assert bool(titles(people[name])) is sees
    assert count(people["student"]) == student


def test_an_administrator_of_the_publishing_unit_opens_it(publish: Publish, people: People) -> None:
    notice_id = publish(receiverMode="kinds", receiverKinds=["student"])
    clerk = people["clerk"]
    here = replace(clerk, capabilities=(Grant("notice.manage", 1, "school/office/"),))
    elsewhere = replace(clerk, capabilities=(Grant("notice.manage", 2, "school/cs/"),))
    with reading() as conn:
        assert notice(conn, here, notice_id) is not None
        assert notice(conn, elsewhere, notice_id) is None


def test_a_notice_counts_as_unread_until_it_is_opened(publish: Publish, people: People) -> None:
    first, student = publish(), people["student"]
    publish(title="第二则")
    assert count(student) == 2
    for _ in range(2):
        with transaction() as uow:
            mark_read(uow, student, first, NOW + timedelta(hours=1))
    assert count(student) == 1
    assert titles(student, unread_only=True) == ["第二则"]
    with reading() as conn:
        view = notice(conn, student, first)
    assert view is not None
    assert view.row.read


def test_a_notice_one_does_not_see_cannot_be_marked(publish: Publish, people: People) -> None:
    notice_id = publish(receiverMode="units", receiverUnits=["office"])
    with transaction() as uow:
        mark_read(uow, people["student"], notice_id, NOW)
    staff = replace(people["student"], kinds=("staff",))
    assert count(staff) == 0


def test_the_list_is_newest_first_and_paged(publish: Publish, people: People) -> None:
    for n in range(5):
        publish(title=f"第{n}则", kind="unit" if n % 2 else "school")
    with reading() as conn:
        first = notices(conn, people["student"], limit=3)
        second = notices(conn, people["student"], limit=3, before=first.next)
    assert [row.title for row in (*first.rows, *second.rows)] == [f"第{n}则" for n in (4, 3, 2, 1, 0)]
    assert second.next is None
    assert titles(people["student"], kind="unit") == ["第3则", "第1则"]


def test_the_body_comes_as_plain_paragraphs(publish: Publish, people: People) -> None:
    notice_id = publish(body="各位师生:\n\n  <b>停电</b>\r\n请周知。")
    with reading() as conn:
        view = notice(conn, people["student"], notice_id)
    assert view is not None
    assert view.paragraphs == ("各位师生:", "<b>停电</b>", "请周知。")
