"""A small campus and services for the hall's stories."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bpmn_models.bundle import Bundle, make
from db import transaction
from db.link import Link
from hall.publishing import publish
from identity.models import Person, Unit
from identity.principal import Principal
from identity.refs import Grant, UnitRef

NOW = datetime(2026, 9, 1, 2, 0, tzinfo=UTC)


@pytest.fixture
def units(session: Session) -> dict[str, int]:
    """The school, the information centre, and a college with a department below it."""
    tree = [("school", None, "松溪理工大学"), ("it", "school", "信息化中心"), ("cs", "school", "计算机学院")]
    tree += [("cs-ai", "cs", "人工智能系")]
    made: dict[str, Unit] = {}
    for sort, (code, parent, name) in enumerate(tree):
        above = made[parent] if parent else None
        path = f"{above.path if above else ''}{code}/"
        unit = Unit(
            code=code, name=name, parent_id=above and above.id, path=path, kind="department", sort=sort
        )
        session.add(unit)
        session.flush()
        made[code] = unit
    session.commit()
    return {code: unit.id for code, unit in made.items()}


@pytest.fixture
def person_id(session: Session) -> int:
    person = Person(number="2026001", name="沈亦舟", name_key="shen", search_key="沈亦舟")
    session.add(person)
    session.commit()
    return person.id


def make_bundle(key: str, hall: str) -> Bundle:
    """Return a service whose `[hall]` part is this TOML."""
    service = f'[process]\nkey = "{key}"\nname = "{key}"\n[hall]\n{hall}'
    return make({"process.bpmn": b"<definitions/>", "service.toml": service.encode()})


@pytest.fixture
def list_service(connection: Link, units: dict[str, int]) -> Callable[..., int]:
    """Publish a service and return its item number."""

    def listed(key: str, title: str, more: str = "", at: datetime = NOW) -> int:
        with transaction() as uow:
            return publish(uow, make_bundle(key, f'title = "{title}"\n{more}'), person_id=None, now=at)

    return listed


def make_principal(
    person_id: int = 1,
    kinds: tuple[str, ...] = (),
    unit_path: str = "",
    keys: tuple[str, ...] = (),
    grants: tuple[Grant, ...] = (),
) -> Principal:
    """Return a principal with one unit, given by its path."""
    code = unit_path.rstrip("/").rpartition("/")[2]
    units: tuple[Any, ...] = (UnitRef(9, code, code, True, unit_path),) if unit_path else ()
    return Principal(person_id, "沈亦舟", "2026001", kinds, units, keys, grants)
