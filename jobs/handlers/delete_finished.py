"""Handles ``jobs.delete_finished``, once a night."""

from procrastinate import JobContext

KEPT_H = 30 * 24
"""Hours for which a failed job is kept for whoever looks into it."""


async def delete_finished(context: JobContext, timestamp: int) -> None:
    """Delete jobs that failed for good long ago; those that succeed are deleted by the worker at once."""
    await context.app.job_manager.delete_old_jobs(
        nb_hours=KEPT_H, include_failed=True, include_cancelled=True, include_aborted=True
    )
