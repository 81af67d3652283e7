"""``tongban web``: the web server alone."""

import os
import sys

import click

from cli.database import awaited_database
from settings import read_settings

# More threads than this only wait for each other; the pool of connections holds twice as many.
THREADS = min(8, 2 * (os.cpu_count() or 1) + 1)


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Instead of TONGBAN_PORT.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Server processes.")
def web(port: int | None, workers: int) -> None:
    """Serve pages and API over a database that runs already, or will in some minutes.

    The process becomes granian's main process; SIGTERM ends it once the running requests are answered.
    """
    from web.logs import configure_logs

    settings = read_settings()
    configure_logs(level=settings.log_level)
    environment = {**os.environ, "DATABASE_URL": awaited_database(settings)}
    command = granian(settings.host, port or settings.port, workers)
    os.execve(sys.executable, command, environment)


def granian(host: str, port: int, workers: int) -> list[str]:
    """Return the command line of the web server."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--factory"]
    command += ["--host", host, "--port", str(port), "--no-ws", "--http", "1"]
    command += ["--workers", str(workers), "--blocking-threads", str(THREADS)]
    # A worker that dies is replaced; one that still imports ignores SIGTERM and is killed.
    command += ["--respawn-failed-workers", "--respawn-interval", "0.5", "--workers-kill-timeout", "5"]
    return [*command, "--log-level", "warning", "app:wsgi"]
