"""Taking matters under way to another version of their service."""

from typing import Any

from flask import Response

from api.blueprint import ID, make_blueprint
from api.headers import IDEMPOTENCY
from api.reply import reply
from api.schemas.migration import (
    MigratedListShape,
    MigrateShape,
    MigrationReportShape,
    ReportQuery,
    ReportShape,
)
from db import reading
from engine.commands.migrate_instances import Migrated, migrate_instances
from engine.queries.migration import MigrationReport, migration_report
from web.current import runtime
from web.idempotency import answer_many_once
from web.principal import require_principal

blueprint = make_blueprint("migration", "Taking matters to another version of their service.")


@blueprint.route(f"/definitions/<{ID}:definition_id>/migration/report", methods=["POST"])
@blueprint.arguments(ReportQuery, location="query")
@blueprint.arguments(ReportShape)
@blueprint.response(200, MigrationReportShape)
@blueprint.refuses(400, 401, 403, 404, 422)
def post_report(query: dict[str, Any], given: dict[str, Any], definition_id: int) -> MigrationReport:
    """Say what would become of matters of other versions if they went to this one; nothing is changed."""
    by = require_principal()
    with reading() as connection:
        return migration_report(
            runtime(),
            connection,
            by,
            definition_id,
            renamed=given["renamed"],
            only=given["instance"],
            after=query["after"],
        )


@blueprint.route(f"/definitions/<{ID}:definition_id>/migration", methods=["POST"], parameters=[IDEMPOTENCY])
@blueprint.arguments(MigrateShape)
@blueprint.response(200, MigratedListShape)
@blueprint.refuses(400, 401, 403, 404, 409, 422)
def post_migration(given: dict[str, Any], definition_id: int) -> Response:
    """Take matters to this version (迁移), each for itself; what is there already stays.

    Under an `Idempotency-Key` a second request gets the first answer. If the server broke off in between, it
    carries out the rest, and says `same_version` of those that have gone.
    """
    by = require_principal()

    def act() -> Response:
        ids, renamed, reason = given["instances"], given["renamed"], given["reason"]
        found = migrate_instances(runtime(), by, definition_id, ids, renamed=renamed, reason=reason)
        return reply(MigratedListShape, {"results": [_result(one) for one in found]})

    return answer_many_once(by, act)


def _result(one: Migrated) -> dict[str, Any]:
    blocks = [{"code": block.code, "element": block.element, "name": name} for block, name in one.blocks]
    return {"instance_id": one.instance_id, "code": one.code, "blocks": blocks}
