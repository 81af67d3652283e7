"""What the hall hands out: frozen rows, with texts already in the reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class ServiceCard:
    """A service as it stands in a list."""

    key: str
    item_number: int
    title: str
    summary: str
    unit_code: str | None
    unit_name: str | None
    audience: tuple[str, ...]
    kind: str
    visits: int
    listed: bool
    valid_from: date | None
    valid_until: date | None
    published_at: datetime
    favourite: bool


@dataclass(frozen=True, slots=True)
class Terms:
    """What decides who may start a service, and when; `starters` are the rules of `hall.starting`."""

    listed: bool
    valid_from: date | None
    valid_until: date | None
    starters: Sequence[str]


@dataclass(frozen=True, slots=True)
class ServiceEntry:
    """A service as its own page shows it (S2, X3)."""

    card: ServiceCard
    unit_id: int | None
    terms: Terms
    guide: Mapping[str, Any]
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a search: ``page`` counts from 1, ``pages`` is at least 1."""

    rows: tuple[ServiceCard, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Facet:
    """A value to filter by, with the number of services it would leave. `depth` indents units."""

    value: str
    label: str
    count: int
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Facets:
    """The filters of the catalogue, each counted under the *other* filters in force."""

    units: tuple[Facet, ...]
    audiences: tuple[Facet, ...]
    kinds: tuple[Facet, ...]
