"""Put the services that ship into the engine and the hall; ``tongban deploy`` for others."""

import dataclasses
from pathlib import Path

import click
from flask import Flask

from bpmn_models.bundle import Bundle, read_folder, read_zip, shipped
from cli.database import database
from engine.commands.deploy import deploy as deploy_bundle
from hall.publish_service import check_service, publish_service
from settings import read_settings
from web.current import RUNTIME


def publish(app: Flask, bundle: Bundle) -> int:
    """Deploy a bundle as the program itself and list it in the hall; give the version's id.

    A bundle equal to the version in force changes nothing, and what administrators edited in the
    hall stays.
    """
    rt = app.extensions[RUNTIME]
    check_service(None, bundle, rt.clock())
    definition_id = deploy_bundle(rt, None, bundle)
    publish_service(None, bundle, rt.clock())
    return definition_id


def publish_shipped(app: Flask) -> None:
    """Publish every service that comes with the program."""
    for bundle in shipped():
        publish(app, bundle)


@click.command()
@click.argument("bundle", type=click.Path(exists=True, path_type=Path))
def deploy(bundle: Path) -> None:
    """Publish a service from its folder or zip; running instances stay on their version."""
    from app import create_app

    read = read_folder(bundle) if bundle.is_dir() else read_zip(bundle.read_bytes())
    settings = read_settings()
    with database(settings) as url:
        app = create_app(dataclasses.replace(settings, database_url=url))
        with app.app_context():
            definition_id = publish(app, read)
    click.echo(f"{read.key}: version {definition_id} is in force.")
