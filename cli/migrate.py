"""``tongban migrate``: bring the tables to the present version."""

import click

from cli.database import database
from settings import read_settings


@click.command()
def migrate() -> None:
    """Bring the database's tables to this version of the program."""
    from db.migrate import upgrade

    with database(read_settings()) as url:
        changed = upgrade(url)
    click.echo("The tables are up to date." if not changed else "The tables were brought up to date.")
