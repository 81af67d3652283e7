"""The record as a conversation: what answers what, and whom the words name (T2)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext
from markupsafe import Markup, escape

from engine.queries.record import RecordLine
from identity.refs import PersonRef


@dataclass(frozen=True, slots=True)
class Reply:
    """A line that answers another; ``to`` names whose, where it is not the thread's own."""

    line: RecordLine
    to: str


@dataclass(frozen=True, slots=True)
class Thread:
    """A line of the record with what was answered to it, and to the answers, in their order."""

    line: RecordLine
    replies: tuple[Reply, ...]


def threads(lines: Iterable[RecordLine]) -> list[Thread]:
    """Put each answer under the line that its thread began with; the newest thread first."""
    by_number = {line.n: line for line in lines}
    roots: dict[int, int] = {}
    replies: dict[int, list[Reply]] = {}
    for n, line in sorted(by_number.items()):
        # An answer stands behind what it answers: its thread is known by then.
        answered = line.reply_to if line.reply_to in by_number else None
        roots[n] = n if answered is None else roots.get(answered, answered)
        if answered is not None:
            to = "" if answered == roots[n] else by_number[answered].person_name
            replies.setdefault(roots[n], []).append(Reply(line, to))
    newest = sorted((n for n, root in roots.items() if n == root), reverse=True)
    return [Thread(by_number[n], tuple(replies.get(n, ()))) for n in newest]


def mentioning(line: RecordLine) -> Markup:
    """Write a line's words with the names that it mentions marked; names it does not say come first."""
    if line.erased:
        return Markup("<i>{}</i>").format(gettext("These words have been erased."))
    unsaid = [name for name in line.mentions if f"@{name}" not in line.text]
    marks = Markup("").join(_mark(f"@{name}") + " " for name in unsaid)
    said = [f"@{name}" for name in line.mentions]
    if not said:
        return marks + escape(line.text)
    parts = re.split(_any(said), line.text)
    return marks + Markup("").join(_mark(part) if n % 2 else escape(part) for n, part in enumerate(parts))


def named_in(text: str, people: Sequence[PersonRef]) -> list[int]:
    """Give the ids of those whom a text names as ``@name``; a name that several bear names nobody."""
    bearers: dict[str, list[int]] = {}
    for person in people:
        bearers.setdefault(f"@{person.name}", []).append(person.id)
    found = dict.fromkeys(re.findall(_any(bearers), text)) if bearers else {}
    return [bearers[name][0] for name in found if len(bearers[name]) == 1]


def _any(names: Iterable[str]) -> str:
    """A pattern for any of some names; of two that begin alike the longer is meant."""
    return f"({'|'.join(re.escape(name) for name in sorted(names, key=len, reverse=True))})"


def _mark(name: str) -> Markup:
    return Markup('<mark class="tb-at">{}</mark>').format(name)
