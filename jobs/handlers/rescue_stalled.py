"""Handles ``jobs.rescue_stalled``, every minute."""

from procrastinate import JobContext

SILENCE_S = 30.0
"""A worker that has not given a sign of life for so long is dead, and its jobs are run again."""


async def rescue_stalled(context: JobContext, timestamp: int) -> None:
    """Put the jobs of dead workers back into the queue: nobody else does."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=SILENCE_S):
        await manager.retry_job(job)
