"""常用意见: read and keep one's own words for opinions."""

from typing import Any

from flask import Response

from api.blueprint import make_blueprint
from api.headers import IDEMPOTENCY
from api.reply import reply
from api.schemas.phrases import PhrasesShape
from db import reading
from engine.commands.keep_phrases import keep_phrases
from web.idempotency import answer_once
from web.phrases import shown_phrases
from web.principal import require_principal

blueprint = make_blueprint("phrases", "Words that one keeps for opinions.")


@blueprint.route("/me/phrases")
@blueprint.response(200, PhrasesShape)
@blueprint.refuses(401, 403)
def get_phrases() -> dict[str, Any]:
    """Read your phrases; whoever keeps none has the usual ones."""
    by = require_principal()
    with reading() as connection:
        return {"phrases": shown_phrases(connection, by)}


@blueprint.route("/me/phrases", methods=["PUT"], parameters=[IDEMPOTENCY])
@blueprint.arguments(PhrasesShape)
@blueprint.response(200, PhrasesShape)
@blueprint.refuses(400, 401, 403, 422)
def put_phrases(given: dict[str, Any]) -> Response:
    """Keep this list instead of yours: that adds, changes, moves and deletes.

    Sent twice, it leaves the same list. The key only keeps a late repetition from undoing what came after it.
    """
    by = require_principal()

    def act() -> Response:
        return reply(PhrasesShape, {"phrases": keep_phrases(by, given["phrases"])})

    return answer_once(by, act)
