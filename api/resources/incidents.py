"""What a matter asked of outside systems, and what an administrator does about a step that failed."""

import uuid
from typing import Any

from flask import Response

from api.blueprint import ID, make_blueprint
from api.headers import IDEMPOTENCY
from api.reply import reply
from api.schemas.connectors import CallsOfShape
from api.schemas.mending import EffectShape, RetryDoneShape, RetryShape, SkipDoneShape, SkipShape
from api.schemas.tasks import DoneShape
from db import reading
from engine.effects import Effect
from engine.mends import mend, preview
from engine.queries.calls_of import calls_of
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


@blueprint.route(f"{_ROUTE}/retry/preview", methods=["POST"])
@blueprint.arguments(RetryShape)
@blueprint.response(200, EffectShape)
@blueprint.refuses(400, 401, 403, 404, 409, 422)
def post_retry_preview(given: dict[str, Any], instance_id: uuid.UUID, incident_id: int) -> Effect:
    """Say what trying a failed step again would do; nothing is done and nobody is told."""
    return _foreseen(instance_id, "retry", incident_id, given)


@blueprint.route(f"{_ROUTE}/retry", **_OPTIONS)
@blueprint.arguments(RetryDoneShape)
@blueprint.response(200, DoneShape)
@blueprint.refuses(400, 401, 403, 404, 409, 422)
def post_retry(given: dict[str, Any], instance_id: uuid.UUID, incident_id: int) -> Response:
    """Try a failed step again: a call of an outside system goes out under the key that it had."""
    return _done(instance_id, "retry", incident_id, given)


@blueprint.route(f"{_ROUTE}/skip/preview", methods=["POST"])
@blueprint.arguments(SkipShape)
@blueprint.response(200, EffectShape)
@blueprint.refuses(400, 401, 403, 404, 409, 422)
def post_skip_preview(given: dict[str, Any], instance_id: uuid.UUID, incident_id: int) -> Effect:
    """Say what leaving a failed step out would do; nothing is done and nobody is told."""
    return _foreseen(instance_id, "skip", incident_id, given)


@blueprint.route(f"{_ROUTE}/skip", **_OPTIONS)
@blueprint.arguments(SkipDoneShape)
@blueprint.response(200, DoneShape)
@blueprint.refuses(400, 401, 403, 404, 409, 422)
def post_skip(given: dict[str, Any], instance_id: uuid.UUID, incident_id: int) -> Response:
    """Leave a failed step out; the matter goes on as if it had written the values."""
    return _done(instance_id, "skip", incident_id, given)


def _foreseen(instance_id: uuid.UUID, action: str, incident_id: int, given: dict[str, Any]) -> Effect:
    reason = given.pop("reason")
    told = {**given, "incident": incident_id}
    return preview(runtime(), require_principal(), instance_id, action, told, reason)


def _done(instance_id: uuid.UUID, action: str, incident_id: int, given: dict[str, Any]) -> Response:
    by = require_principal()
    reason, seen = given.pop("reason"), given.pop("seen")
    told = {**given, "incident": incident_id}

    def act() -> Response:
        state = mend(runtime(), by, instance_id, action, told, reason, seen=seen)
        return reply(DoneShape, {"instance_id": instance_id, "state": state})

    return answer_once(by, act)
