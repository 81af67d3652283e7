"""Finding instances among those that an administrator looks after (A1)."""

from typing import Any

from flask import request

from api.blueprint import make_blueprint
from api.schemas.finding import FindingQuery, FoundListShape
from db import reading
from engine.errors import Forbidden
from engine.queries.search import Page, search
from engine.queries.search.typed import read_filter
from identity.capabilities import INSTANCE_INSPECT
from identity.principal import may_somewhere
from web.current import runtime
from web.looks import note_list
from web.principal import require_principal

MOST_ROWS = 100

blueprint = make_blueprint("finding", "What runs, for administrators.")


@blueprint.route("/instances")
@blueprint.arguments(FindingQuery, location="query")
@blueprint.response(200, FoundListShape)
@blueprint.refuses(401, 403, 422)
def get_instances(query: dict[str, Any]) -> Page:
    """Find instances of the services that you look after, newest first.

    Searchable fields of the one service are asked as `field:/pointer`, or with `:from` and `:to` behind it.
    """
    by = require_principal()
    if not may_somewhere(by, INSTANCE_INSPECT):
        raise Forbidden
    wanted = read_filter(request.args.to_dict(flat=False))
    limit = max(1, min(query["limit"], MOST_ROWS))
    with reading() as connection:
        page = search(runtime(), connection, by, wanted, after=query["before"], limit=limit)
    note_list(page.rows, wanted)
    return page
