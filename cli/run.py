"""``tongban run``: the whole program in one command."""

import dataclasses
import os
import signal
import sys
import time
from contextlib import nullcontext

import click

from cli.alone import alone
from cli.children import Child, Children
from cli.database import open_database
from cli.demo import load_demo
from cli.ending import Ended, asked, check, listen
from cli.greeting import greet
from cli.kept_server import KeptServer
from cli.port import choose_port
from cli.ready import wait_until_ready
from cli.web import granian
from db.embedded.children import die_with_parent
from db.server import Server
from settings import Settings, read_settings


@click.command()
@click.option("--demo/--no-demo", default=True, help="Load the demo campus.  [default: demo]")
def run(demo: bool) -> None:
    """Start everything: database, web server, job worker; Ctrl-C ends it all.

    The database is the embedded one unless DATABASE_URL names another. The address and the demo
    accounts are printed once the first page is served.
    """
    listen()
    if "MAKELEVEL" in os.environ:
        # A kill -9 of make must not leave us behind.
        die_with_parent(signal.SIGTERM, parent=os.getppid())()
    try:
        settings = read_settings()
        with nullcontext() if settings.database_url else alone(settings.data) as note:
            settings = dataclasses.replace(settings, port=choose_port(settings))
            if note:
                note.write(f"http://{settings.host}:{settings.port}/")
                note.flush()
            _run(settings, demo)
    except Ended:
        click.echo("\nStopped.")
    except Exception:
        # A library that was interrupted may raise an error of its own in the place of `Ended`.
        if not asked():
            raise
        click.echo("\nStopped.")


def _run(settings: Settings, demo: bool) -> None:
    click.echo("Starting the database …")
    url, started = _database(settings)
    server = KeptServer(settings.cluster, started) if started else None
    settings = dataclasses.replace(settings, database_url=url)
    try:
        _prepare(settings, demo)
        check()
        _serve(settings, demo, server)
    finally:
        if server:
            server.stop()


def _database(settings: Settings) -> tuple[str, Server | None]:
    """Open the database; an embedded server that a short command of ours started is waited for.

    It would end with that command, and we with it.
    """
    url, server = open_database(settings)
    if server and not server.process:
        click.echo("Another tongban command uses the database; waiting until it ends …")
    while server and not server.process:
        check()
        time.sleep(0.2)
        url, server = open_database(settings)
    return url, server


def _prepare(settings: Settings, demo: bool) -> None:
    from db.migrate import upgrade

    assert settings.database_url
    if upgrade(settings.database_url):
        click.echo("The tables were brought up to date.")
    check()
    if demo and load_demo(settings):
        click.echo("The demo campus was loaded.")


def _serve(settings: Settings, demo: bool, server: KeptServer | None) -> None:
    """Run web server and worker until somebody ends us; what dies is started again."""
    environment = {**os.environ, "DATABASE_URL": settings.database_url or ""}
    # Somebody sits before this terminal: a line a request would bury the one that matters.
    environment.setdefault("TONGBAN_LOG", "warning")
    web = Child("web server", granian(settings.host, settings.port, 1), environment)
    worker = Child("job worker", [sys.executable, "-m", "cli", "worker"], environment)
    with Children(web, worker, server=server) as children:
        wait_until_ready(settings.host, settings.port, children)
        greet(settings, demo)
        children.watch()
