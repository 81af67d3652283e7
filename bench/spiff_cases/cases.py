"""Cases as SpiffArena keeps them beside a model: what is given at each element, and what comes out."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

PATTERN: Final = "test_*.json"
_OBJECTS: Final = "data_objects"
"""Under this name a case tells what data objects hold; here these are variables as any."""


@dataclass(frozen=True)
class Case:
    """One case.

    Attributes
    ----------
    given
        By process (or sub-process) and element: the data of each of its turns.
    expected
        Variables by name, at the end.
    """

    file: Path
    name: str
    given: Mapping[tuple[str, str], tuple[Mapping[str, Any], ...]]
    expected: Mapping[str, Any]


def read_cases(file: Path) -> Iterator[Case]:
    """Read a file of cases.

    Raises
    ------
    ValueError
        It is no such file.
    """
    content = json.loads(file.read_bytes())
    if not isinstance(content, dict) or not all(isinstance(one, dict) for one in content.values()):
        raise ValueError(f"{file} holds no cases")
    for name, case in content.items():
        said = case.get("expected_output_json") or {}
        expected = {**said.get(_OBJECTS, {}), **{key: said[key] for key in said if key != _OBJECTS}}
        yield Case(file, name, dict(_given(case.get("tasks") or {})), expected)


def _given(tasks: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str], tuple[Mapping[str, Any], ...]]]:
    for key, task in tasks.items():
        process, _, element = key.rpartition(":")
        yield (process, element), tuple(task.get("data") or ())
