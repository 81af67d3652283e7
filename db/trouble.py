"""What is raised when the database is away or overtaxed: nothing that a command did is at fault."""

import psycopg
from sqlalchemy import exc

TROUBLE = (
    psycopg.OperationalError,
    psycopg.InterfaceError,
    exc.OperationalError,
    exc.InterfaceError,
    exc.TimeoutError,
)
"""Trying again later may help; nothing was committed, or at least nobody was told so."""
