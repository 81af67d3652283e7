"""运行管理: one action on many matters: ordered, tried out, watched, and reported (A1)."""

import csv
import io
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from flask import Response, redirect, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from db import reading
from db.link import Link
from engine.commands.order_bulk import MOST, order_bulk
from engine.commands.steer_bulk import steer_bulk
from engine.errors import EngineError, Forbidden, NotFound, ReasonRequired, ReasonTooLong
from engine.mends import MENDS
from engine.queries.bulks import PAGE, ItemView, items, order_view, orders, report
from engine.queries.search import BadFilter, counts, inspected
from engine.queries.search.filter import STATES, Filter
from engine.queries.search.typed import NAMES, is_empty, read_filter
from identity.capabilities import INSTANCE_MEND
from identity.principal import Principal, may_somewhere
from portal.blueprint import portal
from portal.choosing import SEARCHES, choice_of
from portal.faults import words_of
from portal.inputs import before, opinion_of
from portal.moving import asks_for_people
from portal.ordering import Steps, actions_for, params_told, reason_of, steps_of, told
from web.principal import require_principal, runtime
from web.sent_forms import Lead, do_once, sent_once

ORDERED = tuple(name for name, mend in MENDS.items() if mend.many)


@portal.get("/inspect/bulk")
def inspect_bulk() -> str:
    """Show what was ordered."""
    me = _mender()
    with reading() as connection:
        rows, following = orders(connection, me, before=before())
    return render_template("portal/inspect/bulk/list.html", rows=rows, following=following)


@portal.get("/inspect/bulk/new")
def inspect_bulk_new() -> str:
    """Ask what is to be done to which matters."""
    return _form(_mender())


@portal.post("/inspect/bulk/new")
@sent_once
def inspect_bulk_order() -> ResponseReturnValue:
    """Order it; nothing is done before each was tried out and he has seen what came of that."""
    me = _mender()
    if asks_for_people() or "count" in request.form:
        return _form(me)
    action = request.form.get("action", "")
    try:
        params, chosen, reason = told(action, _steps()), _chosen(), opinion_of()
        return do_once(
            lambda: order_bulk(runtime(), me, action=action, params=params, reason=reason, **chosen),
            lambda bulk_id: Lead(url_for("portal.inspect_bulk_order_page", bulk_id=bulk_id)),
        )
    except (ReasonRequired, ReasonTooLong) as refused:
        return _form(me, error=words_of(refused)), 422
    except (Forbidden, NotFound):
        raise
    except (BadFilter, EngineError) as refused:
        return _form(me, fault=words_of(refused)), 422


@portal.get("/inspect/bulk/<int:bulk_id>")
def inspect_bulk_order_page(bulk_id: int) -> str:
    """Show how far it is, and what became of each matter."""
    me = _mender()
    state, after = request.args.get("state", ""), request.args.get("after", 0, type=int)
    with reading() as connection:
        order = order_view(runtime(), connection, me, bulk_id)
        rows = items(runtime(), connection, me, bulk_id, after=after, state=state)
        params = params_told(connection, order)
    following = rows[-1].n if len(rows) == PAGE else None
    return render_template(
        "portal/inspect/bulk/order.html",
        order=order,
        params=params,
        rows=rows,
        state=state,
        following=following,
        reason_of=reason_of,
    )


@portal.post("/inspect/bulk/<int:bulk_id>/<any(start, pause, resume, cancel):word>")
def inspect_bulk_word(bulk_id: int, word: str) -> ResponseReturnValue:
    """Start it, pause it, let it go on, or leave the rest."""
    steer_bulk(runtime(), _mender(), bulk_id, word)
    return redirect(url_for("portal.inspect_bulk_order_page", bulk_id=bulk_id))


@portal.get("/inspect/bulk/<int:bulk_id>/report.csv")
def inspect_bulk_report(bulk_id: int) -> Response:
    """Give what became of each matter as a table."""
    me = _mender()
    with reading() as connection:
        order_view(runtime(), connection, me, bulk_id)
    answer = Response(stream_with_context(_table(me, bulk_id)), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f"attachment; filename=bulk-{bulk_id}.csv"
    return answer


def _mender() -> Principal:
    me = require_principal()
    if not may_somewhere(me, INSTANCE_MEND):
        raise Forbidden
    return me


def _table(me: Principal, bulk_id: int) -> Iterator[str]:
    head = [gettext("No."), gettext("Instance"), gettext("Business number"), gettext("Title")]
    # The mark at the beginning tells spreadsheets that it is UTF-8.
    yield "\ufeff" + _line([*head, gettext("Result"), gettext("Reason"), gettext("Time")])
    with reading() as connection:
        for one in report(runtime(), connection, me, bulk_id):
            yield _line(_cells(one))


def _cells(one: ItemView) -> list[str]:
    at = one.at.isoformat(timespec="seconds") if one.at and one.state != "waiting" else ""
    why = reason_of(one.code, one.params) if one.code else ""
    return [str(one.n), str(one.instance_id), one.business_no or "", one.title or "", one.state, why, at]


def _line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([_harmless(cell) for cell in cells])
    return out.getvalue()


def _harmless(cell: str) -> str:
    """A spreadsheet would take such a cell for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _chosen() -> dict[str, Any]:
    """Return the matters that are meant: those of a list, else those of the filter.

    Raises
    ------
    BadFilter
    """
    listed = request.values.get("ids", "").split()
    if listed:
        return {"instances": [found for one in listed[: MOST + 1] if (found := _uuid(one))]}
    typed = _typed()
    wanted = read_filter(typed)
    if is_empty(wanted):
        return {"instances": ()}
    return {"wanted": wanted, "selection": typed}


def _typed() -> dict[str, list[str]]:
    """What says which matters are meant: by the names of a filter alone, as the form asks for more."""
    values: MultiDict[str, str] = request.values
    found = {name: values.getlist(name) for name in values if name in NAMES or name.startswith("field:")}
    return {name: said for name, said in found.items() if any(said)}


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text.strip(",;"))
    except ValueError:
        return None


def _form(me: Principal, *, error: str = "", fault: str = "") -> str:
    with reading() as connection:
        services = inspected(runtime(), connection, me)
        found, faults = _counted(connection, me)
    return render_template(
        "portal/inspect/bulk/new.html",
        services=services,
        typed=request.values,
        filter=_typed(),
        found=found,
        fault=fault or faults,
        error=error,
        opinion=opinion_of(),
        actions=ORDERED,
        actions_for=actions_for,
        steps=_steps(),
        choice=choice_of("to", SEARCHES["to"]),
        holder=choice_of("held_by", SEARCHES["held_by"]),
        most=MOST,
    )


def _steps() -> Steps | None:
    """Give what may be named of the one service that is meant."""
    service = next(iter(_typed().get("service", [])), "")
    with reading() as connection:
        return steps_of(connection, service) if service else None


def _counted(connection: Link, me: Principal) -> tuple[Mapping[str, int] | None, str]:
    """Say how many matters are meant, by state."""
    try:
        chosen = _chosen()
        if "wanted" not in chosen:
            many = len(chosen["instances"])
            return ({"listed": many} if many else None), ""
        wanted: Filter = chosen["wanted"]
        states = wanted.states or STATES
        asked = [_with_state(wanted, state) for state in states]
        return dict(zip(states, counts(runtime(), connection, me, asked), strict=True)), ""
    except BadFilter as refused:
        return None, words_of(refused)


def _with_state(wanted: Filter, state: str) -> Filter:
    return replace(wanted, states=(state,))
