"""Which matters a reader has seen only because he is an administrator: gathered while a door answers.

The check of who may see a matter is one place (:func:`engine.queries.instances.checked`); so is this.
"""

import uuid
from contextvars import ContextVar

Seen = dict[uuid.UUID, None]
_seen: ContextVar[Seen | None] = ContextVar("seen_by_right", default=None)


def begin() -> Seen:
    """Gather from now on, in this thread or task; what was gathered before is another's."""
    gathered: Seen = {}
    _seen.set(gathered)
    return gathered


def saw(instance_id: uuid.UUID) -> None:
    """Somebody sees this matter by his right alone."""
    gathered = _seen.get()
    if gathered is not None:
        gathered[instance_id] = None
