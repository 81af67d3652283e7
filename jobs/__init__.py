"""The door of the clock: handlers of deferred work and periodic tasks, on Procrastinate.

Rooms defer a job by name (`db.queue`); `jobs.registry` says who handles it. A handler runs at least once,
inside an application context, and opens its own transaction.
"""
