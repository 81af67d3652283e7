"""A person's own page (requirement L4), and the contact data that he keeps himself."""

import re
from dataclasses import dataclass

from sqlalchemy import text

from db import transaction
from db.link import Link
from identity.errors import ContactRefused
from identity.refs import UnitRef

_FIND = text("""
SELECT p.id, coalesce(a.subject, '') AS login, p.number, p.name, p.sex, p.kinds, p.phone, p.email,
  (SELECT json_agg(json_build_array(u.id, u.code, u.name, m.main, u.path) ORDER BY m.main DESC, u.sort, u.id)
     FROM membership m JOIN unit u ON u.id = m.unit_id WHERE m.person_id = p.id) AS units,
  (SELECT json_agg(json_build_array(r.key, r.name, u.name) ORDER BY u.sort, u.id, r.key)
     FROM role_holder h JOIN role r ON r.key = h.role_key JOIN unit u ON u.id = h.unit_id
     WHERE h.person_id = p.id) AS roles
FROM person p LEFT JOIN account a ON a.person_id = p.id AND a.provider = 'local' WHERE p.id = :person
""")
_CONTACT = text("UPDATE person SET phone = :phone, email = :email WHERE id = :person")
_PHONE = re.compile(r"\+?[0-9][0-9 -]{4,18}[0-9]")
_EMAIL = re.compile(r"[!-?A-~]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role as its holder sees it: the role's key and name, and the name of the unit."""

    key: str
    name: str
    unit_name: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What a person sees of himself; only phone and e-mail are his to change."""

    person_id: int
    login: str
    number: str
    name: str
    sex: str
    kinds: tuple[str, ...]
    phone: str
    email: str
    units: tuple[UnitRef, ...]
    roles: tuple[HeldRole, ...]


def profile(connection: Link, person_id: int) -> Profile | None:
    """Return a person's profile, in one statement."""
    row = connection.execute(_FIND, {"person": person_id}).one_or_none()
    if row is None:
        return None
    return Profile(
        person_id=row.id,
        login=row.login,
        number=row.number,
        name=row.name,
        sex=row.sex,
        kinds=tuple(row.kinds),
        phone=row.phone,
        email=row.email,
        units=tuple(UnitRef(*unit) for unit in row.units or ()),
        roles=tuple(HeldRole(*role) for role in row.roles or ()),
    )


def change_contact(person_id: int, *, phone: str, email: str) -> None:
    """Store a person's phone and e-mail address; either may be empty. A command of its own.

    Raises
    ------
    ContactRefused
        With code bad_phone or bad_email.
    """
    phone, email = phone.strip(), email.strip()
    if phone and not _PHONE.fullmatch(phone):
        raise ContactRefused("bad_phone")
    if email and (len(email) > 254 or not _EMAIL.fullmatch(email)):
        raise ContactRefused("bad_email")
    with transaction() as uow:
        uow.execute(_CONTACT, {"person": person_id, "phone": phone, "email": email})
