"""Handles ``messages.deliver``."""

import uuid
from datetime import datetime

from db import transaction
from messages.delivery import deliver
from web.current import now


def deliver_messages(
    *,
    key: str,
    kind: str,
    instance_id: str | None,
    task_id: int | None,
    title: str,
    step_name: str,
    to: list[str],
    at: str,
    but: int | None = None,
) -> None:
    """Write one message for each person behind the principal keys `to`, but for whoever did it himself."""
    with transaction() as uow:
        deliver(
            uow,
            event=key,
            kind=kind,
            instance_id=uuid.UUID(instance_id) if instance_id else None,
            task_id=task_id,
            title=title,
            step_name=step_name,
            to=to,
            at=datetime.fromisoformat(at),
            now=now(),
            but=but,
        )
