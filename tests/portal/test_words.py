"""Every word of the portal is there in Chinese."""

from io import StringIO
from pathlib import Path

from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
FRAGMENTS = ROOT / "web" / "translations" / "fragments"


def msgids() -> set[str]:
    found: set[str] = set()
    keywords = {"gettext": None, "_": None, "N_": None}
    for path in (ROOT / "portal").rglob("*.py"):
        if "node_modules" not in path.parts:
            found |= {str(m[1]) for m in extract_from_file("python", path, keywords=keywords)}
    for path in (ROOT / "portal" / "templates").rglob("*.html"):
        found |= {str(m[1]) for m in extract_from_file("jinja2", path, keywords=keywords)}
    return found


def test_every_msgid_of_the_portal_is_translated() -> None:
    known: set[str] = set()
    for path in FRAGMENTS.glob("*.zh_CN.po"):
        known |= {str(m.id) for m in read_po(StringIO(path.read_text(encoding="utf-8"))) if m.id and m.string}
    assert msgids() - known == set()
