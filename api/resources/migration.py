"""Taking matters under way to another version of their service."""

from typing import Any

from api.blueprint import ID, make_blueprint
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


@blueprint.route(f"/definitions/<{ID}:definition_id>/migration", methods=["POST"])
@blueprint.arguments(MigrateShape)
@blueprint.response(200, MigratedListShape)
@blueprint.refuses(400, 401, 403, 404, 422)
def post_migration(given: dict[str, Any], definition_id: int) -> dict[str, Any]:
    """Take matters to this version (迁移), each for itself; what is there already stays."""
    by = require_principal()
    found = migrate_instances(
        runtime(),
        by,
        definition_id,
        given["instances"],
        renamed=given["renamed"],
        reason=given["reason"],
    )
    return {"results": [_result(one) for one in found]}


def _result(one: Migrated) -> dict[str, Any]:
    blocks = [{"code": block.code, "element": block.element, "name": name} for block, name in one.blocks]
    return {"instance_id": one.instance_id, "code": one.code, "blocks": blocks}
