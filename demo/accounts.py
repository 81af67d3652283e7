"""The demo accounts, for ``tongban demo accounts`` and the greeting of ``make run``."""

from typing import Any

from demo.campus import campus


def accounts() -> list[dict[str, Any]]:
    """Return the accounts as interfaces.md has them: login, password, name, roles and units.

    Roles are ``role@unit code``, groups stand among them by their key; units are codes, the main one first.
    ``must_change`` marks the one that has its first login still before it.
    """
    told = campus()
    return [
        {
            "login": person.login,
            "password": told.password,
            "name": person.seed.name,
            "roles": [f"{role}@{unit}" for role, unit in person.seed.roles] + list(person.seed.groups),
            "units": list(person.seed.units),
            "must_change": person.must_change,
        }
        for person in told.people
    ]
