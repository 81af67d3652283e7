"""What benchmarks stand on: a durable server, databases from one template, results so far."""

import itertools
import os
import platform
import shutil
import tempfile
from functools import cached_property
from pathlib import Path
from typing import Any

from bench.result import Result
from db.migrate import upgrade
from db.server import Server, start
from settings import Settings

TEMPLATE = "template_bench"


class Stage:
    """Made once a run; everything on it is made when a benchmark first asks for it."""

    def __init__(self) -> None:
        self.results: dict[str, Result] = {}
        self.folder = Path(tempfile.mkdtemp(prefix="tongban-bench-"))
        self.folder.chmod(0o711)
        self._numbers = itertools.count(1)

    @cached_property
    def server(self) -> Server:
        """A PostgreSQL of this run alone, with fsync on."""
        return start(self.folder / "postgres")

    @cached_property
    def _template(self) -> str:
        with self.server.connect("postgres") as connection:
            connection.execute(f"CREATE DATABASE {TEMPLATE}")
        upgrade(self.server.url(TEMPLATE))
        return TEMPLATE

    def database(self) -> str:
        """Make a migrated database and return SQLAlchemy's address of it."""
        name = f"bench_{next(self._numbers)}"
        with self.server.connect("postgres") as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {self._template}")
        return self.server.url(name)

    def settings(self, database_url: str) -> Settings:
        """Return settings over a database, with a data folder of this run."""
        return Settings(
            data=self.folder / "data",
            database_url=database_url,
            session_key=os.urandom(32),
            record_key=os.urandom(32),
            vault_key=os.urandom(32),
        )

    def machine(self) -> dict[str, Any]:
        """Return the first line of the output."""
        with self.server.connect("postgres") as connection:
            asked = "SELECT current_setting('server_version'), current_setting('fsync')"
            version, fsync = connection.execute(asked).fetchone() or ("", "")
        python = platform.python_version()
        return {"cpus": os.cpu_count(), "python": python, "postgres": version, "fsync": fsync == "on"}

    def close(self) -> None:
        """Stop the server and remove what the run made."""
        self.server.stop()
        shutil.rmtree(self.server.sockets, ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)
