"""``tongban connector``: which outside systems services may call, and how they are reached."""

import dataclasses
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from cli.database import database
from settings import read_settings

_SENTENCES = {
    "required": "{pointer} is missing.",
    "unknown": "{pointer} is no setting of this kind.",
    "type": "{pointer} has a value of the wrong type.",
    "choice": "{pointer} is none of the possible values.",
    "address": "{pointer} is no address.",
    "name": "{pointer}: a name has small letters, digits and hyphens, 40 at most, and begins with a letter.",
    "range": "{pointer} is out of range.",
    "again": "{pointer} was given for another system: give it again.",
}


@click.group()
def connector() -> None:
    """Set up the outside systems that services call; docs/connectors.md tells each kind's settings."""


@connector.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def list_all(as_json: bool) -> None:
    """List them; secrets are never shown."""
    from connectors.setting_up import all_set_up
    from db import reading

    with _application(), reading() as connection:
        found = all_set_up(connection)
    for one in found:
        row = {
            "name": one.name,
            "kind": one.kind,
            "settings": dict(one.settings),
            "secret": one.has_secret,
            "sends": one.sends,
        }
        state = "sends" if one.sends else "only shows what would be sent"
        click.echo(json.dumps(row, ensure_ascii=False) if as_json else f"{one.name} ({one.kind}): {state}")


@connector.command("set")
@click.argument("name")
@click.option("--kind", required=True, type=click.Choice(["http", "mail", "mailbox"]))
@click.option("--settings", "file", required=True, type=click.File("rb"), help="A JSON object; - for stdin.")
@click.option(
    "--secret-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Holds the password or token; without it the one that is kept stays.",
)
@click.pass_context
def set_one(ctx: click.Context, name: str, kind: str, file: Any, secret_file: Path | None) -> None:
    """Set one up, or change it; calls from then on go by the new settings."""
    from connectors.errors import BadSetting
    from connectors.setting_up import set_up
    from db import transaction

    settings = _object(file.read())
    secret = secret_file.read_text("utf-8").strip() if secret_file else None
    with _application() as rt:
        try:
            with transaction() as uow:
                set_up(uow, rt.vault, name, kind, settings, secret, rt.clock())
        except BadSetting as bad:
            click.echo(_SENTENCES[bad.code].format(pointer=bad.pointer), err=True)
            ctx.exit(2)
    click.echo(f"{name} is set up.")


@connector.command("remove")
@click.argument("name")
@click.pass_context
def remove_one(ctx: click.Context, name: str) -> None:
    """Forget one and its secret."""
    from connectors.setting_up import remove
    from db import transaction

    with _application() as rt, transaction() as uow:
        found = remove(uow, name, rt.clock())
    click.echo(f"{name} is forgotten." if found else f"There is no connector {name}.", err=not found)
    ctx.exit(0 if found else 2)


def _object(data: bytes) -> dict[str, Any]:
    try:
        found = json.loads(data)
    except ValueError as problem:
        raise click.UsageError(f"--settings is no JSON: {problem}") from problem
    if not isinstance(found, dict):
        raise click.UsageError("--settings is no JSON object.")
    return found


@contextmanager
def _application() -> Iterator[Any]:
    from app import create_app
    from web.current import RUNTIME

    settings = read_settings()
    with database(settings) as url:
        app = create_app(dataclasses.replace(settings, database_url=url))
        with app.app_context():
            yield app.extensions[RUNTIME]
