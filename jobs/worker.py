"""The worker: what ``tongban worker`` runs."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import psycopg
from procrastinate import App, JobContext
from procrastinate.exceptions import ConnectorException
from procrastinate.worker import Worker

from jobs.app import make_queue
from jobs.clock import tick, tick_forever
from jobs.outage import outage
from jobs.port import open_port
from jobs.signs import give_signs, myself
from watch import words
from watch.counters import observe
from watch.working import counted
from web.watching.metrics import begin_sharing

if TYPE_CHECKING:
    from flask import Flask

SETTINGS = "tongban.settings"
"""Where ``create_app`` keeps the settings."""

CONCURRENCY = 12
"""Jobs at once; most of a call is waiting for another system, and no slow one may hold up the rest."""

BESIDE = 2
"""What runs beside the jobs: the clock, and the signs of life."""

PATIENCE_S = 20.0
"""How long a worker that is told to stop waits for the jobs it is running."""

AGAIN_S = 1.0
"""After what time a worker whose database has gone away looks whether it is back."""


def run_worker(app: Flask) -> None:
    """Handle jobs until SIGINT or SIGTERM; the running ones may finish.

    That the database goes away ends nothing; it works on when that is back.

    Parameters
    ----------
    app
        From ``create_app``; every handler runs inside its context.
    """
    # Procrastinate logs the arguments of every job at INFO: titles of matters, names of people.
    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    # The queue's connections warn of each try while the database is away: `jobs.outage` tells that once.
    logging.getLogger("psycopg.pool").setLevel(logging.ERROR)
    settings = app.extensions[SETTINGS]
    port = open_port(app, settings)
    if port is None:
        # Nobody can ask this process itself: its figures are told by the web server of this machine.
        begin_sharing(app)
    asyncio.run(_work_and_tick(app))
    if port is not None:
        port.shutdown()


async def _work_and_tick(app: Flask) -> None:
    told = asyncio.Event()
    # The jobs and what runs beside them share these threads: with as few as there are by default, some calls
    # that wait for slow systems would stop the clock.
    threads = ThreadPoolExecutor(CONCURRENCY + BESIDE)
    asyncio.get_running_loop().set_default_executor(threads)
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    beside = [asyncio.create_task(tick_forever(app)), asyncio.create_task(give_signs(app, myself()))]
    try:
        while not told.is_set():
            await _work_until(told, app)
    finally:
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)


async def _work_until(told: asyncio.Event, app: Flask) -> None:
    """Work until told to stop, or until the database is gone: the queue's own worker gives up then.

    It would end as if all were well, and nobody might start it again.
    """
    working = asyncio.create_task(_work_once(app))
    waiting = asyncio.create_task(told.wait())
    await asyncio.wait({working, waiting}, return_when=asyncio.FIRST_COMPLETED)
    # The queue's worker finishes the running jobs when it is cancelled.
    working.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await working
    if not told.is_set():
        await asyncio.wait({waiting}, timeout=AGAIN_S)
    waiting.cancel()


async def _work_once(app: Flask) -> None:
    queue = make_queue(app.config["SQLALCHEMY_DATABASE_URI"])
    try:
        await work(app, queue, install_signal_handlers=False)
    except (ConnectorException, psycopg.OperationalError) as away:
        outage.met(away)


def run_due(app: Flask, queue: App | None = None) -> None:
    """Handle what is due now, timers first, then return: for tests, and for a machine without a worker.

    What waits for a running job of its lock may be left to the next call.
    """
    tick(app)
    queue = queue or make_queue(app.config["SQLALCHEMY_DATABASE_URI"])
    asyncio.run(work(app, queue, wait=False, listen_notify=False, install_signal_handlers=False))


async def work(app: Flask, queue: App, **options: Any) -> None:
    """Run a worker over `queue`; `options` are those of ``App.run_worker_async``."""
    async with queue.open_async():
        await queue.run_worker_async(
            concurrency=CONCURRENCY,
            delete_jobs="successful",
            shutdown_graceful_timeout=PATIENCE_S,
            task_middleware=[_in_context(app)],
            **options,
        )


def _in_context(app: Flask) -> Callable[[Callable[[], Any], JobContext, Worker], Any]:
    """Return the middleware around each plain handler: an application context, a count, words for the log."""

    def call(call_next: Callable[[], Any], context: JobContext, worker: Worker) -> Any:
        name = context.job.task_name
        words.begin(job=name, job_id=str(context.job.id))
        with app.app_context(), counted("job", name):
            if context.job.scheduled_at is not None:
                late = (datetime.now(UTC) - context.job.scheduled_at).total_seconds()
                observe("tongban_job_wait_seconds", max(0.0, late), name)
            return call_next()

    return call
