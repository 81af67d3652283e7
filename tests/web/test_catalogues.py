"""Both languages are complete: each msgid in code and templates is in both catalogues."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from scripts import catalogues

ROOT = Path(__file__).parents[2]
ROOMS = ("api", "cli", "engine", "forms", "hall", "identity", "jobs", "messages", "notices", "portal", "web")
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2"), ("**/templates/**.j2", "jinja2")]
KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def used(room: str) -> set[tuple[str, str | None, str]]:
    """Return (msgid, context, where) of every text that a room marks."""
    found = extract_from_dir(
        ROOT / room,
        METHODS,
        {"**/templates/**": {"extensions": "jinja2.ext.do,jinja2.ext.loopcontrols", "silent": "false"}},
        KEYWORDS,
        directory_filter=lambda path: Path(path).name not in ("frontend", "node_modules", "static"),
    )
    return {
        (msgid if isinstance(msgid, str) else msgid[0], context, f"{room}/{name}:{line}")
        for name, line, msgid, _, context in found
    }


@pytest.mark.parametrize("locale", catalogues.LOCALES)
@pytest.mark.parametrize("room", ROOMS)
def test_every_text_is_in_the_catalogue(room: str, locale: str) -> None:
    folder = catalogues.TRANSLATIONS / "fragments"
    catalogue = catalogues.english(folder) if locale == "en" else catalogues.merge(folder, locale)
    missing = [
        f"{where}: {msgid!r}" for msgid, context, where in used(room) if catalogue.get(msgid, context) is None
    ]
    assert sorted(missing) == []


FRAGMENTS = sorted((catalogues.TRANSLATIONS / "fragments").glob("*.po"))


@pytest.mark.parametrize("path", FRAGMENTS, ids=lambda path: path.name)
def test_fragment_keeps_placeholders_and_leaves_nothing_empty(path: Path) -> None:
    with path.open("rb") as file:
        for message in read_po(file, locale=path.name.split(".")[1]):
            texts = message.string if isinstance(message.string, tuple) else (message.string,)
            ids = message.id if isinstance(message.id, tuple) else (message.id,)
            if not ids[0]:
                continue
            assert not message.fuzzy, message.id
            assert all(texts), message.id
            wanted = set(re.findall(r"%\((\w+)\)s", ids[-1]))
            assert all(set(re.findall(r"%\((\w+)\)s", text)) <= wanted for text in texts), message.id


def fragment(folder: Path, name: str, *pairs: tuple[str, str]) -> None:
    entries = "".join(f'\nmsgid "{msgid}"\nmsgstr "{msgstr}"\n' for msgid, msgstr in pairs)
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n'
    (folder / name).write_text(header + entries, encoding="utf-8")


def test_two_rooms_may_say_the_same_but_not_differ(tmp_path: Path) -> None:
    fragment(tmp_path, "a.zh_CN.po", ("Yes", "是"))
    fragment(tmp_path, "b.zh_CN.po", ("Yes", "是"), ("No", "否"))
    assert catalogues.merge(tmp_path, "zh_CN").get("No").string == "否"
    fragment(tmp_path, "c.zh_CN.po", ("Yes", "对"))
    with pytest.raises(catalogues.Contradiction, match=r"c\.zh_CN\.po"):
        catalogues.merge(tmp_path, "zh_CN")


def test_english_is_the_msgid_unless_worded_otherwise(tmp_path: Path) -> None:
    fragment(tmp_path, "a.zh_CN.po", ("Yes", "是"), ("No", "否"))
    fragment(tmp_path, "a.en.po", ("No", "Not at all"))
    made = catalogues.english(tmp_path)
    assert (made.get("Yes").string, made.get("No").string) == ("Yes", "Not at all")
