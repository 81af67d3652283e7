"""Adding units, people and what they hold in bulk; what is there already stays as it is.

People are named by their number, units by their code. Everything runs on the caller's connection, in his
transaction.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import TextClause, text

from db.link import Link
from identity.pinyin import fold, name_key, search_key

_UNIT = text("""
INSERT INTO unit (code, name, parent_id, path, kind, sort)
SELECT :code, :name, above.id, coalesce(above.path, '') || :code || '/', :kind, :sort
FROM (SELECT CAST(:parent AS text) AS code) wanted LEFT JOIN unit above ON above.code = wanted.code
WHERE wanted.code IS NULL OR above.id IS NOT NULL ON CONFLICT (code) DO NOTHING
""")
_PERSON = text("""
INSERT INTO person (number, name, name_key, search_key, sex, kinds, phone, email)
VALUES (:number, :name, :name_key, :search_key, :sex, :kinds, :phone, :email) ON CONFLICT (number) DO NOTHING
""")
_MEMBERSHIP = text("""
INSERT INTO membership (person_id, unit_id, main, title)
SELECT p.id, u.id, :main, :title FROM person p, unit u WHERE p.number = :number AND u.code = :unit
ON CONFLICT DO NOTHING
""")
_ROLE_HOLDER = text("""
INSERT INTO role_holder (person_id, role_key, unit_id)
SELECT p.id, :role, u.id FROM person p, unit u WHERE p.number = :number AND u.code = :unit
ON CONFLICT DO NOTHING
""")
_GROUP_MEMBER = text("""
INSERT INTO group_member (person_id, group_key)
SELECT p.id, :group FROM person p WHERE p.number = :number ON CONFLICT DO NOTHING
""")
_ROLE = text("INSERT INTO role (key, name) VALUES (:key, :name) ON CONFLICT DO NOTHING")
_GROUP = text("INSERT INTO group_ (key, name) VALUES (:key, :name) ON CONFLICT DO NOTHING")
_GRANT = text("""
INSERT INTO capability_grant (principal, capability, unit_id)
SELECT coalesce('p:' || p.id, 'g:' || CAST(:group AS text), 'r:' || CAST(:role AS text)), :capability, u.id
FROM (SELECT 1) one
LEFT JOIN person p ON p.number = CAST(:number AS text) LEFT JOIN unit u ON u.code = CAST(:unit AS text)
WHERE CAST(:unit AS text) IS NULL OR u.id IS NOT NULL ON CONFLICT DO NOTHING
""")
_ACCOUNT = text("""
INSERT INTO account (provider, subject, person_id)
SELECT 'local', :subject, p.id FROM person p WHERE p.number = :number ON CONFLICT DO NOTHING
""")
_CREDENTIAL = text("""
INSERT INTO credential (account_id, password_hash, must_change, changed_at)
SELECT a.id, :password_hash, :must_change, :now FROM account a
WHERE a.provider = 'local' AND a.subject = :subject ON CONFLICT DO NOTHING
""")


@dataclass(frozen=True, slots=True)
class UnitSeed:
    """A unit; its parent must be there or come before it."""

    code: str
    name: str
    kind: str
    parent: str | None = None
    sort: int = 0


@dataclass(frozen=True, slots=True)
class PersonSeed:
    """A person.

    ``units`` are codes, the main one first, ``title`` is that in the main unit, ``roles`` are (role, unit).
    """

    number: str
    name: str
    sex: str = ""
    kinds: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    title: str = ""
    roles: tuple[tuple[str, str], ...] = ()
    groups: tuple[str, ...] = ()
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class GrantSeed:
    """A capability for one person (by number), one group or one role, within a unit's subtree."""

    capability: str
    unit: str | None = None
    number: str | None = None
    group: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class AccountSeed:
    """A local account of a person with a password that is hashed already."""

    number: str
    login: str
    password_hash: str
    must_change: bool = False


def add_units(connection: Link, units: Iterable[UnitSeed]) -> None:
    """Add units, parents first."""
    _many(connection, _UNIT, [_values(unit) for unit in units])


def add_roles(connection: Link, names: Mapping[str, str]) -> None:
    """Add roles: key → name."""
    _many(connection, _ROLE, [{"key": key, "name": name} for key, name in names.items()])


def add_groups(connection: Link, names: Mapping[str, str]) -> None:
    """Add groups: key → name."""
    _many(connection, _GROUP, [{"key": key, "name": name} for key, name in names.items()])


def add_people(connection: Link, people: Iterable[PersonSeed]) -> None:
    """Add people with their units, roles and groups, which must be there already."""
    people = list(people)
    _many(connection, _PERSON, [_person(seed) for seed in people])
    _many(connection, _MEMBERSHIP, [place for seed in people for place in _memberships(seed)])
    held = [{"number": s.number, "role": role, "unit": unit} for s in people for role, unit in s.roles]
    _many(connection, _ROLE_HOLDER, held)
    joined = [{"number": seed.number, "group": group} for seed in people for group in seed.groups]
    _many(connection, _GROUP_MEMBER, joined)


def add_grants(connection: Link, grants: Iterable[GrantSeed]) -> None:
    """Add capabilities for people, groups and roles that are there already."""
    _many(connection, _GRANT, [_values(grant) for grant in grants])


def add_accounts(connection: Link, accounts: Iterable[AccountSeed], now: datetime) -> None:
    """Add local accounts with their credentials."""
    accounts = list(accounts)
    _many(connection, _ACCOUNT, [{"subject": fold(a.login), "number": a.number} for a in accounts])
    credentials = [
        {
            "subject": fold(account.login),
            "password_hash": account.password_hash,
            "must_change": account.must_change,
            "now": now,
        }
        for account in accounts
    ]
    _many(connection, _CREDENTIAL, credentials)


def _many(connection: Link, statement: TextClause, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(statement, rows)


def _values(seed: UnitSeed | GrantSeed) -> dict[str, Any]:
    return {name: getattr(seed, name) for name in seed.__slots__}


def _person(seed: PersonSeed) -> dict[str, Any]:
    return {
        "number": seed.number,
        "name": seed.name,
        "name_key": name_key(seed.name),
        "search_key": search_key(seed.name, seed.number),
        "sex": seed.sex,
        "kinds": list(seed.kinds),
        "phone": seed.phone,
        "email": seed.email,
    }


def _memberships(seed: PersonSeed) -> list[dict[str, Any]]:
    return [
        {"number": seed.number, "unit": unit, "main": place == 0, "title": "" if place else seed.title}
        for place, unit in enumerate(seed.units)
    ]
