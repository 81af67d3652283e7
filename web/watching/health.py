"""``/healthz``: the process lives. ``/readyz``: it can do its work; each check by name, without details.

What a check found is a code, never a driver's words: those quote addresses and values.
"""

from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path

import orjson
import psycopg
from flask import Flask, Response

from connectors.local_files import check_folder
from db.address import conninfo
from db.migrate import heads
from web.watching.probing import Check, Finding, Probe

_CONNECT_S = 2
_NO_STORE = {"Cache-Control": "no-store"}


def install_health(app: Flask, files: Path) -> None:
    """Offer the probes; they need nobody signed in.

    Parameters
    ----------
    files
        Folder of the file store.
    """
    probe = make_probe(app.config["SQLALCHEMY_DATABASE_URI"], files)
    app.add_url_rule("/healthz", "healthz", alive)
    # `/health` is the older name, by which our own supervisor asks.
    app.add_url_rule("/readyz", "readyz", partial(_ready, probe))
    app.add_url_rule("/health", "health", partial(_ready, probe))


def make_probe(database_url: str, files: Path, more: Mapping[str, Check] | None = None) -> Probe:
    """Make the checks of readiness: ``database``, ``schema``, ``files``, and further ones."""
    return Probe(
        {
            "database": partial(_database, database_url),
            "schema": partial(_schema, database_url),
            "files": partial(check_folder, files),
            **(more or {}),
        }
    )


def alive() -> tuple[str, int, Mapping[str, str]]:
    """Answer: the process serves. The database is not asked, so that its trouble restarts nobody."""
    return "ok\n", 200, {**_NO_STORE, "Content-Type": "text/plain; charset=utf-8"}


def report(found: Mapping[str, Finding]) -> tuple[bytes, int]:
    """Give the JSON of what was found, and its status: 200, or 503 if a check failed."""
    is_well = not any(one.code for one in found.values())
    checks = {
        name: {"ok": not one.code, "ms": one.ms, **({"code": one.code} if one.code else {})}
        for name, one in found.items()
    }
    body = {"status": "ready" if is_well else "not_ready", "checks": checks}
    return orjson.dumps(body, option=orjson.OPT_APPEND_NEWLINE), 200 if is_well else 503


def _ready(probe: Probe) -> Response:
    body, status = report(probe.ask())
    return Response(body, status, headers=_NO_STORE, mimetype="application/json")


def _connected(database_url: str) -> psycopg.Connection:
    # A connection of its own: one from the pool would wait behind the requests that hold them all.
    options = f"-c statement_timeout={_CONNECT_S * 1000}"
    return psycopg.connect(
        conninfo(database_url), connect_timeout=_CONNECT_S, autocommit=True, options=options
    )


def _database(database_url: str) -> str:
    try:
        with _connected(database_url) as connection:
            connection.execute("SELECT 1")
    except psycopg.Error:
        return "unreachable"
    return ""


def _schema(database_url: str) -> str:
    try:
        with _connected(database_url) as connection:
            rows = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    except psycopg.errors.UndefinedTable:
        return "empty"
    except psycopg.Error:
        return "unknown"
    return "" if {str(row[0]) for row in rows} == _heads() else "other_version"


@cache
def _heads() -> frozenset[str]:
    return heads()
