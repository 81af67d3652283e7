"""A mail before it has words: whom it goes to and what it tells; the doors write it."""

from collections.abc import Callable
from dataclasses import dataclass

from db.link import Row


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail says.

    Attributes
    ----------
    name
        Of the receiver.
    language
        ``zh-CN`` or ``en``.
    digest
        Whether it gathers what had time; else it tells of one message.
    news
        Messages, the newest first: ``id``, ``kind``, ``title``, ``step_name``, ``instance_id``,
        ``task_id``, ``at``.
    """

    name: str
    language: str
    digest: bool
    news: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A letter in words: as plain text and as HTML; `settings` is the address where mails are chosen."""

    subject: str
    text: str
    html: str
    settings: str


Writer = Callable[[Letter], Written]
