"""Note which matters an administrator has seen by his right alone. It changes no version."""

import uuid
from collections.abc import Iterable

from db.unit_of_work import transaction
from engine.runtime import Runtime
from engine.store import looks
from identity.principal import Principal


def note_looks(
    rt: Runtime, by: Principal, instance_ids: Iterable[uuid.UUID | None], kind: str, detail: str = ""
) -> None:
    """Note a look at each of them, None for several at once, before anything of it leaves the house."""
    now = rt.clock()
    with transaction() as uow:
        for instance_id in instance_ids:
            looks.note(uow, by, kind, instance_id, detail, now=now)
