"""Dump a database at a snapshot, and load it in one transaction, with PostgreSQL's own programs."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from cli.archive.errors import ArchiveProblem
from db.address import conninfo
from db.embedded.binaries import program

# Everything of ours lies in this schema; the server's role may be any.
_RENEW = "SET client_min_messages TO warning; DROP SCHEMA public CASCADE; CREATE SCHEMA public;"
_HEAD = 8192


@contextmanager
def snapshot(url: str) -> Iterator[tuple[psycopg.Connection, str]]:
    """Open a transaction that sees one moment, and name it for other connections; nobody is blocked."""
    with psycopg.connect(conninfo(url)) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert row
        yield connection, row[0]
        connection.rollback()


def dump(url: str, snapshot_name: str, target: Path) -> None:
    """Write the database as it is at a snapshot, in pg_dump's custom format.

    Raises
    ------
    ArchiveProblem
        ``dump_failed``, ``no_programs``
    """
    address, environment = _address(url)
    command = [_program("pg_dump"), "--format=custom", "--no-owner", "--no-privileges", "--no-password"]
    command += [f"--snapshot={snapshot_name}", f"--file={target}", f"--dbname={address}"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ArchiveProblem("dump_failed", _last(done.stderr))


def load(url: str, dump_file: Path, *, replace: bool) -> None:
    """Load a dump, all of it or nothing.

    Parameters
    ----------
    replace
        What is there goes in the same transaction.

    Raises
    ------
    ArchiveProblem
        ``load_failed``, ``no_programs``
    """
    address, environment = _address(url)
    told = [_program("pg_restore"), "--no-owner", "--no-privileges", "--file=-", str(dump_file)]
    asked = [_program("psql"), "--no-psqlrc", "--quiet", "--no-password", "--single-transaction"]
    asked += ["--set=ON_ERROR_STOP=1", f"--dbname={address}"]
    asked += [f"--command={_RENEW}"] if replace else []
    asked += ["--file=-"]
    with tempfile.TemporaryFile() as words:
        if not _told(told, asked, environment, words):
            words.seek(0)
            raise ArchiveProblem("load_failed", _last(words.read().decode(errors="replace")))


def _told(told: list[str], asked: list[str], environment: dict[str, str], words: IO[bytes]) -> bool:
    """Let one program tell another what to do; whether all of it was told and done."""
    with (
        subprocess.Popen(told, stdout=subprocess.PIPE, stderr=words, env=environment) as teller,
        subprocess.Popen(
            asked, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=words, env=environment
        ) as asker,
    ):
        with suppress(BrokenPipeError):
            _pump(_pipe(teller.stdout), _pipe(asker.stdin))
        # Who was not heard to the end would wait for ever.
        _pipe(teller.stdout).close()
        is_whole = teller.wait() == 0
        if not is_whole:
            # The end of a script that was cut off would be committed.
            asker.kill()
        with suppress(BrokenPipeError):
            _pipe(asker.stdin).close()
        return asker.wait() == 0 and is_whole


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None
    return stream


def _pump(source: IO[bytes], target: IO[bytes]) -> None:
    """Copy a script without the setting in its head that servers before 17 do not know."""
    head = bytearray()
    while len(head) < _HEAD and (line := source.readline()):
        if not line.startswith(b"SET transaction_timeout"):
            head += line
    target.write(head)
    while piece := source.read(1024 * 1024):
        target.write(piece)
    target.flush()


def _program(name: str) -> str:
    found = program(name)
    if found is None:
        raise ArchiveProblem("no_programs")
    return str(found)


def _address(url: str) -> tuple[str, dict[str, str]]:
    """Give libpq's address without its password, which goes by the environment: others see command lines."""
    parts = conninfo_to_dict(conninfo(url))
    password = parts.pop("password", None)
    environment = {**os.environ, "LC_ALL": "C", **({"PGPASSWORD": str(password)} if password else {})}
    return make_conninfo(
        **{name: str(value) for name, value in parts.items() if value is not None}
    ), environment


def _last(words: str) -> str:
    """Give the line that names the fault; lines about where and what follow it, and may quote values."""
    lines = [
        line for line in words.splitlines() if "ERROR:" in line or "error:" in line
    ] or words.splitlines()
    return lines[0].strip() if lines else "?"
