"""Decision 15: every sentence of the forms stands in both catalogues."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import forms

ROOM = Path(forms.__file__).parent
FRAGMENTS = ROOM.parent / "web" / "translations" / "fragments"


def msgids() -> set[str]:
    found: set[str] = set()
    for template in ROOM.rglob("*.html"):
        found |= set(re.findall(r"(?:_|translate)\('([^']*)'", template.read_text()))
    for module in ROOM.glob("*.py"):
        found |= set(re.findall(r'(?:N_|translate)\(\s*"([^"]*)"', module.read_text()))
    return found


@pytest.mark.parametrize("locale", ["zh_CN", "en"])
def test_every_sentence_is_translated(locale: str) -> None:
    with (FRAGMENTS / f"forms.{locale}.po").open("rb") as file:
        catalog = {message.id: message.string for message in read_po(file) if message.id}
    assert set(catalog) == msgids()
    assert all(catalog.values())
    for msgid, text in catalog.items():
        assert set(re.findall(r"%\(\w+\)s", msgid)) == set(re.findall(r"%\(\w+\)s", text))
