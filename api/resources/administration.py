"""What an administrator does to a matter: suspend, resume, jump, restart, answer for a service outside."""

import uuid
from typing import Any

from flask import Response

from api.blueprint import make_blueprint
from api.headers import IDEMPOTENCY
from api.reply import reply
from api.schemas.administration import CallAnswerShape, CallsShape, JumpShape, MendingShape, RestartShape
from api.schemas.tasks import DoneShape, ReasonShape
from db import reading
from engine.commands.answer_call import answer_call
from engine.commands.jump_instance import jump_instance
from engine.commands.restart_instance import restart_instance
from engine.commands.resume_instance import resume_instance
from engine.commands.suspend_instance import suspend_instance
from engine.queries.calls import CallView, calls
from engine.queries.mending import Mending, mending
from web.current import runtime
from web.idempotency import answer_once
from web.principal import require_principal

blueprint = make_blueprint("administration", "What an administrator does to a matter.")
_OPTIONS: dict[str, Any] = {"methods": ["POST"], "parameters": [IDEMPOTENCY]}


@blueprint.route("/instances/<uuid:instance_id>/mending")
@blueprint.response(200, MendingShape)
@blueprint.refuses(401, 403, 404)
def get_mending(instance_id: uuid.UUID) -> Mending:
    """Say where a matter stands, where it may be taken and from which steps it may be restarted."""
    by = require_principal()
    with reading() as connection:
        return mending(runtime(), connection, by, instance_id)


@blueprint.route("/instances/<uuid:instance_id>/suspend", **_OPTIONS)
@blueprint.arguments(ReasonShape)
@blueprint.response(200, DoneShape)
@blueprint.refuses(400, 401, 403, 404, 409, 422)
def post_suspend(given: dict[str, Any], instance_id: uuid.UUID) -> Response:
    """Let a matter wait, with everything that belongs to it (挂起)."""
    by = require_principal()

    def act() -> Response:
        suspended = suspend_instance(runtime(), by, instance_id, **given)
        return reply(DoneShape, {"instance_id": suspended, "state": "suspended"})

    return answer_once(by, act)


@blueprint.route("/instances/<uuid:instance_id>/resume", **_OPTIONS)
@blueprint.arguments(ReasonShape)
@blueprint.response(200, DoneShape)
@blueprint.refuses(400, 401, 403, 404, 409, 422)
def post_resume(given: dict[str, Any], instance_id: uuid.UUID) -> Response:
    """Let a suspended matter go on."""
    by = require_principal()

    def act() -> Response:
        state = resume_instance(runtime(), by, instance_id, **given)
        return reply(DoneShape, {"instance_id": instance_id, "state": state})

    return answer_once(by, act)


@blueprint.route("/instances/<uuid:instance_id>/jump", **_OPTIONS)
@blueprint.arguments(JumpShape)
@blueprint.response(200, DoneShape)
@blueprint.refuses(400, 401, 403, 404, 409, 422)
def post_jump(given: dict[str, Any], instance_id: uuid.UUID) -> Response:
    """Take a matter from where it stands to another element (跳转)."""
    by = require_principal()

    def act() -> Response:
        state = jump_instance(runtime(), by, instance_id, **given)
        return reply(DoneShape, {"instance_id": instance_id, "state": state})

    return answer_once(by, act)


@blueprint.route("/instances/<uuid:instance_id>/restart", **_OPTIONS)
@blueprint.arguments(RestartShape)
@blueprint.response(200, DoneShape)
@blueprint.refuses(400, 401, 403, 404, 409, 422)
def post_restart(given: dict[str, Any], instance_id: uuid.UUID) -> Response:
    """Let a matter go on from one of its steps, also if it has ended (重启)."""
    by = require_principal()

    def act() -> Response:
        state = restart_instance(runtime(), by, instance_id, **given)
        return reply(DoneShape, {"instance_id": instance_id, "state": state})

    return answer_once(by, act)


@blueprint.route("/instances/<uuid:instance_id>/calls")
@blueprint.response(200, CallsShape)
@blueprint.refuses(401, 403, 404)
def get_calls(instance_id: uuid.UUID) -> dict[str, tuple[CallView, ...]]:
    """Give the steps of a matter that wait for an answer from outside."""
    by = require_principal()
    with reading() as connection:
        return {"rows": calls(runtime(), connection, by, instance_id)}


@blueprint.route("/instances/<uuid:instance_id>/calls/<int:token>/answer", **_OPTIONS)
@blueprint.arguments(CallAnswerShape)
@blueprint.response(200, DoneShape)
@blueprint.refuses(400, 401, 403, 404, 409, 422)
def post_answer(given: dict[str, Any], instance_id: uuid.UUID, token: int) -> Response:
    """Bring what came of a step that somebody outside does."""
    by = require_principal()

    def act() -> Response:
        state = answer_call(runtime(), by, instance_id, token, **given)
        return reply(DoneShape, {"instance_id": instance_id, "state": state})

    return answer_once(by, act)
