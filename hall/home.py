"""What the hall's front page shows (P3, P4)."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select

from db.link import Link
from hall.catalogue import card, cards
from hall.entries import Facet, ServiceCard
from hall.facets import departments
from hall.models import Favourite, Service
from hall.texts import DEFAULT_LOCALE


@dataclass(frozen=True, slots=True)
class Home:
    """The front page: recommended services, the most visited, the newest, one's own, the departments."""

    recommended: tuple[ServiceCard, ...]
    popular: tuple[ServiceCard, ...]
    newest: tuple[ServiceCard, ...]
    favourites: tuple[ServiceCard, ...]
    departments: tuple[Facet, ...]


def home(conn: Link, *, person_id: int | None = None, locale: str = DEFAULT_LOCALE, limit: int = 8) -> Home:
    """Return the front page; `limit` bounds each list of services but the favourites."""
    listed = cards(person_id).where(Service.listed)
    by_place = listed.where(Service.recommended.is_not(None)).order_by(Service.recommended, Service.key)
    by_visits = listed.order_by(Service.visits.desc(), Service.sort_key, Service.key)
    by_age = listed.order_by(Service.published_at.desc(), Service.key)

    def top(query: Select[*tuple[Any, ...]]) -> tuple[ServiceCard, ...]:
        return tuple(card(row, locale) for row in conn.execute(query.limit(limit)))

    return Home(
        recommended=top(by_place),
        popular=top(by_visits),
        newest=top(by_age),
        favourites=favourites(conn, person_id, locale=locale) if person_id is not None else (),
        departments=departments(conn),
    )


def favourites(conn: Link, person_id: int, *, locale: str = DEFAULT_LOCALE) -> tuple[ServiceCard, ...]:
    """Return the listed services that a person keeps at hand, the latest first (我的常用, T5)."""
    query = (
        cards(person_id)
        .join(Favourite, Favourite.service_key == Service.key)
        .where(Service.listed, Favourite.person_id == person_id)
        .order_by(Favourite.at.desc(), Service.key)
    )
    return tuple(card(row, locale) for row in conn.execute(query))
