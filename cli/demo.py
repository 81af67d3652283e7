"""``tongban demo``: the demo campus."""

import dataclasses
import json

import click

from cli.database import database
from settings import Settings, read_settings


@click.group()
def demo() -> None:
    """The demo campus: load it, list its accounts."""


@demo.command()
def load() -> None:
    """Load the demo campus, unless it is there."""
    settings = read_settings()
    with database(settings) as url:
        loaded = load_demo(dataclasses.replace(settings, database_url=url))
    click.echo("The demo campus was loaded." if loaded else "The demo campus is there already.")


@demo.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def accounts(as_json: bool) -> None:
    """List the demo accounts."""
    from demo.accounts import accounts as demo_accounts

    for account in demo_accounts():
        if as_json:
            click.echo(json.dumps(account, ensure_ascii=False))
        else:
            click.echo("  ".join([account["login"].ljust(16), account["name"], *account["roles"]]))
    if not as_json:
        click.echo(f"Password of all: {demo_accounts()[0]['password']}")


def load_demo(settings: Settings) -> bool:
    """Load the demo campus and the shipped services; return whether the campus was missing."""
    from datetime import UTC, datetime

    from app import create_app
    from cli.services import publish_shipped
    from db import db, transaction
    from demo.load import load_campus

    app = create_app(settings)
    with app.app_context():
        with transaction() as uow:
            loaded = load_campus(uow, datetime.now(UTC))
        publish_shipped(app)
        db.engine.dispose()
    return loaded
