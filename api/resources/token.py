"""Signing in for programs."""

from typing import Any

from flask import Response

from api.blueprint import make_blueprint
from api.reply import reply
from api.schemas.token import CredentialsShape, TokenShape
from identity.signin import sign_in
from identity.tokens import LIVES, issue, revoke
from web.credentials import bearer
from web.current import now
from web.principal import require_principal
from web.refusals import MustChangePassword, NotSignedIn

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


@blueprint.route("/token", methods=["DELETE"])
@blueprint.response(204)
@blueprint.refuses(401)
def delete_token() -> None:
    """End the token that this request carries; every other one stays good."""
    require_principal()
    token = bearer()
    if not token:
        raise NotSignedIn
    revoke(token)
