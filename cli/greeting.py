"""What a person sees once the program runs."""

import unicodedata
from typing import Any

import click

from settings import Settings


def greet(settings: Settings, demo: bool) -> None:
    """Print the address and the demo accounts."""
    click.echo(f"\n通办 tongban is ready:  http://{settings.host}:{settings.port}/\n")
    if demo:
        _print_accounts()
    click.echo("Press Ctrl-C to stop.")


def _print_accounts() -> None:
    from demo.accounts import accounts

    found = accounts()
    click.echo(f"Demo accounts, password {found[0]['password']} (all of them: tongban demo accounts)")
    for account in filter(_worth_showing, found):
        roles = ", ".join([*account["roles"], *account["units"]])
        click.echo(f"  {account['login'].ljust(14)} {_padded(account['name'], 16)} {roles}")
    click.echo("")


def _worth_showing(account: dict[str, Any]) -> bool:
    """Of the many stu01, stu02, … the first is enough."""
    login: str = account["login"]
    return not login[-1].isdigit() or login.endswith("01")


def _padded(text: str, width: int) -> str:
    """Return `text` filled with blanks to `width` columns; a Chinese character takes two."""
    taken = sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
    return text + " " * max(0, width - taken)
