"""Every route that changes something stands in a table of rights, or here with the reason why not."""

import importlib
from collections.abc import Iterator
from pathlib import Path
from string import ascii_uppercase
from types import ModuleType
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.routing import MapAdapter

from app import create_app
from portal.views.mending import ACTIONS
from tests.conftest import make_settings
from tests.system.people import API
from tests.system.tables import Call, address, rows

SYSTEM = Path(__file__).parents[1] / "system"
READING = {"GET", "HEAD", "OPTIONS"}
SOMETHING = dict.fromkeys(ascii_uppercase, "1") | dict.fromkeys("AI", str(UUID(int=0)))

WITHOUT_A_ROW = {
    "POST /api/v1/token": "for whoever knows a password: tests/identity/test_signin.py",
    "DELETE /api/v1/token": "ends the token that asks, and no other: tests/api/test_catalogue.py",
    "POST /signin": "the same, by page",
    "POST /signout": "ends the session that asks, and no other",
    "POST /password": "one's own, for whoever knows it: tests/identity/test_signin.py",
}


@pytest.fixture(scope="module")
def routes(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application, before a database that nobody asks for anything."""
    nowhere = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"
    return create_app(make_settings(tmp_path_factory.mktemp("routes"), nowhere))


def tables() -> Iterator[ModuleType]:
    for path in sorted(SYSTEM.glob("test_permissions*.py")):
        yield importlib.import_module(f"tests.system.{path.stem}")


def lines_of(module: ModuleType) -> Iterator[str]:
    """Give the request of every row of a module's tables, as it is sent to the server."""
    values = [value for name, value in vars(module).items() if name.isupper()]
    calls = {
        name: value
        for one in values
        if isinstance(one, dict)
        for name, value in one.items()
        if isinstance(value, Call)
    }
    for table in values:
        if isinstance(table, str) and "|" in table:
            yield from (line_of(row, calls) for row in rows(table))


def line_of(row: str, calls: dict[str, Call]) -> str:
    if row in calls:
        method, pattern = calls[row].line.split()
        return f"{method} {API}{pattern}"
    return row


def asked(adapter: MapAdapter, line: str) -> str:
    """Give the route that answers the request of a row."""
    method, pattern = line.split()
    path = address(pattern.partition("?")[0], SOMETHING)
    rule, _ = adapter.match(path, method=method, return_rule=True)
    return f"{method} {rule.rule}"


def test_every_route_that_changes_something_has_a_row_in_a_table_of_rights(routes: Flask) -> None:
    adapter = routes.url_map.bind("localhost")
    named = {asked(adapter, line) for module in tables() for line in lines_of(module)}
    changing = {
        f"{method} {rule.rule}"
        for rule in routes.url_map.iter_rules()
        for method in (rule.methods or set()) - READING
    }
    assert changing - named - WITHOUT_A_ROW.keys() == set(), "say who may do this"
    assert WITHOUT_A_ROW.keys() - changing == set(), "there is no such route any more"
    assert WITHOUT_A_ROW.keys() & named == set(), "they have a row now"


def test_each_action_of_an_administrator_has_a_row_of_its_own() -> None:
    named = {line for module in tables() for line in lines_of(module)}
    assert {f"POST /instances/I/mend/{action}" for action in ACTIONS} - named == set()
