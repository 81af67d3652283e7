"""消息设置: read and keep which messages one gets by e-mail."""

from typing import Any

from flask import Response

from api.blueprint import make_blueprint
from api.headers import IDEMPOTENCY
from api.reply import reply
from api.schemas.message_preferences import MessagePreferencesShape
from db import reading
from messages.preferences import Preferences, keep_preferences, preferences
from web.current import now
from web.idempotency import answer_once
from web.principal import require_principal

blueprint = make_blueprint("message-preferences", "Which messages come by e-mail.")


@blueprint.route("/me/message-preferences")
@blueprint.response(200, MessagePreferencesShape)
@blueprint.refuses(401, 403)
def get_message_preferences() -> Preferences:
    """Read which messages you get by e-mail, with the defaults where you chose nothing."""
    by = require_principal()
    with reading() as connection:
        return preferences(connection, by.person_id)


@blueprint.route("/me/message-preferences", methods=["PUT"], parameters=[IDEMPOTENCY])
@blueprint.arguments(MessagePreferencesShape)
@blueprint.response(200, MessagePreferencesShape)
@blueprint.refuses(400, 401, 403, 422)
def put_message_preferences(given: dict[str, Any]) -> Response:
    """Keep these choices instead of yours; what you leave out follows the defaults again."""
    by = require_principal()

    def act() -> Response:
        kept = keep_preferences(by, given["mail"], given["language"], now())
        return reply(MessagePreferencesShape, {"mail": dict(kept.mail), "language": kept.language})

    return answer_once(by, act)
