"""The demo campus as its files tell it."""

import csv
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from identity.seeding import GrantSeed, PersonSeed, UnitSeed


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """A person with his local account; ``must_change`` keeps him before his first login."""

    login: str
    seed: PersonSeed
    must_change: bool


@dataclass(frozen=True, slots=True)
class Term:
    """A teaching term: the year in which its academic year begins, the term's number, first and last day."""

    year: int
    term: int
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Campus:
    """All of the demo campus; ``password`` is that of every account."""

    password: str
    units: tuple[UnitSeed, ...]
    roles: dict[str, str]
    groups: dict[str, str]
    grants: tuple[GrantSeed, ...]
    terms: tuple[Term, ...]
    people: tuple[DemoPerson, ...]


@cache
def campus() -> Campus:
    """Read the demo campus from its two files."""
    told = tomllib.loads(files("demo").joinpath("campus.toml").read_text(encoding="utf-8"))
    people = _people()
    numbers = {person.login: person.seed.number for person in people}
    return Campus(
        password=told["password"],
        units=tuple(UnitSeed(**unit, sort=place) for place, unit in enumerate(told["units"])),
        roles=told["roles"],
        groups=told["groups"],
        grants=tuple(grant for entry in told["grants"] for grant in _grants(entry, numbers)),
        terms=tuple(Term(**term) for term in told["terms"]),
        people=people,
    )


def _people() -> tuple[DemoPerson, ...]:
    table = files("demo").joinpath("people.csv").read_text(encoding="utf-8")
    return tuple(_person(row) for row in csv.DictReader(table.splitlines()))


def _person(row: dict[str, str]) -> DemoPerson:
    seed = PersonSeed(
        number=row["number"],
        name=row["name"],
        sex=row["sex"],
        kinds=_list(row["kinds"]),
        units=_list(row["units"]),
        title=row["title"],
        roles=tuple((role, unit) for role, _, unit in (held.partition("@") for held in _list(row["roles"]))),
        groups=_list(row["groups"]),
        phone=row["phone"],
        email=row["email"],
    )
    return DemoPerson(login=row["login"], seed=seed, must_change=row["must_change"] == "yes")


def _grants(entry: dict[str, Any], numbers: dict[str, str]) -> list[GrantSeed]:
    holder = {"role": entry.get("role"), "group": entry.get("group")}
    number = numbers[entry["login"]] if "login" in entry else None
    return [
        GrantSeed(capability, unit=entry.get("unit"), number=number, **holder)
        for capability in entry["capabilities"]
    ]


def _list(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(";") if part)
