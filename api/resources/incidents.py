"""What a matter asked of outside systems, and what an administrator does about a step that failed."""

import uuid
from typing import Any

from flask import Response

from api.blueprint import ID, make_blueprint
from api.headers import IDEMPOTENCY
from api.reply import reply
from api.schemas.connectors import CallsOfShape, SkipShape
from api.schemas.tasks import DoneShape
from db import reading
from engine.commands.retry_incident import retry_incident
from engine.commands.skip_incident import skip_incident
from engine.queries.calls_of import calls_of
from engine.queries.skipping import skipping
from web.current import runtime
from web.idempotency import answer_once
from web.principal import require_principal

blueprint = make_blueprint("incidents", "Steps that could not be carried out.")
_ROUTE = f"/instances/<uuid:instance_id>/incidents/<{ID}:incident_id>"
_OPTIONS: dict[str, Any] = {"methods": ["POST"], "parameters": [IDEMPOTENCY]}


@blueprint.route("/instances/<uuid:instance_id>/called")
@blueprint.response(200, CallsOfShape)
@blueprint.refuses(401, 403, 404)
def get_called(instance_id: uuid.UUID) -> dict[str, Any]:
    """Read what the steps of a matter have asked of outside systems; what they gave along is not told."""
    by = require_principal()
    with reading() as connection:
        return {"rows": calls_of(runtime(), connection, by, instance_id)}


@blueprint.route(f"{_ROUTE}/retry", **_OPTIONS)
@blueprint.response(200, DoneShape)
@blueprint.refuses(400, 401, 403, 404, 409)
def post_retry(instance_id: uuid.UUID, incident_id: int) -> Response:
    """Try a failed step again: a call of an outside system goes out under the key that it had."""
    by = require_principal()

    def act() -> Response:
        _check(instance_id, incident_id)
        state = retry_incident(runtime(), by, incident_id)
        return reply(DoneShape, {"instance_id": instance_id, "state": state})

    return answer_once(by, act)


@blueprint.route(f"{_ROUTE}/skip", **_OPTIONS)
@blueprint.arguments(SkipShape)
@blueprint.response(200, DoneShape)
@blueprint.refuses(400, 401, 403, 404, 409, 422)
def post_skip(given: dict[str, Any], instance_id: uuid.UUID, incident_id: int) -> Response:
    """Leave a failed step out; the matter goes on as if it had written the values."""
    by = require_principal()

    def act() -> Response:
        _check(instance_id, incident_id)
        state = skip_incident(runtime(), by, incident_id, **given)
        return reply(DoneShape, {"instance_id": instance_id, "state": state})

    return answer_once(by, act)


def _check(instance_id: uuid.UUID, incident_id: int) -> None:
    """See that the incident is one of the matter in the address."""
    with reading() as connection:
        skipping(runtime(), connection, require_principal(), instance_id, incident_id)
