"""``tongban worker``: a job worker alone."""

import dataclasses

import click

from cli.database import awaited_database
from settings import read_settings


@click.command()
def worker() -> None:
    """Run deferred jobs and the clock over a database that runs already, or will in some minutes.

    SIGTERM or Ctrl-C ends it once the running jobs are done; any number of workers may run.
    """
    from app import create_app
    from jobs.worker import run_worker
    from web.logs import configure_logs
    from web.tracing import begin_tracing
    from web.watching.version import program_version

    settings = read_settings()
    configure_logs(level=settings.log_level)
    begin_tracing(settings.otlp_endpoint, "worker", program_version())
    run_worker(create_app(dataclasses.replace(settings, database_url=awaited_database(settings))))
