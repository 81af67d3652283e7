"""Searching and reading the catalogue (一事联办, S1): by words, department, audience and kind."""

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    ColumnExpressionArgument,
    Row,
    Select,
    and_,
    case,
    false,
    func,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from db.link import Link
from hall.entries import Page, ServiceCard, ServiceEntry, Terms
from hall.errors import UnknownService
from hall.models import Favourite, Service
from hall.texts import DEFAULT_LOCALE, in_locale, localised
from hall.units import subtree
from hall.wording import escape_like, normalise, patterns
from identity.models import Unit

Sort = Literal["relevance", "visits", "newest"]
MAX_SIZE = 100


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader asked for: words, the code of a department, an audience, a kind; '' means any."""

    query: str = ""
    unit: str = ""
    audience: str = ""
    kind: str = ""


def search(
    conn: Link,
    filters: Filters,
    *,
    sort: Sort = "relevance",
    page: int = 1,
    size: int = 20,
    locale: str = DEFAULT_LOCALE,
    person_id: int | None = None,
) -> Page:
    """Return one page of the listed services that match.

    Words match the title, summary and department, in Chinese, English, full pinyin or initials; a match
    in the title comes first. A page beyond the end is the last one. `person_id` marks his favourites.
    """
    wanted = conditions(filters)
    total = conn.connection.scalar(counting().where(*wanted)) or 0
    size = max(1, min(size, MAX_SIZE))
    pages = max(1, -(-total // size))
    page = max(1, min(page, pages))
    rows = conn.execute(
        cards(person_id)
        .where(*wanted)
        .order_by(*_order(sort, filters.query))
        .limit(size)
        .offset((page - 1) * size)
    )
    return Page(tuple(card(row, locale) for row in rows), total, page, pages)


def service(
    conn: Link, key: str, *, locale: str = DEFAULT_LOCALE, person_id: int | None = None
) -> ServiceEntry:
    """Return one service with its guide, listed or not.

    Raises
    ------
    UnknownService
        No service has this key.
    """
    row = conn.execute(
        cards(person_id)
        .add_columns(Service.unit_id, Service.starters, Service.guide, Service.updated_at)
        .where(Service.key == key)
    ).one_or_none()
    if row is None:
        raise UnknownService(key=key)
    return ServiceEntry(
        card=card(row, locale),
        unit_id=row.unit_id,
        terms=Terms(row.listed, row.valid_from, row.valid_until, tuple(row.starters)),
        guide=localised(row.guide, locale),
        updated_at=row.updated_at,
    )


def conditions(filters: Filters, *, ignoring: str = "") -> list[ColumnExpressionArgument[bool]]:
    """Return the WHERE conditions of `filters`, leaving out the one named `ignoring`."""
    wanted: list[ColumnExpressionArgument[bool]] = [Service.listed]
    wanted += [_mentions(pattern) for pattern in patterns(filters.query)]
    if filters.unit and ignoring != "unit":
        wanted.append(Service.unit_id.in_(subtree(filters.unit)))
    if filters.audience and ignoring != "audience":
        wanted.append(Service.audience.contains([filters.audience]))
    if filters.kind and ignoring != "kind":
        wanted.append(Service.kind == filters.kind)
    return wanted


def counting() -> Select[*tuple[Any, ...]]:
    """Select the number of services, joined to their departments."""
    return select(func.count()).select_from(Service).outerjoin(Unit, Unit.id == Service.unit_id)


def cards(person_id: int | None) -> Select[*tuple[Any, ...]]:
    """Select the columns that `card` reads."""
    columns = [
        Service.key,
        Service.item_number,
        Service.title,
        Service.summary,
        Unit.code.label("unit_code"),
        Unit.name.label("unit_name"),
        Service.audience,
        Service.kind,
        Service.visits,
        Service.listed,
        Service.valid_from,
        Service.valid_until,
        Service.published_at,
    ]
    mine = aliased(Favourite)
    own = select(mine.person_id).where(mine.service_key == Service.key, mine.person_id == person_id)
    kept = own.exists() if person_id is not None else false()
    return (
        select(*columns, kept.label("favourite"))
        .select_from(Service)
        .outerjoin(Unit, Unit.id == Service.unit_id)
    )


def card(row: Row[*tuple[Any, ...]], locale: str) -> ServiceCard:
    """Make a card of a row of `cards`, its texts in `locale`."""
    values = {name: getattr(row, name) for name in ServiceCard.__slots__}
    values["title"] = in_locale(row.title, locale)
    values["summary"] = in_locale(row.summary, locale)
    values["audience"] = tuple(row.audience)
    return ServiceCard(**values)


def _mentions(pattern: str) -> ColumnElement[bool]:
    return or_(
        Service.search_text.like(pattern, escape="\\"),
        func.lower(Unit.name).like(pattern, escape="\\"),
    )


def _order(sort: Sort, query: str) -> list[ColumnExpressionArgument[Any]]:
    popular: list[ColumnExpressionArgument[Any]] = [Service.visits.desc(), Service.sort_key, Service.key]
    if sort == "visits":
        return popular
    if sort == "newest":
        return [Service.published_at.desc(), *popular]
    return [_rank(query), Service.recommended.asc().nulls_last(), *popular]


def _rank(query: str) -> ColumnElement[int]:
    """0: a word of the title begins so; 1: the title contains it all; 2: matched elsewhere."""
    whole = escape_like(normalise(query))
    title = Service.search_title
    begins = or_(*(title.like(pattern, escape="\\") for pattern in (f"{whole}%", f"% {whole}%")))
    contains = and_(*(title.like(pattern, escape="\\") for pattern in patterns(query) or ("%",)))
    return case((begins, 0), (contains, 1), else_=2)
