"""A hall in this process, one matter of which SQL makes many, and workers of their own processes."""

import dataclasses
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import astuple, dataclass

import psycopg
from flask import Flask
from sqlalchemy import text

from app import create_app
from bench.stage import Stage
from bpmn_models.bundle import Bundle
from cli.demo import load_demo
from cli.services import publish
from db import db, reading
from db.address import conninfo
from db.embedded.children import die_with_parent
from engine.commands.start_process import start_process
from engine.store import chain
from identity.principal import Principal, load
from settings import Settings, read_settings
from web.current import runtime

_PERSON = text("SELECT person_id FROM account WHERE subject = 'stu01'")
_ALL = "SELECT column_name::text FROM information_schema.columns WHERE table_name = %s"
_ENTRIES = (
    "SELECT n, kind, at, person_id, task_id, element, outcome, text_digest FROM record_entry"
    " WHERE instance_id = %s ORDER BY n"
)
_MADE = (
    "CREATE TEMPORARY TABLE made (id uuid, head bytea) ON COMMIT DROP;"
    " CREATE TEMPORARY TABLE made_entry (LIKE record_entry) ON COMMIT DROP;"
    " ALTER TABLE made_entry RENAME instance_id TO id"
)
_ROWS = (
    "COPY made_entry (id, n, kind, at, person_id, task_id, element, outcome, text_digest, digest) FROM STDIN"
)
_READY = "SELECT count(*) FROM procrastinate_workers"


@dataclass
class WaitingHall:
    """A database with the campus; its workers know the same keys.

    Attributes
    ----------
    database
        A connection that commits each statement.
    """

    settings: Settings
    app: Flask
    database: psycopg.Connection

    def start(self, key: str) -> uuid.UUID:
        """Start one matter as a student."""
        return start_process(runtime(), self.person(), key, {"subject": "一件事"}).instance_id

    def person(self) -> Principal:
        """Give the student."""
        with reading() as link:
            found = load(link, link.execute(_PERSON).scalar_one())
        if found is None:
            raise RuntimeError("the demo campus has no stu01")
        return found

    def number(self, question: str) -> int:
        """Ask for one number."""
        row = self.database.execute(question).fetchone()  # type: ignore[arg-type]
        return int(row[0]) if row else 0

    def multiply(self, instance: uuid.UUID, count: int) -> None:
        """Make `count` matters more that stand where this one stands: with tasks, deadlines and their record.

        In one transaction, so that all of them are there at one moment.
        """
        with self.database.transaction():
            self._records(instance, [uuid.uuid4() for _ in range(count)])
            self._copy(
                "instance",
                {"id": "m.id", "business_no": "row.business_no || '-' || m.id", "record_head": "m.head"},
                f"instance row, made m WHERE row.id = '{instance}'",
                "",
            )
            self._copy(
                "record_entry", {"instance_id": "row.id", "digest": "row.digest"}, "made_entry row", ""
            )
            same = f"row.instance_id = '{instance}' AND row.state = 'open'"
            others = (
                f"instance i JOIN instance o ON o.id = '{instance}' AND o.service_key = i.service_key"
                f" AND i.id <> o.id, task row WHERE {same}"
                " AND NOT EXISTS (SELECT FROM task t WHERE t.instance_id = i.id)"
            )
            self._copy("task", {"instance_id": "i.id"}, others, "id")
            tasks = (
                f"task t JOIN task o ON o.instance_id = '{instance}' AND o.state = 'open' AND t.id > o.id"
                " AND t.element = o.element JOIN {table} row ON row.task_id = o.id"
            )
            for table in ("inbox", "deadline"):
                self._copy(table, {"task_id": "t.id"}, tasks.format(table=table), "")
        self.database.execute("VACUUM ANALYZE")

    def _records(self, instance: uuid.UUID, others: list[uuid.UUID]) -> None:
        """Work out the record of each of the others: the clock's worker verifies them."""
        given = self.database.execute(_ENTRIES, (instance,)).fetchall()
        entries = [chain.Entry(*row) for row in given]
        if any(entry.text_digest for entry in entries):
            raise RuntimeError("words of the record are not multiplied")
        self.database.execute(_MADE)
        heads: list[tuple[uuid.UUID, bytes]] = []
        with self.database.cursor() as cursor, cursor.copy(_ROWS) as copy:
            for one in others:
                head = chain.start_of(self.settings.record_key, one)
                for entry in entries:
                    head = chain.bind(self.settings.record_key, head, entry)
                    copy.write_row((one, *astuple(entry), head))
                heads.append((one, head))
        with self.database.cursor() as cursor, cursor.copy("COPY made FROM STDIN") as copy:
            for row in heads:
                copy.write_row(row)

    def _copy(self, table: str, other: dict[str, str], source: str, left_out: str) -> None:
        names = [row[0] for row in self.database.execute(_ALL, (table,)) if row[0] != left_out]
        values = ", ".join(other.get(name, f"row.{name}") for name in names)
        insert = f"INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM {source}"
        self.database.execute(insert)  # type: ignore[arg-type]

    def wait(self, is_over: Callable[[], bool], patience_s: float, pause_s: float = 0.05) -> None:
        """Wait until something is over."""
        deadline = time.monotonic() + patience_s
        while not is_over():
            if time.monotonic() > deadline:
                raise RuntimeError("it took too long")
            time.sleep(pause_s)

    @contextmanager
    def workers(self, count: int, command: tuple[str, ...] = ("-m", "cli", "worker")) -> Iterator[list[int]]:
        """Run so many workers, and wait until they are ready; give the ids of their processes."""
        environment = {
            **os.environ,
            "DATABASE_URL": self.settings.database_url or "",
            "TONGBAN_DATA": str(self.settings.data),
            "TONGBAN_LOG": "warning",
        }
        before = self.number(_READY)
        pids = []
        with ExitStack() as stack:
            for _ in range(count):
                process = subprocess.Popen(
                    [sys.executable, *command],
                    env=environment,
                    start_new_session=True,
                    preexec_fn=die_with_parent(),
                )
                stack.callback(_end, process)
                pids.append(process.pid)
            self.wait(lambda: self.number(_READY) >= before + count, 60)
            # One more moment: a worker registers just before it looks for jobs.
            time.sleep(0.5)
            yield pids


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextmanager
def waiting_hall(stage: Stage, *services: Bundle) -> Iterator[WaitingHall]:
    """Open a database with the campus and some services; the caller stands in the program's context."""
    url = stage.database()
    folder = stage.folder / f"hall-{uuid.uuid4().hex[:8]}"
    environment = {"TONGBAN_DATA": str(folder), "DATABASE_URL": url}
    settings = dataclasses.replace(read_settings(environment), database_url=url)
    load_demo(settings)
    app = create_app(settings)
    with app.app_context(), psycopg.connect(conninfo(url), autocommit=True) as database:
        for service in services:
            publish(app, service)
        try:
            yield WaitingHall(settings, app, database)
        finally:
            db.engine.dispose()
