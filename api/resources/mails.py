"""消息发送: what became of messages by e-mail, and sending again what failed."""

from typing import Any

from flask import Response

from api.blueprint import make_blueprint
from api.headers import IDEMPOTENCY
from api.reply import reply
from api.schemas.mails import MailFilters, MailQuery, MailRetriedShape, MailsShape
from db import reading
from messages.errors import NoMessage
from messages.overseeing import FatePage, Filters, fate_page
from messages.retry_mails import retry_failed, retry_mail
from web.current import runtime
from web.idempotency import answer_once
from web.principal import require_principal

blueprint = make_blueprint("mails", "What became of messages by e-mail.")
_OPTIONS: dict[str, Any] = {"methods": ["POST"], "parameters": [IDEMPOTENCY]}
_LARGEST = 2**63 - 1


@blueprint.route("/mails")
@blueprint.arguments(MailQuery, location="query")
@blueprint.response(200, MailsShape)
@blueprint.refuses(401, 403, 422)
def get_mails(query: dict[str, Any]) -> FatePage:
    """List what became of messages about matters that you look after."""
    by = require_principal()
    with reading() as connection:
        return fate_page(
            runtime(),
            connection,
            by,
            _filters(query),
            before=query.get("before"),
            limit=query["limit"],
        )


@blueprint.route("/mails/<int:message_id>/retry", **_OPTIONS)
@blueprint.response(200, MailRetriedShape)
@blueprint.refuses(400, 401, 403, 404, 409, 422)
def post_retry_mail(message_id: int) -> Response:
    """Send the mail of one message again, which failed or had no address to go to."""
    by = require_principal()
    if message_id > _LARGEST:
        raise NoMessage(message=message_id)

    def act() -> Response:
        retry_mail(runtime(), by, message_id)
        return reply(MailRetriedShape, {"messages": 1})

    return answer_once(by, act)


@blueprint.route("/mails/retry", **_OPTIONS)
@blueprint.arguments(MailFilters)
@blueprint.response(200, MailRetriedShape)
@blueprint.refuses(400, 401, 403, 422)
def post_retry_mails(given: dict[str, Any]) -> Response:
    """Send again whatever failed under some filters, 500 messages at most."""
    by = require_principal()

    def act() -> Response:
        return reply(MailRetriedShape, {"messages": retry_failed(runtime(), by, _filters(given))})

    return answer_once(by, act)


def _filters(given: dict[str, Any]) -> Filters:
    state = "" if given["state"] == "all" else given["state"]
    return Filters(state=state, kind=given["kind"], number=given["number"])
