"""A small school: a tree of units, and people made as each story needs them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from db.link import Link
from identity import passwords, seeding
from identity.seeding import AccountSeed, GrantSeed, PersonSeed, UnitSeed

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
PASSWORD = "Tongban-2026"

UNITS = (
    UnitSeed("school", "学校", "school"),
    UnitSeed("cs", "计算机学院", "college", parent="school", sort=1),
    UnitSeed("cs-ai", "人工智能系", "section", parent="cs", sort=2),
    UnitSeed("cs-ai-lab", "实验室", "section", parent="cs-ai", sort=3),
    UnitSeed("csx", "另一学院", "college", parent="school", sort=4),
    UnitSeed("it", "信息化中心", "department", parent="school", sort=5),
)


@pytest.fixture(autouse=True)
def _cheap_hashes() -> Iterator[None]:
    passwords.use(passwords.CHEAP)
    yield
    passwords.use(passwords.STANDARD)


@dataclass(frozen=True)
class School:
    """Shorthands over a connection on which the small school stands."""

    connection: Link

    def person(self, number: str = "1001", name: str = "沈亦舟", *, login: str = "", **seed: object) -> int:
        seeding.add_people(self.connection, [PersonSeed(number, name, **seed)])  # type: ignore[arg-type]
        if login:
            account = AccountSeed(number, login, passwords.hash_password(PASSWORD))
            seeding.add_accounts(self.connection, [account], NOW)
        return self.scalar("SELECT id FROM person WHERE number = :number", number=number)

    def unit(self, code: str) -> int:
        return self.scalar("SELECT id FROM unit WHERE code = :code", code=code)

    def path(self, code: str) -> str:
        return self.scalar("SELECT path FROM unit WHERE code = :code", code=code)

    def grant(self, capability: str, **holder: str) -> None:
        seeding.add_grants(self.connection, [GrantSeed(capability, **holder)])

    def run(self, statement: str, **values: object) -> None:
        self.connection.execute(text(statement), values)

    def scalar(self, statement: str, **values: object):
        return self.connection.execute(text(statement), values).scalar_one()


@pytest.fixture
def school(connection: Link) -> School:
    return build(connection)


def build(connection: Link) -> School:
    seeding.add_units(connection, UNITS)
    seeding.add_roles(connection, {"head": "负责人", "deputy": "副职"})
    seeding.add_groups(connection, {"it-mail": "邮箱管理员"})
    return School(connection)
