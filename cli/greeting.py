"""What a person sees once the program runs."""

import unicodedata

import click

from settings import Settings

# Enough to walk through every service that ships.
SHOWN = (
    "stu01",
    "tea01",
    "cs_head",
    "it_head",
    "it_clerk",
    "hosp_clerk",
    "pe_clerk",
    "office_author",
    "office_head",
    "admin",
    "designer",
    "newcomer",
)


def greet(settings: Settings, demo: bool) -> None:
    """Print the address and the demo accounts."""
    click.echo(f"\n通办 tongban is ready:  http://{settings.host}:{settings.port}/\n")
    if demo:
        _print_accounts()
    click.echo("Press Ctrl-C to stop.")


def _print_accounts() -> None:
    from demo.accounts import accounts

    found = {account["login"]: account for account in accounts()}
    click.echo(f"Demo accounts, password {found['admin']['password']} (all of them: tongban demo accounts)")
    for login in SHOWN:
        account = found[login]
        roles = ", ".join([*account["roles"], *account["units"]])
        click.echo(f"  {login.ljust(14)} {_padded(account['name'], 10)} {roles}")
    click.echo("")


def _padded(text: str, width: int) -> str:
    """Return `text` filled with blanks to `width` columns; a Chinese character takes two."""
    taken = sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
    return text + " " * max(0, width - taken)
