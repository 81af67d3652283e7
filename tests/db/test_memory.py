"""The embedded server takes its share of the machine, or of the container it is held in."""

from pathlib import Path

import pytest

from db.embedded.memory import memory_settings


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        (256 << 20, ("shared_buffers=128MB", "effective_cache_size=128MB")),
        (2 << 30, ("shared_buffers=256MB", "effective_cache_size=1024MB")),
    ],
)
def test_a_container_with_less_than_the_machine_counts(
    tmp_path: Path, held: int, expected: tuple[str, ...]
) -> None:
    limit = tmp_path / "memory.max"
    limit.write_text(f"{held}\n")
    assert memory_settings(limit) == expected


@pytest.mark.parametrize("text", ["max\n", str(1 << 60)])
def test_without_a_limit_the_machine_counts(tmp_path: Path, text: str) -> None:
    limit = tmp_path / "memory.max"
    limit.write_text(text)
    assert memory_settings(limit) == memory_settings(tmp_path / "nothing")


def test_no_machine_gives_all(tmp_path: Path) -> None:
    kept, _ = memory_settings(tmp_path / "nothing")
    assert 128 <= int(kept.removeprefix("shared_buffers=").removesuffix("MB")) <= 1024
