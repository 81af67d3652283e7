"""What repairs of a design are told about people: only the hall knows who is there."""

from collections.abc import Iterable

from db.link import Link
from designer_export.repairs.choices import Choice, Option
from engine.apart.work import Chosen
from engine.design_errors import NobodyThere
from identity import directory

_PEOPLE = "assign-unit-head"


def check_people(connection: Link, chosen: Iterable[Chosen]) -> None:
    """See that whoever is to handle a step is there: else it would go to the administrators, untold.

    Raises
    ------
    NobodyThere
    """
    for one in chosen:
        rule, _, value = (one.choice or "").partition(":")
        if rule == "group" and value not in directory.places(connection)["group"]:
            raise NobodyThere(who=value)
        if rule == "person" and directory.id_by_number(connection, value) is None:
            raise NobodyThere(who=value)


def choices_of(chosen: Iterable[Chosen]) -> list[bytes]:
    """Give what repairs are told, as :func:`engine.deploying.known_to` takes it."""
    return [one.choice.encode(errors="replace") for one in chosen if one.choice]


def with_people(connection: Link, choice: Choice | None, repair_id: str) -> Choice | None:
    """Add the groups of the hall to what may be chosen, where people are."""
    if choice is None or repair_id != _PEOPLE:
        return choice
    groups = directory.places(connection)["group"].items()
    return choice.with_options(
        Option(f"group:{key}", dict.fromkeys(("zh-CN", "en"), name)) for key, name in groups
    )
