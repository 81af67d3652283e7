"""Bringing other people in: hand over, delegate, ask to sign; and taking one's own step back."""

from typing import Any

from flask import Response

from api.blueprint import ID, make_blueprint
from api.headers import IDEMPOTENCY, IF_MATCH
from api.reply import reply
from api.schemas.handing import HandShape, LaterShape, PlacedShape, SignersShape, WordsShape
from api.schemas.tasks import DoneShape
from api.versions import seen_version
from engine.commands.add_signers import add_signers
from engine.commands.delegate_task import delegate_task
from engine.commands.remove_signer import remove_later_signer, remove_signer
from engine.commands.transfer_task import transfer_task
from engine.commands.withdraw_task import withdraw_task
from web.current import runtime
from web.idempotency import answer_once
from web.principal import require_principal

blueprint = make_blueprint("handing", "Bringing other people in.")
_HEADERS = [IF_MATCH, IDEMPOTENCY]


@blueprint.route(f"/tasks/<{ID}:task_id>/transfer", methods=["POST"], parameters=_HEADERS)
@blueprint.arguments(HandShape)
@blueprint.response(200, PlacedShape)
@blueprint.refuses(400, 401, 403, 404, 409, 422, 428)
def post_transfer(given: dict[str, Any], task_id: int) -> Response:
    """Give a task to somebody else for good (转办)."""
    by, version = require_principal(), seen_version()

    def act() -> Response:
        placed = transfer_task(runtime(), by, task_id, version=version, **given)
        return reply(PlacedShape, {"instance_id": placed})

    return answer_once(by, act)


@blueprint.route(f"/tasks/<{ID}:task_id>/delegate", methods=["POST"], parameters=_HEADERS)
@blueprint.arguments(HandShape)
@blueprint.response(200, PlacedShape)
@blueprint.refuses(400, 401, 403, 404, 409, 422, 428)
def post_delegate(given: dict[str, Any], task_id: int) -> Response:
    """Let somebody else do a task and get it back (委派)."""
    by, version = require_principal(), seen_version()

    def act() -> Response:
        placed = delegate_task(runtime(), by, task_id, version=version, **given)
        return reply(PlacedShape, {"instance_id": placed})

    return answer_once(by, act)


@blueprint.route(f"/tasks/<{ID}:task_id>/signers", methods=["POST"], parameters=_HEADERS)
@blueprint.arguments(SignersShape)
@blueprint.response(200, PlacedShape)
@blueprint.refuses(400, 401, 403, 404, 409, 422, 428)
def post_signers(given: dict[str, Any], task_id: int) -> Response:
    """Ask others to sign before, beside or after you (加签)."""
    by, version = require_principal(), seen_version()

    def act() -> Response:
        placed = add_signers(runtime(), by, task_id, version=version, **given)
        return reply(PlacedShape, {"instance_id": placed})

    return answer_once(by, act)


@blueprint.route(f"/tasks/<{ID}:task_id>/unsign", methods=["POST"], parameters=_HEADERS)
@blueprint.response(200, PlacedShape)
@blueprint.refuses(400, 401, 403, 404, 409, 422, 428)
def post_unsign(task_id: int) -> Response:
    """Take the task of an added signer away (减签); for whoever asked him."""
    by, version = require_principal(), seen_version()

    def act() -> Response:
        return reply(PlacedShape, {"instance_id": remove_signer(runtime(), by, task_id, version=version)})

    return answer_once(by, act)


@blueprint.route(f"/tasks/<{ID}:task_id>/unsign-later", methods=["POST"], parameters=_HEADERS)
@blueprint.arguments(LaterShape)
@blueprint.response(200, PlacedShape)
@blueprint.refuses(400, 401, 403, 404, 409, 422, 428)
def post_unsign_later(given: dict[str, Any], task_id: int) -> Response:
    """Leave out one who was to sign after you (减签)."""
    by, version = require_principal(), seen_version()

    def act() -> Response:
        placed = remove_later_signer(runtime(), by, task_id, version=version, **given)
        return reply(PlacedShape, {"instance_id": placed})

    return answer_once(by, act)


@blueprint.route(f"/tasks/<{ID}:task_id>/withdraw", methods=["POST"], parameters=[IDEMPOTENCY])
@blueprint.arguments(WordsShape)
@blueprint.response(200, DoneShape)
@blueprint.refuses(400, 401, 403, 404, 409, 422)
def post_withdraw(given: dict[str, Any], task_id: int) -> Response:
    """Take back what you have done, while nobody has gone on from it (撤回)."""
    by = require_principal()

    def act() -> Response:
        return reply(DoneShape, withdraw_task(runtime(), by, task_id, **given))

    return answer_once(by, act)
