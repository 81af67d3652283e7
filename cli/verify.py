"""``tongban verify``: recompute the chains of the record."""

import dataclasses
import json
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.database import database
from settings import read_settings

if TYPE_CHECKING:
    from engine.queries.anchors import AnchorFault


@click.command()
@click.argument("instance", type=click.UUID, required=False)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option(
    "--anchors",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Also hold the record against this folder of anchors.",
)
@click.pass_context
def verify(ctx: click.Context, instance: uuid.UUID | None, as_json: bool, anchors: Path | None) -> None:
    """Verify the record of one instance, or of all; exit code 1 if one does not hold."""
    from app import create_app
    from connectors.anchors import AnchorFolder
    from db import reading
    from engine.queries.anchors import anchor_faults
    from engine.queries.verification import verify as verdicts
    from web.current import RUNTIME, now
    from web.watching.upkeep import done

    settings = read_settings()
    total = bad = 0
    with database(settings) as url:
        app = create_app(dataclasses.replace(settings, database_url=url))
        with app.app_context(), reading() as connection:
            for verdict in verdicts(app.extensions[RUNTIME], connection, instance):
                total, bad = total + 1, bad + (not verdict.ok)
                row = {
                    "instance": verdict.instance_id.hex,
                    "entries": verdict.entries,
                    "ok": verdict.ok,
                    "first_bad": verdict.first_bad,
                }
                if as_json:
                    click.echo(json.dumps(row))
                elif not verdict.ok:
                    click.echo(f"{row['instance']}: entry {verdict.first_bad} does not hold")
            faults = list(anchor_faults(connection, AnchorFolder(anchors))) if anchors else []
            if instance is None:
                done("verification", now(), ok=not bad, instances=total, bad=bad)
    _say_anchors(faults, as_json)
    if as_json:
        click.echo(json.dumps({"summary": {"instances": total, "bad": bad}}))
    else:
        click.echo(f"{total} records verified, {bad} bad.")
    ctx.exit(1 if bad or faults else 0)


def _say_anchors(faults: "Sequence[AnchorFault]", as_json: bool) -> None:
    for fault in faults:
        about = fault.instance_id.hex if fault.instance_id else None
        if as_json:
            click.echo(json.dumps({"anchor": fault.n, "code": fault.code, "instance": about}))
        else:
            click.echo(f"anchor {fault.n}: {fault.code} {about or ''}".rstrip())
