"""Which version of the program runs."""

from functools import cache
from importlib.metadata import PackageNotFoundError, version


@cache
def program_version() -> str:
    """Give the version of the installed program; ``?`` where it runs without being installed."""
    try:
        return version("tongban")
    except PackageNotFoundError:
        return "?"
