"""What an import has to say of the files themselves."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from designer_export.findings import LANGUAGES, Finding, label, message_of
from designer_export.importing.choosing import MODEL_FILE
from designer_export.importing.joining import Brought
from designer_export.importing.remarks import FILE, FORM, PROCESS, Remarks
from designer_export.importing.shelf import Shelf
from designer_export.importing.sorting import Pile
from designer_export.rules.readable import refusal

_SHOWN: Final = 10
_KNOWN: Final = (MODEL_FILE, "process_group.json")
_ASIDE: Final = ("exampledata.json", ".app")


@dataclass(frozen=True, slots=True)
class Chosen:
    """The main diagram, whether something told so, and what was brought into it."""

    main: str
    sure: bool
    brought: tuple[Brought, ...]


def files(
    remarks: Remarks, root: etree._Element, pile: Pile, idle: list[str], chosen: Chosen, shelf: Shelf
) -> None:
    """Tell which files became what, and which nothing."""
    _diagrams(remarks, root, pile, chosen)
    for file, problem in pile.unreadable.items():
        remarks.findings.append(_unreadable(root, file, refusal(problem).message))
    for file in pile.broken:
        remarks.findings.append(_unreadable(root, file, message_of(FILE, "broken", {})))
    left = sorted([*idle, *pile.rest])
    if left:
        shown = "、".join(left[:_SHOWN]) + ("…" if len(left) > _SHOWN else "")
        remarks.say(FILE, "idle", root, number=len(left), files=shown)
    unused = set(shelf.unused())
    for file in sorted(unused):
        remarks.say(FORM, "unused", root, file=file)
    for file, case in _documents(pile, unused | shelf.used):
        remarks.say(FILE, case, root, file=file)


def _diagrams(remarks: Remarks, root: etree._Element, pile: Pile, chosen: Chosen) -> None:
    if len(pile.diagrams) == 1:
        return
    remarks.say(PROCESS, "chosen" if chosen.sure else "guessed", root, file=chosen.main)
    for one in chosen.brought:
        remarks.say(PROCESS, "brought", one.process, file=one.file, renamed=one.renamed)
    used = {chosen.main, *(one.file for one in chosen.brought)}
    for file in pile.diagrams:
        if file not in used:
            remarks.say(PROCESS, "left", root, file=file)


def _unreadable(root: etree._Element, file: str, reason: Mapping[str, str]) -> Finding:
    words = {
        language: message_of(FILE, "unreadable", {"file": file, "reason": reason[language]})[language]
        for language in LANGUAGES
    }
    return Finding(FILE, "changed", label(root), None, None, words, node=root)


def _documents(pile: Pile, forms: set[str]) -> Iterator[tuple[str, str]]:
    """Yield files of JSON that are no forms, with what they seem to be."""
    for file, said in pile.documents.items():
        base = file.rpartition("/")[2]
        if file in forms or base in _KNOWN or base.endswith(_ASIDE):
            continue
        if base.startswith("test_"):
            yield file, "test"
        elif not _is_look(base, said):
            yield file, "store"


def _is_look(base: str, said: Any) -> bool:
    """Tell whether a file is a ui schema that goes with none of the forms."""
    return isinstance(said, dict) and base.lower().endswith(("uischema.json", "schema.json"))
