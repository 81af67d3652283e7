"""A department with an author, a student and a clerk."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from db import transaction
from db.link import Link
from engine.operations import OperationContext, OperationRegistry
from identity.models import Group, GroupMember, Membership, Person, Unit
from identity.principal import Principal, load
from notices.publishing import OPERATION, publish_notice

NOW = datetime(2026, 9, 1, 2, 0, tzinfo=UTC)
Publish = Callable[..., int]


@pytest.fixture
def people(session: Session) -> dict[str, Principal]:
    """An author of the office, a student two levels below the college `cs`, a clerk in the group it-mail."""
    units = {}
    for code, path, above in [
        ("school", "school/", None),
        ("office", "school/office/", "school"),
        ("cs", "school/cs/", "school"),
        ("cs-ai", "school/cs/cs-ai/", "cs"),
    ]:
        units[code] = Unit(code=code, name=code, path=path, kind="unit", parent_id=above and units[above].id)
        session.add(units[code])
        session.flush()
    session.add(Group(key="it-mail", name="邮箱管理员"))
    ids = {}
    for name, kind, code in [
        ("author", "staff", "office"),
        ("student", "student", "cs-ai"),
        ("clerk", "staff", "cs"),
    ]:
        person = Person(number=name, name=name, name_key=name, search_key=name, kinds=[kind])
        session.add(person)
        session.flush()
        session.add(Membership(person_id=person.id, unit_id=units[code].id, main=True))
        ids[name] = person.id
    session.flush()
    session.add(GroupMember(group_key="it-mail", person_id=ids["clerk"]))
    session.commit()
    found = {name: load(Link(session.connection()), person_id) for name, person_id in ids.items()}
    return {name: principal for name, principal in found.items() if principal}


@pytest.fixture
def registry() -> OperationRegistry:
    made = OperationRegistry()
    made.register(OPERATION, publish_notice)
    return made


@pytest.fixture
def publish(people: dict[str, Principal], registry: OperationRegistry) -> Publish:
    """Publish as a service step would, and return the notice's id."""

    def published(instance: uuid.UUID | None = None, **params: Any) -> int:
        told = {
            "title": "停电通知",
            "kind": "school",
            "body": "明日停电。",
            "receiverMode": "everyone",
            **params,
        }
        author = people["author"]
        unit = author.main_unit
        with transaction() as uow:
            context = OperationContext(
                uow, NOW, instance or uuid.uuid4(), "publish", author.person_id, unit and unit.id
            )
            return int(registry.call(OPERATION, context, told)["id"])

    return published
