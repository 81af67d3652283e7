"""A database's address in the form that the driver reads."""

from typing import Any

from psycopg.conninfo import make_conninfo
from sqlalchemy.engine import make_url


def conninfo(url: str) -> str:
    """Return libpq's form of one of SQLAlchemy's addresses.

    Not as an address: SQLAlchemy writes a space in it as ``+``, which libpq does not read as one.
    """
    address = make_url(url)
    parts: dict[str, Any] = {
        **address.translate_connect_args(username="user", database="dbname"),
        **address.query,
    }
    return make_conninfo(**parts)
