"""代理: who stands in while somebody is away."""

from typing import Any

from flask import Response

from api.blueprint import ID, make_blueprint
from api.headers import IDEMPOTENCY
from api.reply import reply
from api.schemas.substitutions import (
    AbsenceShape,
    EnteredShape,
    HandedShape,
    SubstitutionQuery,
    SubstitutionsShape,
)
from db import reading
from engine.commands.add_substitution import add_substitution
from engine.commands.end_substitution import end_substitution
from engine.commands.hand_over_open import hand_over_open
from engine.queries.substitutions import substitutions_of
from web.current import runtime
from web.idempotency import answer_many_once, answer_once
from web.principal import require_principal

blueprint = make_blueprint("substitutions", "Who stands in while somebody is away.")
_ONCE: dict[str, Any] = {"methods": ["POST"], "parameters": [IDEMPOTENCY]}


@blueprint.route("/substitutions")
@blueprint.arguments(SubstitutionQuery, location="query")
@blueprint.response(200, SubstitutionsShape)
@blueprint.refuses(401, 403, 404, 422)
def get_substitutions(query: dict[str, Any]) -> dict[str, Any]:
    """Read your absences and those in which you stand in, or those of somebody you manage."""
    by = require_principal()
    with reading() as connection:
        return {"rows": substitutions_of(runtime(), connection, by, query["person"])}


@blueprint.route("/substitutions", **_ONCE)
@blueprint.arguments(AbsenceShape)
@blueprint.response(201, EnteredShape)
@blueprint.refuses(400, 401, 403, 404, 409, 422)
def post_substitution(given: dict[str, Any]) -> Response:
    """Enter an absence. It counts for tasks made on its days; what is open already stays where it is."""
    by = require_principal()

    def act() -> Response:
        entered = add_substitution(
            runtime(),
            by,
            given["substitute"],
            since=given["since"],
            until=given["until"],
            service_key=given["service"],
            person_id=given["person"],
        )
        return reply(EnteredShape, {"id": entered}, 201)

    return answer_once(by, act)


@blueprint.route(f"/substitutions/<{ID}:substitution_id>/end", methods=["POST"])
@blueprint.response(204)
@blueprint.refuses(401, 403, 404)
def post_end(substitution_id: int) -> None:
    """Call a substitution off; what the substitute has open stays his. A second request changes nothing."""
    end_substitution(runtime(), require_principal(), substitution_id)


@blueprint.route(f"/substitutions/<{ID}:substitution_id>/hand-over", **_ONCE)
@blueprint.response(200, HandedShape)
@blueprint.refuses(400, 401, 403, 404, 409, 422)
def post_hand_over(substitution_id: int) -> Response:
    """Give the substitute what is open for whoever is away already."""
    by = require_principal()

    def act() -> Response:
        return reply(HandedShape, {"handed": hand_over_open(runtime(), by, substitution_id)})

    return answer_many_once(by, act)
