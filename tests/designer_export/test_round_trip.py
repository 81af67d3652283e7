"""What is drawn stays where it is drawn: in our words, and when what was exported comes again."""

import os
from collections import defaultdict
from pathlib import Path

import pytest
from lxml import etree

from designer_export.dialects import carry
from designer_export.errors import Unreadable
from designer_export.importing import take
from designer_export.reading import read
from designer_export.writing import write
from tests.engine.designs.uploaded import CAMUNDA

CORPUS = Path(os.environ.get("CORPUS_DIR", Path(__file__).parents[3] / "shared/corpus"))
MOST = 12
"""Files of a folder that are looked at: the first by name."""


def diagrams() -> list[Path]:
    """Give some diagrams of every folder of the corpus."""
    folders: dict[str, list[Path]] = defaultdict(list)
    for path in sorted(CORPUS.rglob("*.bpmn")):
        folders[path.relative_to(CORPUS).parts[0]].append(path)
    return [path for found in folders.values() for path in found[:MOST]]


def drawn(data: bytes) -> dict[str, list[tuple[str, ...]]]:
    """Give the place of every shape, edge and label, by what it draws."""
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for item in read(data).root.iter("*"):
        if item.get("bpmnElement"):
            found[str(item.get("bpmnElement"))] += [place(part) for part in item.iter("*")]
    return found


def place(part: etree._Element) -> tuple[str, ...]:
    named = ("x", "y", "width", "height", "isHorizontal", "isExpanded")
    return etree.QName(part).localname, *(part.get(name, "") for name in named)


@pytest.mark.parametrize("path", diagrams(), ids=lambda path: str(path.relative_to(CORPUS))[-60:])
def test_our_words_leave_the_layout_untouched_and_are_said_once(path: Path) -> None:
    try:
        upload = path.read_bytes()
        before = drawn(upload)
    except Unreadable:
        return
    ours = write(carry(read(upload)))
    after = drawn(ours)
    assert {name: after.get(name) for name in before} == before
    again = write(carry(read(ours)))
    assert drawn(again) == after
    assert write(carry(read(again))) == again


def test_what_was_exported_comes_back_byte_for_byte() -> None:
    taken = take({"a.bpmn": CAMUNDA}, key="borrow-room").bundle
    before = drawn(CAMUNDA)
    assert {name: drawn(taken.process)[name] for name in before} == before
    again = take(dict(taken.files), key="borrow-room").bundle
    assert again.files == taken.files
