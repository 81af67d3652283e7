"""Loading the demo campus into a database."""

from datetime import datetime

from sqlalchemy import text

from calendars.terms import add_term
from calendars.workdays import set_day, set_hours
from db.link import Link
from demo import calendar
from demo.campus import campus
from identity import seeding
from identity.passwords import hash_password

_LOCK = text("SELECT pg_advisory_xact_lock(hashtext('tongban.demo.campus'))")
_LOADED = text("SELECT EXISTS (SELECT FROM unit WHERE code = :root)")


def load_campus(connection: Link, now: datetime) -> bool:
    """Load the demo campus in the caller's transaction, unless it is there.

    It is loaded once and as a whole: a later start finds its root unit and changes nothing, so that what
    people changed, added or removed stays as they left it. Two starts at once wait for each other.

    Returns
    -------
    bool
        Whether it was loaded now.
    """
    told = campus()
    connection.execute(_LOCK)
    if connection.execute(_LOADED, {"root": told.units[0].code}).scalar_one():
        return False
    seeding.add_units(connection, told.units)
    seeding.add_roles(connection, told.roles)
    seeding.add_groups(connection, told.groups)
    seeding.add_people(connection, (person.seed for person in told.people))
    seeding.add_grants(connection, told.grants)
    seeding.add_accounts(connection, _accounts(), now)
    for term in told.terms:
        add_term(connection, term.year, term.term, term.starts_on, term.ends_on)
    _load_calendar(connection)
    return True


def _load_calendar(connection: Link) -> None:
    for day in calendar.days():
        set_day(connection, day)
    for weekday, spans in calendar.hours().items():
        set_hours(connection, weekday, spans)


def _accounts() -> list[seeding.AccountSeed]:
    told = campus()
    # One hash for all: the password is public anyway, and sixty hashes would take five seconds.
    password_hash = hash_password(told.password)
    return [
        seeding.AccountSeed(person.seed.number, person.login, password_hash, person.must_change)
        for person in told.people
    ]
