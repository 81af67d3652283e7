"""From bytes to text: declared encodings are believed only as far as the bytes bear them out."""

import codecs
import re

from designer_export.errors import Unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']")
_THREE_BYTES = re.compile(rb"[\xe0-\xef][\x80-\xbf]{2}")
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030"}
"""Files that say GB2312 or GBK often hold characters beyond it; GB18030 contains both."""


def decode(data: bytes) -> tuple[str, str, str | None]:
    """Give the text, the encoding it was read in, and the encoding that the file declares, if any.

    A byte order mark decides; else UTF-16 without a mark is known by its zero bytes; else UTF-8 if the bytes
    are UTF-8 with characters of three bytes, whatever is declared; else what is declared; else UTF-8; else
    GB18030.

    Raises
    ------
    Unreadable
        ``encoding`` if nothing fits.
    """
    declared = _declared(data)
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], name), name, declared
    wide = _wide(data)
    if wide:
        return _strict(data, wide), wide, declared
    for name in _candidates(data, declared):
        try:
            return data.decode(name), name, declared
        except (UnicodeDecodeError, LookupError):
            continue
    raise Unreadable("encoding", declared=declared or "")


def _declared(data: bytes) -> str | None:
    match = _DECLARED.match(data[:1024].removeprefix(codecs.BOM_UTF8))
    return match[1].decode("ascii").lower() if match else None


def _wide(data: bytes) -> str | None:
    start = data[:64]
    if re.match(rb"(?:\s\0)*<\0", start):
        return "utf-16-le"
    return "utf-16-be" if re.match(rb"(?:\0\s)*\0<", start) else None


def _candidates(data: bytes, declared: str | None) -> list[str]:
    said = [_WIDER.get(declared, declared)] if declared and _is_text(declared) else []
    utf8_first = not said or bool(_THREE_BYTES.search(data))
    return ["utf-8", *said, "gb18030"] if utf8_first else [*said, "utf-8", "gb18030"]


def _is_text(name: str) -> bool:
    """Tell whether a codec is a character encoding of one-byte units (``utf-16`` without zeros is a lie)."""
    try:
        info = codecs.lookup(name)
    except LookupError:
        return False
    return bool(getattr(info, "_is_text_encoding", False)) and not info.name.startswith(("utf-16", "utf-32"))


def _strict(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as exc:
        raise Unreadable("encoding", declared=name) from exc
