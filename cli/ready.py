"""Wait until the web server answers."""

import http.client
import time

import click

from cli.children import Children

_PATIENCE = 60.0


def wait_until_ready(host: str, port: int, children: Children) -> None:
    """Return once ``/health`` answers 200.

    Raises
    ------
    click.ClickException
        When it does not within a minute.
    """
    deadline = time.monotonic() + _PATIENCE
    while not answers(host, port):
        if time.monotonic() > deadline:
            raise click.ClickException("The web server did not answer within a minute.")
        children.look_after()
        time.sleep(0.05)


def answers(host: str, port: int) -> bool:
    """Tell whether ``/health`` answers 200."""
    connection = http.client.HTTPConnection("127.0.0.1" if host == "0.0.0.0" else host, port, timeout=2)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
