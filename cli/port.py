"""Which port the web server takes."""

import socket

import click

from settings import Settings

_TRIES = 50


def choose_port(settings: Settings) -> int:
    """Return a free port: the one that was asked for, else the next free one from the default on.

    Raises
    ------
    click.ClickException
        When the port of TONGBAN_PORT is taken: who names a port wants that one.
    """
    if is_free(settings.host, settings.port):
        return settings.port
    if settings.port_chosen:
        raise click.ClickException(
            f"Port {settings.port} is taken by another program; set TONGBAN_PORT to a free one."
        )
    for port in range(settings.port + 1, settings.port + _TRIES):
        if is_free(settings.host, port):
            click.echo(f"Port {settings.port} is taken by another program; using {port}.")
            return port
    raise click.ClickException("No free port was found; set TONGBAN_PORT to a free one.")


def is_free(host: str, port: int) -> bool:
    """Tell whether we could listen there."""
    with socket.socket() as probe:
        # As the web server does; connections that linger after its last run do not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError):
            return False
    return True
