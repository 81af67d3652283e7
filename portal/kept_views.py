"""The views that a list of instances offers: ours, one's own, and those that others share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from flask import request, url_for
from flask_babel import gettext

from db import reading
from engine.queries.search import Filter
from engine.queries.search.typed import NAMES, write_filter
from engine.queries.search.views import UnitOption, View, predefined, sharing_units, views
from web.current import now
from web.marks import N_
from web.principal import require_principal

OURS: Final[Mapping[str, str]] = {
    "begun_today": N_("Begun today"),
    "ended_today": N_("Completed today"),
    "long_under_way": N_("Under way for a month"),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """One of them as a page shows it.

    Attributes
    ----------
    id
        Of one that may be forgotten; None otherwise.
    query
        What stands in the address behind the question mark.
    hint
        Who keeps it, or with whom it is shared.
    """

    name: str
    query: str
    chosen: bool
    id: int | None = None
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Offered:
    """What the part of the page shows; `query` is the filter that would be kept."""

    ours: Sequence[Offer]
    kept: Sequence[Offer]
    units: Sequence[UnitOption]
    query: str


def offered_views() -> Offered:
    """Give what the reader of this page may choose, and what he would keep."""
    me, here = require_principal(), current_query()
    with reading() as connection:
        kept = views(connection, me)
        units = sharing_units(connection, me)
    ours = [_offer(gettext(OURS[word]), wanted, here) for word, wanted in predefined(now())]
    return Offered(
        ours,
        [_offer(view.name, view.wanted, here, view.id if view.own else None, _hint(view)) for view in kept],
        units,
        here,
    )


def query_of(wanted: Filter) -> str:
    """Write a filter as it stands in an address."""
    return urlencode(write_filter(wanted), doseq=True)


def current_query() -> str:
    """Give the filter of this page's address, without pages and languages."""
    pairs = [
        (name, value)
        for name, values in request.args.lists()
        if name in NAMES or name.startswith("field:")
        for value in values
        if value
    ]
    return urlencode(pairs)


def list_address(after: str = "", to: str = "portal.inspect") -> str:
    """Give the address of what this page asks for: its next page, or its file.

    Written by hand: among what somebody typed may stand the names of what `url_for` takes for itself.
    """
    query = "&".join(part for part in (current_query(), urlencode({"after": after}) if after else "") if part)
    return url_for(to) + (f"?{query}" if query else "")


def _offer(name: str, wanted: Filter, here: str, view_id: int | None = None, hint: str = "") -> Offer:
    query = query_of(wanted)
    return Offer(name, query, query == here, view_id, hint)


def _hint(view: View) -> str:
    if not view.own:
        return gettext("Shared by %(name)s", name=view.by_name)
    return gettext("Shared with %(unit)s", unit=view.unit_name) if view.unit_name else ""
