"""What a page must bring along to draw a form: words, people, files, and the present step's opinion."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Any, Protocol

from markupsafe import Markup

from forms.submission import SCHOOL_TIME


class Directory(Protocol):
    """People and units, for the controls that name them; values are what the document holds."""

    def unit_choices(self) -> Sequence[tuple[str, str]]:
        """Return the units that may be chosen, as (value, name)."""

    def unit_name(self, value: Any) -> str | None:
        """Return a unit's name, or None if there is no such unit."""

    def person_name(self, value: Any) -> str | None:
        """Return a person's name, or None if there is no such person."""


class Files(Protocol):
    """Where attachments are opened."""

    def url(self, file_id: str) -> str:
        """Return the address of a stored file."""


@dataclass(frozen=True)
class Opinion:
    """The opinion that the present step is to write, and its cell.

    Attributes
    ----------
    pointer
        The opinion field that is this step's.
    text
        What has been typed so far.
    name
        Name of the input.
    phrases
        The person's canned comments (常用意见).
    signer
        Who will stand under it.
    error
        A sentence, if it was refused.
    """

    pointer: str
    text: str = ""
    required: bool = False
    name: str = "opinion"
    limit: int = 500
    phrases: tuple[str, ...] = ()
    signer: str = ""
    error: str = ""


def untranslated(msgid: str, **params: Any) -> str:
    """Return the msgid itself with its parameters filled in."""
    return msgid % params if params else msgid


def no_icon(name: str) -> Markup:
    """Return nothing: a page without icons."""
    return Markup()


@dataclass(frozen=True)
class FormContext:
    """Everything from outside that a form shows.

    Attributes
    ----------
    locale
        ``zh_CN`` or ``en``.
    translate
        ``gettext``: (msgid, **params) → sentence.
    here
        The present step's opinion; None where nobody writes.
    waiting
        Pointer → who will fill it in, for the reserved cells (此处由…填写).
    applying
        Whether the applicant fills the form in: fields of the system are marked as such.
    ended
        Whether the matter is over: cells nobody filled in are blank instead of reserved.
    number, date
        Business number and day, for the head of the sheet; already in words.
    icon
        Name → inlined SVG.
    """

    locale: str = "zh_CN"
    translate: Callable[..., str] = untranslated
    directory: Directory | None = None
    files: Files | None = None
    here: Opinion | None = None
    waiting: Mapping[str, str] = field(default_factory=dict)
    applying: bool = False
    ended: bool = False
    number: str = ""
    date: str = ""
    icon: Callable[[str], Markup] = no_icon
    timezone: tzinfo = SCHOOL_TIME
