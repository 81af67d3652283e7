"""Rules of the house that can be read off the sources."""

import ast
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONFIGURATION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
ROOMS = (*CONFIGURATION["importlinter"]["root_packages"], "app", "settings")
LONGEST_FILE = 400
LONGEST_FUNCTION = 50

# Who reads and who only computes never opens a transaction.
WITHOUT_TRANSACTIONS = (
    "engine/queries",
    "engine/execution",
    "engine/assignment",
    "designer_export",
    "bpmn_models",
    "forms",
    "expressions",
    "connectors",
    "calendars",
)


def sources(*folders: str) -> Iterator[Path]:
    for folder in folders:
        path = ROOT / folder
        yield from path.rglob("*.py") if path.is_dir() else [path.with_suffix(".py")]


def own_sources() -> Iterator[Path]:
    for path in sources(*ROOMS, "bench", "scripts", "tests"):
        if "node_modules" not in path.parts and "versions" not in path.parts:
            yield path


@cache
def tree(path: Path) -> ast.Module:
    """Parse a file, once for all rules."""
    return ast.parse(path.read_text(encoding="utf-8"))


def calls(path: Path) -> Iterator[tuple[str, int]]:
    """Yield the last name and the line of every call in a file."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", None) or getattr(node.func, "id", None)
            if name:
                yield name, node.lineno


def test_nobody_commits_but_the_unit_of_work() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sources(*(room for room in ROOMS if room != "db"))
        for name, line in calls(path)
        if name == "commit"
    ]
    assert found == []


def test_readers_open_no_transaction() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sources(*WITHOUT_TRANSACTIONS)
        for name, line in calls(path)
        if name == "transaction"
    ]
    assert found == []


def test_the_environment_is_read_by_the_settings_alone() -> None:
    passed_on = {
        *("settings.py", "cli/main.py", "cli/run.py", "cli/web.py", "cli/archive/database.py"),
        *("db/embedded/account.py", "engine/apart/processes.py"),
    }
    found = [
        str(path.relative_to(ROOT))
        for path in sources(*ROOMS)
        if "os.environ" in path.read_text(encoding="utf-8") or "getenv(" in path.read_text(encoding="utf-8")
    ]
    assert set(found) - passed_on == set()


def test_no_file_is_longer_than_a_sitting() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in own_sources()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    }
    assert long == {}


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in own_sources()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    ]
    assert long == []


def test_tests_hold_no_package_that_could_shadow_a_room() -> None:
    assert list((ROOT / "tests").rglob("__init__.py")) == []


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_says_what_it_is(room: str) -> None:
    path = ROOT / room / "__init__.py"
    text = (path if path.exists() else ROOT / f"{room}.py").read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text))


def test_every_collected_name_is_a_test() -> None:
    """A test function whose name pytest does not collect passes for ever."""
    lost = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in (ROOT / "tests").rglob("test_*.py")
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef)
        and node.name.startswith("test")
        and not node.name.startswith("test_")
    ]
    assert lost == []
