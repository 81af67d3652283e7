"""抄送, 回复, 催办: what people say around a matter; none of it moves the process."""

import uuid
from typing import Any

from flask import Response

from api.blueprint import ID, make_blueprint
from api.headers import IDEMPOTENCY
from api.reply import reply
from api.schemas.talk import (
    AnswerShape,
    CommentShape,
    CopiesShape,
    EntryShape,
    RemindedShape,
    TalkShape,
)
from db import reading
from engine.commands.answer_reminder import answer_reminder
from engine.commands.comment import comment
from engine.commands.read_copies import read_copies
from engine.commands.remind import remind
from engine.commands.send_copies import send_copies
from engine.queries.talk import Talk, talk
from web.current import runtime
from web.idempotency import answer_once
from web.principal import require_principal

blueprint = make_blueprint("talk", "What people say around a matter; none of it moves the process.")
_HEADERS = [IDEMPOTENCY]


@blueprint.route("/instances/<uuid:instance_id>/talk")
@blueprint.response(200, TalkShape)
@blueprint.refuses(401, 404)
def get_talk(instance_id: uuid.UUID) -> Talk:
    """Read who may be mentioned, who got copies, and whom you may remind."""
    by = require_principal()
    with reading() as connection:
        return talk(runtime(), connection, by, instance_id)


@blueprint.route("/instances/<uuid:instance_id>/comments", methods=["POST"], parameters=_HEADERS)
@blueprint.arguments(CommentShape)
@blueprint.response(201, EntryShape)
@blueprint.refuses(400, 401, 404, 409, 422)
def post_comment(given: dict[str, Any], instance_id: uuid.UUID) -> Response:
    """Say something, answer an entry of the record, mention people (回复)."""
    by = require_principal()

    def act() -> Response:
        return reply(EntryShape, comment(runtime(), by, instance_id, **given), 201)

    return answer_once(by, act)


@blueprint.route("/instances/<uuid:instance_id>/read", methods=["POST"])
@blueprint.response(204)
@blueprint.refuses(401)
def post_read_copies(instance_id: uuid.UUID) -> None:
    """Note that you have read a matter that was copied to you; for anybody else nothing happens."""
    read_copies(runtime(), require_principal(), instance_id)


@blueprint.route(f"/tasks/<{ID}:task_id>/copies", methods=["POST"], parameters=_HEADERS)
@blueprint.arguments(CopiesShape)
@blueprint.response(201, EntryShape)
@blueprint.refuses(400, 401, 403, 404, 409, 422)
def post_copies(given: dict[str, Any], task_id: int) -> Response:
    """Give the matter to others to read (抄送)."""
    by = require_principal()

    def act() -> Response:
        return reply(EntryShape, send_copies(runtime(), by, task_id, **given), 201)

    return answer_once(by, act)


@blueprint.route(f"/tasks/<{ID}:task_id>/remind", methods=["POST"], parameters=_HEADERS)
@blueprint.response(200, RemindedShape)
@blueprint.refuses(400, 401, 403, 404, 409, 429)
def post_remind(task_id: int) -> Response:
    """Ask those who hold a task to hurry (催办)."""
    by = require_principal()

    def act() -> Response:
        return reply(RemindedShape, remind(runtime(), by, task_id))

    return answer_once(by, act)


@blueprint.route(f"/tasks/<{ID}:task_id>/answer", methods=["POST"], parameters=_HEADERS)
@blueprint.arguments(AnswerShape)
@blueprint.response(201, EntryShape)
@blueprint.refuses(400, 401, 403, 404, 409, 422)
def post_answer(given: dict[str, Any], task_id: int) -> Response:
    """Answer those who reminded you of a task."""
    by = require_principal()

    def act() -> Response:
        return reply(EntryShape, answer_reminder(runtime(), by, task_id, given["text"]), 201)

    return answer_once(by, act)
