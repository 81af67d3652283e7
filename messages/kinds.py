"""Kinds of message as people choose them, and when each goes out by e-mail unless they choose otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

AT_ONCE: Final = "now"
IN_DIGEST: Final = "digest"
OFF: Final = "off"
CHOICES: Final = (AT_ONCE, IN_DIGEST, OFF)


@dataclass(frozen=True, slots=True)
class Kind:
    """What one choice covers: kinds of the table ``message``, and what holds without a choice."""

    members: tuple[str, ...]
    default: str


# At once what somebody waits for, or what cannot wait; to-do items are many, and stand in the box anyway.
KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        "new": Kind(("task_opened", "task_handed"), IN_DIGEST),
        "urged": Kind(("reminded",), AT_ONCE),
        "returned": Kind(("task_returned",), AT_ONCE),
        "due": Kind(("task_due", "task_overdue"), AT_ONCE),
        "finished": Kind(("instance_completed", "instance_terminated"), AT_ONCE),
        "mentioned": Kind(("mentioned", "replied", "reminder_answered"), AT_ONCE),
        "copied": Kind(("copied",), IN_DIGEST),
        "held": Kind(("instance_suspended", "instance_resumed"), IN_DIGEST),
        "drafts": Kind(("draft_expiring",), IN_DIGEST),
    }
)
"""In the order in which they are shown."""

ALWAYS_AT_ONCE: Final = frozenset({"record_broken"})
"""Kinds that only administrators get, and that nobody can switch off."""

_CHOSEN_AS: Final = {member: name for name, kind in KINDS.items() for member in kind.members}

OF_OPEN_TASKS: Final = ("task_opened", "task_handed", "task_returned", "task_due", "task_overdue", "reminded")
"""Kinds that are no news any more once the task is done."""


def chosen_as(kind: str) -> str:
    """Give the name under which people choose what becomes of messages of a kind; it may be its own."""
    return _CHOSEN_AS.get(kind, kind)


def by_mail(kind: str, chosen: Mapping[str, str]) -> str:
    """Say when a message of a kind goes out by e-mail to somebody who has chosen so."""
    name = chosen_as(kind)
    if kind in ALWAYS_AT_ONCE:
        return AT_ONCE
    return chosen.get(name) or (KINDS[name].default if name in KINDS else IN_DIGEST)
