"""What can go wrong with the database before the first query.

DatabaseProblem
├── ServerProblem      the embedded server cannot be made, started or reached
└── BadDatabaseUrl     DATABASE_URL names no PostgreSQL that can be used
    └── DatabaseAway   nor does it answer now; it may in a moment
"""


class DatabaseProblem(Exception):
    """The database cannot be used.

    Parameters
    ----------
    code
        What went wrong, in one word for programs.
    detail
        The part that differs from case to case: a folder, an address, a line of the server's log.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail


class ServerProblem(DatabaseProblem):
    """The embedded PostgreSQL cannot be started."""


class BadDatabaseUrl(DatabaseProblem):
    """DATABASE_URL names no PostgreSQL that answers."""


class DatabaseAway(BadDatabaseUrl):
    """Nobody answers there, or not yet: the server starts, recovers, or is not there."""
