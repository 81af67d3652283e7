from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bpmn_models.bundle import shipped
from db import reading, transaction
from db.link import Link
from hall.audit import history
from hall.catalogue import service
from hall.editing import edit_service, set_listed, set_recommended
from hall.errors import BadField, NotAllowed, UnknownService, UnknownUnit
from hall.publish_service import publish_service
from hall.publishing import publish
from identity.refs import Grant
from tests.hall.conftest import NOW, make_bundle, make_principal

Lister = Callable[..., int]


def put(key: str, hall: str, *, refresh: bool = False) -> int:
    with transaction() as uow:
        return publish(uow, make_bundle(key, hall), person_id=None, now=NOW, refresh=refresh)


def test_item_number_stays_when_a_service_is_published_again(list_service: Lister) -> None:
    first, second = list_service("mail", "邮箱解锁"), list_service("net", "校园网开户")
    assert second > first
    assert list_service("mail", "邮箱解锁申请") == first


def test_a_number_given_by_hand_is_kept_and_never_drawn_again(list_service: Lister) -> None:
    assert put("old", 'title = "旧事项"\nitem_number = 5016') == 5016
    assert list_service("new", "新事项") > 5016


def test_a_number_in_use_is_refused(list_service: Lister) -> None:
    taken = list_service("mail", "邮箱解锁")
    with pytest.raises(BadField):
        put("other", f'title = "别的"\nitem_number = {taken}')


def test_edits_survive_when_a_new_version_is_published(list_service: Lister, person_id: int) -> None:
    list_service("mail", "邮箱解锁", 'summary = "旧"')
    admin = make_principal(person_id, grants=(Grant("definition.publish"),))
    edit_service(admin, "mail", {"summary": "新"}, NOW)
    list_service("mail", "邮箱解锁", 'summary = "旧"')
    with reading() as conn:
        assert service(conn, "mail").card.summary == "新"
    put("mail", 'title = "邮箱解锁"\nsummary = "旧"', refresh=True)
    with reading() as conn:
        assert service(conn, "mail").card.summary == "旧"
        actions = [(change.action, change.changes.get("summary")) for change in history(conn, "mail")]
    assert actions[0] == ("refresh", [{"zh-CN": "新"}, {"zh-CN": "旧"}])
    assert actions[1] == ("edit", [{"zh-CN": "旧"}, {"zh-CN": "新"}])
    assert actions[2][0] == "publish"


def test_editing_is_refused_without_the_capability_at_its_unit(list_service: Lister) -> None:
    list_service("mail", "邮箱解锁", 'unit = "it"')
    stranger = make_principal(grants=(Grant("definition.publish", 3, "school/cs/"),))
    with pytest.raises(NotAllowed):
        edit_service(stranger, "mail", {"title": "抢来"}, NOW)
    with pytest.raises(UnknownService):
        set_listed(stranger, "nothing", False, NOW)


def test_a_service_cannot_be_moved_to_a_unit_beyond_ones_reach(list_service: Lister) -> None:
    list_service("mail", "邮箱解锁", 'unit = "cs"')
    dean = make_principal(grants=(Grant("definition.publish", 3, "school/cs/"),))
    with pytest.raises(NotAllowed):
        edit_service(dean, "mail", {"unit": "it"}, NOW)


def test_listing_and_recommending_are_kept_in_the_history(list_service: Lister, person_id: int) -> None:
    list_service("mail", "邮箱解锁")
    admin = make_principal(person_id, grants=(Grant("definition.publish"),))
    set_listed(admin, "mail", False, NOW + timedelta(seconds=1))
    set_recommended(admin, "mail", 1, NOW + timedelta(seconds=2))
    with reading() as conn:
        newest, older, _ = history(conn, "mail")
    assert (newest.action, newest.changes, newest.person_id) == (
        "recommend",
        {"recommended": [None, 1]},
        person_id,
    )
    assert (older.action, older.changes) == ("unlist", {"listed": [True, False]})


@pytest.mark.parametrize(
    "hall",
    [
        'summary = "无题"',
        'title = ""',
        'title = "x"\nstarters = ["somebody"]',
        'title = "x"\nstarters = ["kind:"]',
        'title = "x"\naudience = "staff"',
        'title = "x"\nvalidity = "sometimes"',
        'title = "x"\nvalidity = { from = 2026-09-01, until = 2026-08-01 }',
        'title = "x"\nitem_number = "A"',
    ],
)
def test_bad_settings_are_refused(connection: Link, hall: str) -> None:
    with pytest.raises(BadField):
        put("bad", hall)


def test_unknown_department_is_refused(connection: Link) -> None:
    with pytest.raises(UnknownUnit):
        put("bad", 'title = "x"\nunit = "nowhere"')


def test_shipped_services_can_be_listed(connection: Link, units: dict[str, int]) -> None:
    for bundle in shipped():
        known = {**bundle.service["hall"], "unit": "it"}
        with transaction() as uow:
            vars(bundle)["service"] = {**bundle.service, "hall": known}
            assert publish(uow, bundle, person_id=None, now=NOW) > 1000


def test_one_lists_only_the_services_of_ones_own_units(units: dict[str, int], person_id: int) -> None:
    dean = make_principal(grants=(Grant("definition.publish", units["cs"], "school/cs/"),))
    lab = make_bundle("lab", 'title = "机房预约"\nunit = "cs-ai"')
    mail = make_bundle("mail", 'title = "邮箱解锁"\nunit = "it"')
    with pytest.raises(NotAllowed):
        publish_service(dean, mail, NOW)
    assert publish_service(None, mail, NOW) < publish_service(replace(dean, person_id=person_id), lab, NOW)


def test_moving_the_bundle_does_not_open_a_row_to_others(list_service: Lister, units: dict[str, int]) -> None:
    list_service("mail", "邮箱解锁", 'unit = "it"')
    dean = make_principal(grants=(Grant("definition.publish", units["cs"], "school/cs/"),))
    with pytest.raises(NotAllowed):
        publish_service(dean, make_bundle("mail", 'title = "抢来"\nunit = "cs"'), NOW, refresh=True)
