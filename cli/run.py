"""``tongban run``: the whole program in one command."""

import dataclasses
import os
import signal
import sys

import click

from cli.children import Child, Children
from cli.database import open_database
from cli.demo import load_demo
from cli.greeting import greet
from cli.port import choose_port
from cli.ready import wait_until_ready
from cli.web import granian
from db.embedded.children import die_with_parent
from settings import Settings, read_settings


class Ended(BaseException):
    """Somebody pressed Ctrl-C or sent SIGTERM."""


@click.command()
@click.option("--demo/--no-demo", default=True, help="Load the demo campus.  [default: demo]")
def run(demo: bool) -> None:
    """Start everything: database, web server, job worker; Ctrl-C ends it all.

    The database is the embedded one unless DATABASE_URL names another. The address and the demo
    accounts are printed once the first page is served.
    """
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _end)
    if "MAKELEVEL" in os.environ:
        # A kill -9 of make must not leave us behind.
        die_with_parent(signal.SIGTERM)()
    settings = read_settings()
    port = choose_port(settings)
    click.echo("Starting the database …")
    url, server = open_database(settings)
    settings = dataclasses.replace(settings, database_url=url, port=port)
    try:
        _prepare(settings, demo)
        _serve(settings, demo)
    except Ended:
        click.echo("\nStopped.")
    finally:
        if server:
            server.stop()


def _end(number: int, frame: object) -> None:
    # The second Ctrl-C must not interrupt the clearing up.
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    raise Ended


def _prepare(settings: Settings, demo: bool) -> None:
    from db.migrate import upgrade

    assert settings.database_url
    if upgrade(settings.database_url):
        click.echo("The tables were brought up to date.")
    if demo and load_demo(settings):
        click.echo("The demo campus was loaded.")


def _serve(settings: Settings, demo: bool) -> None:
    """Run web server and worker until somebody ends us; one that dies is started again."""
    environment = {**os.environ, "DATABASE_URL": settings.database_url or ""}
    web = Child("web server", granian(settings.host, settings.port, 1), environment)
    worker = Child("job worker", [sys.executable, "-m", "cli", "worker"], environment)
    with Children(web, worker) as children:
        wait_until_ready(settings.host, settings.port, children)
        greet(settings, demo)
        children.watch()
