"""The Procrastinate application of a worker."""

from typing import Any

from procrastinate import App, PsycopgConnector, RetryStrategy
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from sqlalchemy.engine import make_url

from jobs.registry import HANDLERS, PERIODIC, Handler, Periodic

RETRY = RetryStrategy(max_attempts=8, exponential_wait=3)
"""A handler that fails runs again after 3, 9, 27 … 6561 seconds: about three hours, then it has failed."""

_BY_INDEX = "-c enable_seqscan=off -c enable_bitmapscan=off -c enable_sort=off"


def make_queue(database_url: str, handlers: dict[str, Handler] | None = None) -> App:
    """Make the application that knows every handler, over the database of `database_url`.

    The asynchronous connector is needed even though most handlers are plain functions: with the
    synchronous one periodic tasks die.

    Parameters
    ----------
    database_url
        SQLAlchemy's address of the PostgreSQL database.
    handlers
        Handlers by the name of their job; those of `jobs.registry` by default.
    """
    queue = App(connector=PsycopgConnector(conninfo=to_take_jobs(database_url), min_size=1, max_size=6))
    for name, handler in (HANDLERS if handlers is None else handlers).items():
        queue.task(name=name, retry=RETRY)(handler)
    for periodic in PERIODIC:
        _schedule(queue, periodic)
    return queue


def to_take_jobs(database_url: str) -> str:
    """Return libpq's form of an address for connections that take jobs by the queue's indexes alone.

    The queue is nearly empty most of the time. What the server then finds cheapest is to compare each waiting
    job with each other one whenever it takes one (is another with the same lock before it?), and a connection
    keeps to that when the queue has grown: with 800 waiting jobs a worker did 40 a second instead of 400.
    """
    given = conninfo(database_url)
    options = f"{conninfo_to_dict(given).get('options') or ''} {_BY_INDEX}".strip()
    return make_conninfo(given, options=options)


def conninfo(database_url: str) -> str:
    """Return libpq's form of one of SQLAlchemy's addresses.

    Not as an address: SQLAlchemy writes a space in it as ``+``, which libpq does not read as one.
    """
    url = make_url(database_url)
    parts: dict[str, Any] = {**url.translate_connect_args(username="user", database="dbname"), **url.query}
    return make_conninfo(**parts)


def _schedule(queue: App, periodic: Periodic) -> None:
    # The queueing lock: a slow night must not heap up runs of the same task.
    if periodic.upkeep:
        task = queue.task(name=periodic.name, queueing_lock=periodic.name, pass_context=True)(
            periodic.handler
        )
    else:
        task = queue.task(name=periodic.name, queueing_lock=periodic.name)(periodic.handler)
    queue.periodic(cron=periodic.cron)(task)
