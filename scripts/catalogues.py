"""Merge every room's message fragments into one catalogue a language, and compile them.

Fragments are ``web/translations/fragments/<room>.<locale>.po``. English is the language of the msgids:
its catalogue takes each msgid as it is unless an ``en`` fragment words it otherwise.
"""

import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

TRANSLATIONS = Path(__file__).resolve().parent.parent / "web" / "translations"
CHINESE, ENGLISH = "zh_CN", "en"
LOCALES = (CHINESE, ENGLISH)


class Contradiction(Exception):
    """Two rooms translate the same msgid differently."""


def merge(folder: Path, locale: str) -> Catalog:
    """Return one catalogue of all fragments of a locale.

    Raises
    ------
    Contradiction
        Naming the msgid and the fragment that came second.
    """
    merged = Catalog(locale=locale, project="tongban", fuzzy=False)
    for path in sorted(folder.glob(f"*.{locale}.po")):
        with path.open("rb") as file:
            fragment = read_po(file, locale=locale, abort_invalid=True)
        for message in fragment:
            if message.id and not message.fuzzy:
                _add(merged, message, path.name)
    return merged


def english(folder: Path) -> Catalog:
    """Return the English catalogue: every msgid that Chinese has, worded as itself or as a fragment says."""
    merged = merge(folder, ENGLISH)
    for message in merge(folder, CHINESE):
        if message.id and merged.get(_key(message), message.context) is None:
            merged.add(message.id, string=message.id, context=message.context)
    return merged


def build(translations: Path = TRANSLATIONS) -> None:
    """Write ``<locale>/LC_MESSAGES/messages.po`` and ``.mo`` of each language."""
    folder = translations / "fragments"
    for catalog in (merge(folder, CHINESE), english(folder)):
        # Babel looks for the locale's full name, zh_Hans_CN, not for what it was asked for.
        target = translations / str(catalog.locale) / "LC_MESSAGES"
        target.mkdir(parents=True, exist_ok=True)
        with (target / "messages.po").open("wb") as file:
            write_po(file, catalog, sort_output=True, include_lineno=False)
        with (target / "messages.mo").open("wb") as file:
            write_mo(file, catalog)


def _add(merged: Catalog, message: Message, origin: str) -> None:
    known = merged.get(_key(message), message.context)
    if known is not None and known.string and message.string and known.string != message.string:
        raise Contradiction(f"{origin}: {message.id!r}: {known.string!r} or {message.string!r}?")
    if message.string and known is None:
        merged.add(message.id, string=message.string, context=message.context)


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def main() -> int:
    """Build the catalogues; one clear sentence and exit code 1 where two fragments contradict each other."""
    try:
        build()
    except Contradiction as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
