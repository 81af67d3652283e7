"""One ``tongban run`` a data folder: a second one would lose its database when the first one ends."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import click


@contextmanager
def alone(data: Path) -> Iterator[TextIO]:
    """Hold the data folder; give the file into which the address is written once it is known.

    The lock ends with its process, however that ends.

    Raises
    ------
    click.ClickException
        When another one holds it.
    """
    with (data / "run.lock").open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise click.ClickException(_sentence(data, file)) from None
        file.truncate(0)
        yield file


def _sentence(data: Path, file: TextIO) -> str:
    file.seek(0)
    address = file.read().strip()
    stands = f"is running at {address}" if address else "is starting"
    return f"tongban {stands} with the data in {data}: use that one, end it, or set TONGBAN_DATA."
