"""``service.toml`` for what was imported: key, name and title."""

import json
import re
from collections.abc import Iterable
from hashlib import sha256
from typing import Final

from forms.foreign.names import clean_text

_KEY: Final = re.compile(r"[a-z][a-z0-9]*([-_][a-z0-9]+)*")
_LONGEST_KEY, _LONGEST_NAME, _LONGEST_SUMMARY = 64, 100, 500
_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_MADE_UP: Final = re.compile(
    r"(?:proc+ess|definitions?|sid|id|model|collaboration|diagram|bpmn|main)?[-_]*[0-9a-z]*[0-9][0-9a-z]*(?:[-_][0-9a-f]+)*"
    r"|(?:proc+ess|definitions?|diagram|main|model)",
    re.IGNORECASE,
)
"""Ids that a tool has made up: ``Process_1kq2x9``, ``sid-38AE2B…``; they tell nobody anything."""


def make_key(given: str | None, identifier: str, others: Iterable[str]) -> str:
    """Give 流程标识: the one that is given, else the process's id, else other words that can be one.

    Parameters
    ----------
    others
        Names of the process and its file; taken where the id was made up by a tool.
    """
    if given:
        return given
    words = [*others]
    first = [] if _MADE_UP.fullmatch(identifier) else [identifier]
    for said in (*first, *words, identifier):
        key = _as_key(said)
        if len(key) > 1:
            return key
    return f"service-{sha256((identifier + ''.join(words)).encode()).hexdigest()[:8]}"


def _as_key(said: str) -> str:
    """Make a key of words; none of what is not written in Latin letters for the most part."""
    plain = [sign for sign in said if sign.isalnum()]
    if sum(sign.isascii() for sign in plain) * 2 < len(plain):
        return ""
    parts = re.findall(r"[a-z0-9]+", _HUMP.sub("-", said).lower())
    while parts and not parts[0][0].isalpha():
        parts.pop(0)
    key = "-".join(parts)[:_LONGEST_KEY].strip("-")
    return key if _KEY.fullmatch(key) else ""


def service_toml(key: str, name: str, summary: str) -> bytes:
    """Write the settings of a service; every text is bounded and free of line breaks."""
    title = _line(name, _LONGEST_NAME) or key
    about = _line(summary, _LONGEST_SUMMARY)
    lines = [
        "[process]",
        f"key = {_quoted(key)}",
        f"name = {_quoted(title)}",
        "",
        "[hall]",
        f"title = {_quoted(title)}",
    ]
    if about:
        lines.append(f"summary = {_quoted(about)}")
    return ("\n".join(lines) + "\n").encode()


def _line(said: str, longest: int) -> str:
    return " ".join(clean_text(said, longest * 4).split())[:longest].strip()


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
