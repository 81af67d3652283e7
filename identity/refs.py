"""Small frozen values by which other rooms refer to people and units."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class UnitRef:
    """A unit; ``main`` is true where it stands for somebody's main unit."""

    id: int
    code: str
    name: str
    main: bool = False
    path: str = ""


@dataclass(frozen=True, slots=True)
class PersonRef:
    """A person with the name of his main unit (empty if he has none)."""

    id: int
    name: str
    number: str
    unit_name: str


@dataclass(frozen=True, slots=True)
class Grant:
    """A capability within the subtree of a unit; without a unit, in the whole school."""

    capability: str
    unit_id: int | None = None
    unit_path: str | None = None
