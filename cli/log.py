"""``tongban log``: what happened in a service, as a file for tools of process mining."""

import dataclasses
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TextIO

import click

from cli.database import database
from settings import read_settings


@click.command()
@click.argument("service")
@click.option("--format", "kind", type=click.Choice(["xes", "ocel"]), default="xes", show_default=True)
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Standard output without."
)
@click.option(
    "--from", "first", type=click.DateTime(["%Y-%m-%d"]), help="Matters begun on this day or later."
)
@click.option("--to", "last", type=click.DateTime(["%Y-%m-%d"]), help="Matters begun on this day or earlier.")
@click.option("--names", is_flag=True, help="People by name; without it by pseudonyms.")
def log(
    service: str, kind: str, output: Path | None, first: datetime | None, last: datetime | None, names: bool
) -> None:
    """Write the event log of SERVICE as XES (IEEE 1849) or OCEL 2.0."""
    from app import create_app
    from db import reading
    from engine.commands.export_event_log import pieces
    from engine.queries.statistics import look_up
    from web.current import RUNTIME
    from web.figures import asked_for

    settings = read_settings()
    asked = asked_for(first.date() if first else None, last.date() if last else None, (), None)
    with database(settings) as url:
        app = create_app(dataclasses.replace(settings, database_url=url))
        with app.app_context():
            with reading() as connection:
                subject = look_up(connection, service, asked)
            found = pieces(app.extensions[RUNTIME], subject, kind, names=names)
            if output is None:
                _write(sys.stdout, found)
                return
            # Whole or not at all: what was there before stays until the new one is complete.
            beside = output.with_name(f"{output.name}.part")
            try:
                with beside.open("w", encoding="utf-8") as file:
                    _write(file, found)
                beside.replace(output)
            finally:
                beside.unlink(missing_ok=True)


def _write(file: TextIO, found: Iterator[str]) -> None:
    for piece in found:
        file.write(piece)
