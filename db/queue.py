"""Defer a job by name in the running transaction, without importing the room that handles it."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

import procrastinate
from sqlalchemy import Connection


@cache
def _deferrer() -> procrastinate.App:
    # Never opened: each defer brings the connection of its own transaction. With the synchronous
    # connector in its place a worker that shares this App would lose its periodic tasks.
    return procrastinate.App(connector=procrastinate.PsycopgConnector())


def defer(
    connection: Connection,
    name: str,
    *,
    key: str,
    run_at: datetime | None = None,
    args: Mapping[str, Any],
) -> int:
    """Put the job `name` into the queue in the transaction of `connection`; return its number.

    Jobs run at least once. `key` is the idempotency key: the handler gets it as the keyword
    argument ``key`` beside `args`, the same at every try.

    Parameters
    ----------
    run_at
        Not before this moment (timezone-aware); at once after the commit where it is ``None``.
    args
        JSON values only.
    """
    driver = connection.connection.driver_connection
    deferrer = _deferrer().configure_task(name, schedule_at=run_at, connection=driver, allow_unknown=True)
    return deferrer.defer(**args, key=key)
