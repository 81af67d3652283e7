"""One matter from inside, for administrators of its service; each look is noted (`web.looks`)."""

import uuid
from typing import Any

from api.blueprint import make_blueprint
from api.schemas.inspection import HistoryShape, InspectionShape, PageQuery, VariablesShape
from db import reading
from engine.queries.inspection.looks import looks_at
from engine.queries.inspection.opened import opened
from engine.queries.inspection.overview import overview_of
from engine.queries.inspection.story import story_of
from engine.queries.inspection.variables import changes_of, scopes_of
from engine.queries.inspection.waits import waits_of
from web.current import runtime
from web.principal import require_principal

blueprint = make_blueprint("inspection", "One matter from inside, for administrators of its service.")
_ONE = "/instances/<uuid:instance_id>"


@blueprint.route(f"{_ONE}/inspection")
@blueprint.response(200, InspectionShape)
@blueprint.refuses(401, 403, 404)
def get_inspection(instance_id: uuid.UUID) -> dict[str, Any]:
    """Say where a matter stands, how often each element was passed, what it waits for, and who has looked."""
    by = require_principal()
    with reading() as connection:
        matter = opened(runtime(), connection, by, instance_id)
        overview = overview_of(runtime(), connection, matter)
        waits = waits_of(matter, connection)
        looks = looks_at(connection, matter)
    return {
        "id": instance_id,
        "state": matter.row.state,
        "definition_number": matter.deployed.number,
        "record": overview.verdict,
        "looks": looks,
        **{name: getattr(overview, name) for name in ("counts", "runs", "tokens", "snapshot_bytes")},
        **{name: getattr(waits, name) for name in ("tasks", "moments", "events", "calls", "incidents")},
    }


@blueprint.route(f"{_ONE}/variables")
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, VariablesShape)
@blueprint.refuses(401, 403, 404, 422)
def get_variables(query: dict[str, Any], instance_id: uuid.UUID) -> dict[str, Any]:
    """Give the variables of a matter by scope, and a page of their changes, the latest first.

    Secret fields are in neither; values are cut where they are long, and whole on the page of one variable.
    """
    by = require_principal()
    with reading() as connection:
        matter = opened(runtime(), connection, by, instance_id)
        changes, total = changes_of(matter, connection, page=query["page"])
        return {"scopes": scopes_of(matter, connection), "changes": changes, "total": total}


@blueprint.route(f"{_ONE}/history")
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, HistoryShape)
@blueprint.refuses(401, 403, 404, 422)
def get_history(query: dict[str, Any], instance_id: uuid.UUID) -> dict[str, Any]:
    """Give a page of a matter's history step by step, the oldest first, as its diagram replays it."""
    by = require_principal()
    with reading() as connection:
        story = story_of(opened(runtime(), connection, by, instance_id), connection, query["page"])
    return {
        "steps": story.steps,
        "before": story.before,
        "total": story.total,
        "page": story.page,
        "pages": story.pages,
    }
