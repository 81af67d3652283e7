"""一事联办: the catalogue and a service's own page (S1, S2, X3); both are open to all."""

from typing import get_args

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from db import reading, transaction
from engine.errors import NotPublished
from engine.queries.progress import outline
from hall import catalogue, favourites, visits
from hall.catalogue import Filters, Sort
from hall.days import school_day
from hall.facets import facets
from hall.starting import may_start
from portal.blueprint import portal
from portal.diagrams import as_answer, drawing_in_force
from portal.visitors import visitor
from portal.words import audience_words
from web.current import now, runtime
from web.i18n import page_language
from web.principal import current_principal, require_principal

_SORTS: dict[str, Sort] = {sort: sort for sort in get_args(Sort)}


@portal.get("/services")
def services() -> str:
    """Search and filter the catalogue."""
    asked = {name: request.args.get(name, "")[:60] for name in ("q", "unit", "audience", "kind", "sort")}
    filters = Filters(asked["q"], asked["unit"], asked["audience"], asked["kind"])
    me = current_principal()
    with reading() as connection:
        page = catalogue.search(
            connection,
            filters,
            sort=_SORTS.get(asked["sort"], "relevance"),
            page=request.args.get("page", 1, type=int),
            locale=page_language(),
            person_id=me.person_id if me else None,
        )
        found = facets(connection, filters)
    units = {facet.value: facet.label for facet in found.units}
    chosen = _chosen(asked, units)
    return render_template("portal/services.html", page=page, found=found, filters=asked, chosen=chosen)


def _chosen(asked: dict[str, str], units: dict[str, str]) -> list[tuple[str, str]]:
    names = {"unit": units, "audience": audience_words(), "kind": {}}
    return [(name, known.get(asked[name], asked[name])) for name, known in names.items() if asked[name]]


@portal.get("/services/<key>")
def service(key: str) -> str:
    """Show a service's guide and its entry."""
    me = current_principal()
    with reading() as connection:
        person = me.person_id if me else None
        entry = catalogue.service(connection, key, locale=page_language(), person_id=person)
        try:
            steps = outline(runtime(), connection, key)
        except NotPublished:
            steps = ()
    with transaction() as uow:
        visits.count_visit(uow, key, visitor(me), now())
    verdict = may_start(me, entry.terms, school_day(now()))
    return render_template("portal/service.html", entry=entry, outline=steps, verdict=verdict)


@portal.post("/services/<key>/favourite")
def favourite(key: str) -> ResponseReturnValue:
    """Keep a service at hand, or no longer."""
    me = require_principal()
    with transaction() as uow:
        if request.form.get("keep") == "1":
            favourites.add_favourite(uow, me.person_id, key, now())
        else:
            favourites.remove_favourite(uow, me.person_id, key)
    return redirect(url_for("portal.service", key=key))


@portal.get("/services/<key>/diagram.bpmn")
def service_diagram(key: str) -> Response:
    """Send the diagram of the version in force."""
    with reading() as connection:
        return as_answer(drawing_in_force(runtime(), connection, key), f"{key}.bpmn")
