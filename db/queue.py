"""Defer a job by name in the running transaction, without importing the room that handles it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import text

from db.link import Link

# What Procrastinate documents for callers without its library: the library's own way would ask at
# once, in a round trip of its own, and most commands defer a job.
_DEFER = text("""
SELECT procrastinate_defer_jobs_v1(ARRAY[ROW(
  'default', :name, 0, CAST(:lock AS text), NULL, CAST(:args AS jsonb), CAST(:run_at AS timestamptz)
)::procrastinate_job_to_defer_v1])
""")


def defer(
    link: Link,
    name: str,
    *,
    key: str,
    run_at: datetime | None = None,
    lock: str | None = None,
    args: Mapping[str, Any],
) -> None:
    """Put the job `name` into the queue in the transaction of `link`.

    Jobs run at least once. `key` is the idempotency key: the handler gets it as the keyword
    argument ``key`` beside `args`, the same at every try.

    Parameters
    ----------
    run_at
        Not before this moment (timezone-aware); at once after the commit where it is ``None``.
    lock
        Jobs of one lock run one after the other, in the order in which they were deferred; the others all
        at once.
    args
        JSON values only.
    """
    packed = orjson.dumps({**args, "key": key}).decode()
    link.execute(_DEFER, {"name": name, "lock": lock, "args": packed, "run_at": run_at})
