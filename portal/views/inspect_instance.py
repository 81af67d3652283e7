"""One matter from inside: where it stands, what it waits for, its variables, its history, its state (A1).

Every page is noted where its reader is no party to the matter (`web.looks`).
"""

import uuid
from collections.abc import Callable
from typing import Any, TypeVar

import orjson
from flask import Response, abort, render_template, request

from db import reading
from db.link import Link
from engine.queries.inspection.looks import looks_at
from engine.queries.inspection.opened import Opened, opened
from engine.queries.inspection.overview import overview_of
from engine.queries.inspection.raw import SHOWN, raw_of, text_of
from engine.queries.inspection.story import story_of
from engine.queries.inspection.variables import PAGE, changes_of, scopes_of, value_of
from engine.queries.inspection.waits import waits_of
from engine.queries.instance_view import view as instance_view
from engine.queries.mending import EDITED, editable
from engine.queries.verification import verify
from portal.blueprint import portal
from portal.inputs import page_of
from portal.sheet import instance_sheet
from web.principal import require_principal, runtime

_ONE = "/instances/<uuid:instance_id>/inspect"
Found = TypeVar("Found")


@portal.get(_ONE)
def inspect_instance(instance_id: uuid.UUID) -> str:
    """Show where it stands."""

    def ask(connection: Link, matter: Opened) -> dict[str, Any]:
        return {
            "overview": overview_of(runtime(), connection, matter),
            "waits": waits_of(matter, connection),
            "looks": looks_at(connection, matter),
        }

    return _page("overview", instance_id, ask)


@portal.get(f"{_ONE}/waits")
def inspect_waits(instance_id: uuid.UUID) -> str:
    """Show what it waits for, and what has failed."""
    return _page("waits", instance_id, lambda connection, matter: {"waits": waits_of(matter, connection)})


@portal.get(f"{_ONE}/variables")
def inspect_variables(instance_id: uuid.UUID) -> str:
    """Show its variables by scope, and the latest changes."""
    page = page_of()

    def ask(connection: Link, matter: Opened) -> dict[str, Any]:
        changes, total = changes_of(matter, connection, page=page)
        scopes = scopes_of(matter, connection)
        return {"scopes": scopes, "editable": _editable(matter), "changes": changes, **_paged(page, total)}

    return _page("variables", instance_id, ask)


@portal.get(f"{_ONE}/variables/<int(signed=True):scope>/<path:pointer>")
def inspect_variable(instance_id: uuid.UUID, scope: int, pointer: str) -> str:
    """Show one variable in full, with every change of it."""
    page = page_of()

    def ask(connection: Link, matter: Opened) -> dict[str, Any]:
        try:
            value = value_of(matter, scope, pointer)
        except KeyError:
            abort(404)
        changes, total = changes_of(matter, connection, scope=scope, name=pointer, page=page)
        whole = orjson.dumps(value, option=orjson.OPT_INDENT_2).decode()
        found = {"name": pointer, "scope": scope, "value": whole, "changes": changes}
        return {**found, "may_edit": (scope, pointer) in _editable(matter), **_paged(page, total)}

    return _page("variable", instance_id, ask)


@portal.get(f"{_ONE}/form")
def inspect_form(instance_id: uuid.UUID) -> str:
    """Show the form as it is filled in, and the record with what verification says of it."""
    me = require_principal()

    def ask(connection: Link, _: Opened) -> dict[str, Any]:
        seen = instance_view(runtime(), connection, me, instance_id)
        (verdict,) = verify(runtime(), connection, instance_id)
        return {"seen": seen, "sheet": instance_sheet(seen, {}), "verdict": verdict}

    return _page("form", instance_id, ask)


@portal.get(f"{_ONE}/history")
def inspect_replay(instance_id: uuid.UUID) -> str:
    """Show its history step by step."""
    page = page_of()
    return _page(
        "replay", instance_id, lambda connection, matter: {"story": story_of(matter, connection, page)}
    )


@portal.get(f"{_ONE}/snapshot")
def inspect_snapshot(instance_id: uuid.UUID) -> str:
    """Show its stored state."""

    def ask(_: Link, matter: Opened) -> dict[str, Any]:
        raw = raw_of(matter)
        whole = text_of(raw)
        return {"raw": raw, "text": whole[:SHOWN], "cut": max(0, len(whole) - SHOWN)}

    return _page("snapshot", instance_id, ask)


@portal.get(f"{_ONE}/snapshot.json")
def download_snapshot(instance_id: uuid.UUID) -> Response:
    """Send its stored state as a file."""
    whole = _asked(instance_id, lambda _, matter: text_of(raw_of(matter)))
    answer = Response(whole, mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="{instance_id.hex}.json"'
    return answer


def _page(name: str, instance_id: uuid.UUID, ask: Callable[[Link, Opened], dict[str, Any]]) -> str:
    def both(connection: Link, matter: Opened) -> dict[str, Any]:
        return {"matter": matter, **ask(connection, matter)}

    return render_template(f"portal/inspect/instance/{name}.html", **_asked(instance_id, both))


def _asked(instance_id: uuid.UUID, ask: Callable[[Link, Opened], Found]) -> Found:
    me = require_principal()
    with reading() as connection:
        return ask(connection, opened(runtime(), connection, me, instance_id))


def _editable(matter: Opened) -> frozenset[tuple[int, str]]:
    """Return what this reader may put right, by scope and name."""
    if not matter.may_mend or matter.row.state not in EDITED:
        return frozenset()
    return frozenset((one.scope, one.name) for one in editable(matter.deployed, matter.execution))


def _paged(page: int, total: int) -> dict[str, Any]:
    return {"page": page, "total": total, "pages": max(1, -(-total // PAGE)), "path": request.path}
