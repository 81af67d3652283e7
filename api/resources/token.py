"""Signing in for programs."""

from typing import Any

from flask import Response

from api.blueprint import make_blueprint
from api.reply import reply
from api.schemas.token import CredentialsShape, TokenShape
from identity.signin import sign_in
from identity.tokens import LIVES, issue
from web.current import now
from web.refusals import MustChangePassword

blueprint = make_blueprint("token", "Sign in, and call the other resources with the token.")


@blueprint.route("/token", methods=["POST"])
@blueprint.arguments(CredentialsShape)
@blueprint.response(200, TokenShape)
@blueprint.refuses(401, 403, 422, 429)
def post_token(given: dict[str, Any]) -> Response:
    """Get a bearer token for an account and its password."""
    moment = now()
    who = sign_in(given["login"], given["password"], now=moment)
    if who.must_change:
        raise MustChangePassword
    token = issue(who.person_id, moment)
    return reply(TokenShape, {"token": token, "expires_at": moment + LIVES})
