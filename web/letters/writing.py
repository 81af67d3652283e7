"""Write a letter in its receiver's language."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from flask_babel import force_locale, format_datetime, gettext, ngettext
from jinja2 import Environment, PackageLoader, StrictUndefined

from db.link import Row
from messages.kinds import ALWAYS_AT_ONCE, KINDS, OF_OPEN_TASKS, chosen_as
from messages.letters import Letter, Written
from web.current import settings as current
from web.message_words import kind_words, message_words

SHOWN = 10
"""Messages of one kind that a digest shows; of more it says how many they are."""
SUBJECT = 120
"""Characters of a subject: a title may be as long as its service likes."""
_LOCALES = {"zh-CN": "zh_CN", "en": "en"}


@dataclass(frozen=True, slots=True)
class _Line:
    words: str
    at: str
    url: str


@dataclass(frozen=True, slots=True)
class _Group:
    name: str
    count: int
    lines: tuple[_Line, ...]

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.lines)


def write(letter: Letter) -> Written:
    """Write a letter; links lead to where the settings say that people reach the hall."""
    with force_locale(_LOCALES[letter.language]):
        settings = _address("portal.message_preferences")
        shown: dict[str, Any] = {
            "letter": letter,
            "groups": _groups(letter.news),
            "messages": _address("portal.message_list"),
            "settings": settings,
        }
        subject = _subject(letter)
        return Written(subject, _text(shown), _html({**shown, "subject": subject}), settings)


def _subject(letter: Letter) -> str:
    if letter.digest:
        n = len(letter.news)
        return ngettext("Tongban: %(num)s message for you", "Tongban: %(num)s messages for you", n)
    words = message_words(letter.news[0])
    return words if len(words) <= SUBJECT else words[: SUBJECT - 1] + "…"


def _groups(news: tuple[Row, ...]) -> tuple[_Group, ...]:
    """Gather messages by kind, in the order of the settings; what nobody chooses comes first."""
    found: dict[str, list[_Line]] = defaultdict(list)
    for row in news:
        found[chosen_as(row.kind)].append(_Line(message_words(row), _moment(row.at), _place(row)))
    order = [*sorted(ALWAYS_AT_ONCE), *KINDS]
    return tuple(
        _Group(kind_words(name), len(found[name]), tuple(found[name][:SHOWN]))
        for name in sorted(found, key=lambda name: order.index(name) if name in order else len(order))
    )


def _place(row: Row) -> str:
    if row.kind in OF_OPEN_TASKS and row.task_id is not None:
        return _address("portal.task", task_id=row.task_id)
    if row.instance_id is not None:
        return _address("portal.instance", instance_id=row.instance_id)
    return _address("portal.todo", box="draft")


def _address(endpoint: str, **values: Any) -> str:
    base = current().address
    map_ = current_app.url_map.bind(urlsplit(base).netloc, "/")
    return base + map_.build(endpoint, values)


def _moment(at: datetime) -> str:
    return str(format_datetime(at, "yyyy-MM-dd HH:mm"))


def _text(shown: dict[str, Any]) -> str:
    return _templates(False).get_template("letter.txt.j2").render(shown, _=gettext)


def _html(shown: dict[str, Any]) -> str:
    return _templates(True).get_template("letter.html.j2").render(shown, _=gettext)


@cache
def _templates(escape: bool) -> Environment:
    return Environment(
        loader=PackageLoader("web", "letters"),
        autoescape=escape,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
