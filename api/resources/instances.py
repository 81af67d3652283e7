"""Instances: read them, cancel one's own, end one."""

import uuid
from typing import Any

from flask import Response

from api.blueprint import make_blueprint
from api.headers import IDEMPOTENCY
from api.reply import reply
from api.schemas.instances import InstanceShape
from api.schemas.record import RecordShape
from api.schemas.tasks import DoneShape, ReasonShape
from api.show_forms import form_values
from db import reading
from engine.commands.cancel_instance import cancel_instance
from engine.commands.terminate_instance import terminate_instance
from engine.queries.instance_view import InstanceView, view
from web.current import runtime
from web.idempotency import answer_once
from web.principal import require_principal

blueprint = make_blueprint("instances", "Matters under way, and those that ended.")


@blueprint.route("/instances/<uuid:instance_id>")
@blueprint.response(200, InstanceShape)
@blueprint.refuses(401, 404)
def get_instance(instance_id: uuid.UUID) -> dict[str, Any]:
    """Read an instance."""
    seen = _view(instance_id)
    values = {name: getattr(seen, name) for name in InstanceView.__slots__}
    values["form"] = form_values(seen.form)
    return values


@blueprint.route("/instances/<uuid:instance_id>/record")
@blueprint.response(200, RecordShape)
@blueprint.refuses(401, 404)
def get_record(instance_id: uuid.UUID) -> dict[str, Any]:
    """Read who did what (办理记录), oldest first."""
    return {"rows": _view(instance_id).record}


@blueprint.route("/instances/<uuid:instance_id>/terminate", methods=["POST"], parameters=[IDEMPOTENCY])
@blueprint.arguments(ReasonShape)
@blueprint.response(200, DoneShape)
@blueprint.refuses(400, 401, 403, 404, 409, 422)
def post_terminate(given: dict[str, Any], instance_id: uuid.UUID) -> Response:
    """End an instance for good (中止)."""
    by = require_principal()

    def act() -> Response:
        ended = terminate_instance(runtime(), by, instance_id, reason=given["reason"])
        return reply(DoneShape, {"instance_id": ended, "state": "terminated"})

    return answer_once(by, act)


@blueprint.route("/instances/<uuid:instance_id>/cancel", methods=["POST"], parameters=[IDEMPOTENCY])
@blueprint.arguments(ReasonShape)
@blueprint.response(200, DoneShape)
@blueprint.refuses(400, 401, 403, 404, 409, 422)
def post_cancel(given: dict[str, Any], instance_id: uuid.UUID) -> Response:
    """Take one's own application back (撤销)."""
    by = require_principal()

    def act() -> Response:
        ended = cancel_instance(runtime(), by, instance_id, reason=given["reason"])
        return reply(DoneShape, {"instance_id": ended, "state": "cancelled"})

    return answer_once(by, act)


def _view(instance_id: uuid.UUID) -> InstanceView:
    by = require_principal()
    with reading() as connection:
        return view(runtime(), connection, by, instance_id)
