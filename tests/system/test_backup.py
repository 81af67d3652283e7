"""A hall is backed up while it is used, comes back in an empty data folder, and goes on there."""

import json
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event
from time import monotonic, sleep
from typing import Any

import pytest
from alembic import command as alembic
from sqlalchemy import NullPool, create_engine

from app import create_app
from cli.alone import alone
from connectors.anchors import AnchorFolder
from db import db
from db.migrate import config, is_current
from db.server import Server, start
from engine.commands.anchor_records import anchor_records
from settings import Settings
from tests.jobs.campus import MAIL
from tests.live_server import ROOT, LiveServer, environment_of, free_port
from tests.system.conftest import BUNDLES, Hall, OpenHall
from tests.system.matters import Matter, at_the_hospital
from tests.system.people import SECRET, Tokens, deploy
from web.current import RUNTIME

PATIENCE_S = 60.0


@dataclass
class Saved:
    """A backup, what ran when it was made, and the file store's words for one attachment."""

    file: Path
    hall: Hall
    medical: Matter
    cooling: str
    begun: list[str]
    told: dict[str, Any]


@pytest.fixture(scope="module")
def saved(open_hall: OpenHall, data_root: Path) -> Saved:
    """Matters that wait for a person, a timer and a call with a secret; others begin meanwhile."""
    hall = open_hall("system_backup")
    assert deploy(hall.person("designer"), BUNDLES / "cooling_off").status_code == 201
    medical = at_the_hospital(hall)
    document = {"subject": "tea02@mail.songxi.example", "newPassword": SECRET}
    cooling = hall.person("tea02").start("cooling-off", document)
    assert hall.sql("SELECT state FROM call") == [("queued",)], "no worker has made the call yet"

    anchor(hall)
    file, stop = data_root / "hall.tar", Event()
    with ThreadPoolExecutor(1) as pool:
        busy = pool.submit(begin_many, hall, stop)
        try:
            done = hall.command("backup", "-o", str(file), "--json")
        finally:
            stop.set()
    assert done.returncode == 0, done.stderr
    # On a busy machine nothing may have begun behind the moment that was kept: this has.
    begun = [*busy.result(), hall.person("tea02").start("cooling-off", {"subject": "之后"})]
    assert len(begun) > 1
    return Saved(file, hall, medical, cooling, begun, json.loads(done.stdout)["summary"])


def anchor(hall: Hall) -> None:
    """Anchor what there is, as the worker does every hour."""
    app = create_app(hall.settings)
    with app.app_context():
        assert anchor_records(app.extensions[RUNTIME], AnchorFolder(hall.settings.anchor_folder)) > 0
        db.engine.dispose()


def begin_many(hall: Hall, stop: Event) -> list[str]:
    person, begun = hall.person("tea02"), []
    while not stop.is_set():
        begun.append(person.start("cooling-off", {"subject": "正在备份"}))
    return begun


def command(settings: Settings, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cli", *words],
        env=environment_of(settings),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.fixture(scope="module")
def restored(saved: Saved, data_root: Path) -> Iterator[Hall]:
    """The hall again, by the embedded server of a data folder that was empty."""
    empty = replace(saved.hall.settings, data=data_root / "again", database_url=None)
    keys = saved.hall.settings.data / "secrets"
    done = command(empty, "restore", str(saved.file), "--keys", str(keys), "--json")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)["summary"]
    assert (said["bad"], said["missing"], said["files"]) == (0, [], saved.told["files"])
    assert said["instances"] == saved.told["instances"]
    assert (said["anchors"], said["anchor_faults"]) == (1, 0)
    server = start(empty.cluster)
    settings = replace(empty, database_url=server.url(), port=free_port())
    with ExitStack() as stack:
        stack.callback(server.stop)
        web = LiveServer(settings, settings.data / "web.log")
        stack.callback(web.stop)
        web.start()
        yield Hall(settings, (web,), Tokens(), stack)


def test_what_is_restored_is_one_moment_of_the_hall(saved: Saved, restored: Hall) -> None:
    assert saved.file.stat().st_mode & 0o777 == 0o600
    there = {row[0] for row in restored.sql("SELECT id::text FROM instance")}
    assert {saved.medical.instance, saved.cooling} <= there
    assert set(saved.begun) - there, "the hall went on while it was backed up"
    assert len(there & set(saved.begun)) + 2 == len(there)
    entries = "SELECT count(*) FROM instance WHERE record_length <> (SELECT count(*) FROM record_entry e"
    assert restored.sql(f"{entries} WHERE e.instance_id = instance.id)") == [(0,)]
    assert restored.sql("SELECT name, ok FROM upkeep ORDER BY name") == [
        ("restore", True),
        ("verification", True),
    ]
    assert saved.hall.sql("SELECT name, ok FROM upkeep") == [("backup", True)]


def test_the_anchors_come_back_and_hold(saved: Saved, restored: Hall) -> None:
    folder = restored.settings.data / "anchors"
    assert [one.n for one in AnchorFolder(folder).files()] == [1]
    verified = restored.command("verify", "--json", "--anchors", str(folder))
    assert verified.returncode == 0, verified.stdout[-500:]


def test_an_attachment_is_there_byte_for_byte(saved: Saved, restored: Hall) -> None:
    path = f"/attachments/{saved.medical.ids['A']}"
    before = saved.hall.person("hosp_clerk").get(path)
    after = restored.person("hosp_clerk").get(path)
    assert (before.status_code, after.status_code) == (200, 200)
    assert after.content == before.content != b""


def test_matters_go_on_by_hand_by_timer_and_by_call(saved: Saved, restored: Hall, tmp_path: Path) -> None:
    clerk, other = restored.person("hosp_clerk"), restored.person("it_clerk")
    assert ("queued",) in restored.sql("SELECT state FROM call")
    done = clerk.complete(saved.medical.task, "approve", opinion="情况属实")
    assert done.status_code == 200, done.text
    with restored.worker(tmp_path / "worker.log"):
        wait_for(lambda: restored.sql("SELECT state FROM call WHERE state <> 'done'") == [])
        wait_for(lambda: other.get(f"/instances/{saved.cooling}").json().get("my_task"))
    assert other.complete(other.open_task(saved.cooling), "done").is_success

    states = dict(restored.sql("SELECT id::text, state FROM instance"))
    assert states[saved.cooling] == "completed"
    secret = "SELECT sealed IS NULL FROM secret WHERE instance_id = %s"
    assert restored.sql(secret, saved.cooling) == [(True,)], "it was opened, used and erased"
    assert SECRET not in (tmp_path / "worker.log").read_text()
    verified = restored.command("verify", "--json")
    assert verified.returncode == 0, verified.stdout[-500:]
    assert restored.sql("SELECT ok FROM upkeep WHERE name = 'verification'") == [(True,)]


def wait_for(met: Any) -> None:
    deadline = monotonic() + PATIENCE_S
    while not met():
        assert monotonic() < deadline, "it did not come about in time"
        sleep(0.2)


@pytest.fixture
def target(saved: Saved, server: Server, tmp_path: Path) -> Iterator[Settings]:
    """An empty database, and a data folder that has the keys of the hall."""
    with server.connect("postgres") as connection:
        connection.execute("CREATE DATABASE backup_target")
    secrets = tmp_path / "data" / "secrets"
    secrets.mkdir(parents=True)
    for one in (saved.hall.settings.data / "secrets").iterdir():
        (secrets / one.name).write_bytes(one.read_bytes())
    yield replace(saved.hall.settings, data=tmp_path / "data", database_url=server.url("backup_target"))
    with server.connect("postgres") as connection:
        connection.execute("DROP DATABASE backup_target WITH (FORCE)")


def tables(settings: Settings) -> int:
    hall = Hall(settings, (), Tokens(), ExitStack())
    return int(hall.sql("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")[0][0])


@pytest.mark.parametrize("where", ["dump", "file", "end", "manifest"])
def test_a_damaged_backup_is_refused_before_anything_is_touched(
    saved: Saved, target: Settings, tmp_path: Path, where: str
) -> None:
    content = bytearray(saved.file.read_bytes())
    if where == "end":
        del content[len(content) // 2 :]
    else:
        marks = {"dump": b"PGDMP", "file": b"%PDF", "manifest": b'"bytes": '}
        place = content.index(marks[where]) + (300 if where == "dump" else len(marks[where]))
        content[place : place + 1] = bytes([content[place] ^ 1])
    broken = tmp_path / "broken.tar"
    broken.write_bytes(content)

    done = command(target, "restore", str(broken))

    assert done.returncode == 2, done.stderr
    assert "backup" in done.stderr
    assert "Traceback" not in done.stderr
    assert tables(target) == 0
    assert not (target.data / "files").exists()


def test_a_database_with_tables_is_only_given_up_on_purpose_and_by_all(
    saved: Saved, target: Settings
) -> None:
    assert command(target, "restore", str(saved.file)).returncode == 0
    hall = Hall(target, (), Tokens(), ExitStack())
    hall.sql("UPDATE person SET name = '别人' RETURNING id")

    refused = command(target, "restore", str(saved.file))
    assert (refused.returncode, "--replace" in refused.stderr) == (2, True)
    with hall.connect():
        used = command(target, "restore", str(saved.file), "--replace")
    assert (used.returncode, "stop web servers" in used.stderr) == (2, True)
    assert hall.sql("SELECT count(*) FROM person WHERE name <> '别人'") == [(0,)]

    assert command(target, "restore", str(saved.file), "--replace").returncode == 0
    assert hall.sql("SELECT count(*) FROM person WHERE name = '别人'") == [(0,)]
    again = command(target, "backup", "-o", str(target.data / "again.tar"), "--with-keys")
    assert again.returncode == 0, again.stderr
    # What was once replaced can be backed up and restored like any other.
    assert command(target, "restore", str(target.data / "again.tar"), "--replace").returncode == 0


def test_a_hall_that_runs_over_its_own_database_is_left_alone(saved: Saved, tmp_path: Path) -> None:
    settings = replace(saved.hall.settings, data=tmp_path, database_url=None)
    with alone(tmp_path) as note:
        note.write("http://127.0.0.1:8000/")
        note.flush()
        refused = command(settings, "restore", str(saved.file), "--replace")
    assert (refused.returncode, "http://127.0.0.1:8000/" in refused.stderr) == (3, True)
    assert not settings.cluster.exists()


def test_other_keys_are_refused_and_those_of_the_backup_are_taken(
    saved: Saved, target: Settings, tmp_path: Path
) -> None:
    whole = tmp_path / "whole.tar"
    assert saved.hall.command("backup", "-o", str(whole), "--with-keys").returncode == 0
    secrets = target.data / "secrets"
    (secrets / "vault_key").write_bytes(b"\7" * 32)

    refused = command(target, "restore", str(saved.file))
    assert (refused.returncode, "vault_key" in refused.stderr, "--keys" in refused.stderr) == (2, True, True)
    assert tables(target) == 0

    assert command(target, "restore", str(whole)).returncode == 0
    assert (secrets / "vault_key").read_bytes() == saved.hall.settings.vault_key
    aside = [one for one in secrets.iterdir() if one.is_dir()]
    assert [(one / "vault_key").read_bytes() for one in aside] == [b"\7" * 32], "the old key is kept"
    assert (secrets / "vault_key").stat().st_mode & 0o777 == 0o600


def test_a_backup_says_what_the_store_has_lost_and_never_replaces_another(
    saved: Saved, target: Settings, tmp_path: Path
) -> None:
    assert command(target, "restore", str(saved.file)).returncode == 0
    stored = [one for one in (target.data / "files").rglob("*") if one.is_file()]
    stored[0].write_bytes(b"something else")

    done = command(target, "backup", "-o", str(tmp_path / "less.tar"), "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["summary"]["missing"] == [stored[0].name]
    assert command(target, "backup", "-o", str(tmp_path / "less.tar")).returncode == 2
    assert not [one for one in tmp_path.iterdir() if one.name.startswith(".")], "no half file stays"


def test_the_stream_of_a_backup_is_the_same_kind_of_file(
    saved: Saved, target: Settings, tmp_path: Path
) -> None:
    """What is piped through a program that encrypts must come back whole."""
    piped = tmp_path / "piped.tar"
    with piped.open("wb") as file:
        words = [sys.executable, "-m", "cli", "backup", "-o", "-"]
        done = subprocess.run(
            words, env=environment_of(saved.hall.settings), cwd=ROOT, stdout=file, timeout=60, check=False
        )
    assert done.returncode == 0
    assert command(target, "restore", str(piped)).returncode == 0


def test_a_backup_of_an_older_schema_is_migrated_and_goes_on(
    saved: Saved, target: Settings, server: Server, tmp_path: Path
) -> None:
    with server.connect("postgres") as connection:
        connection.execute("CREATE DATABASE backup_older TEMPLATE system_campus STRATEGY file_copy")
    old = replace(saved.hall.settings, database_url=server.url("backup_older"))
    engine = create_engine(server.url("backup_older"), poolclass=NullPool)
    with engine.connect() as connection:
        alembic.downgrade(config(connection), "0016")
        connection.commit()
    people = Hall(old, (), Tokens(), ExitStack()).sql("SELECT count(*) FROM person")
    made = command(old, "backup", "-o", str(tmp_path / "old.tar"))
    assert made.returncode == 0, made.stderr
    with server.connect("postgres") as connection:
        connection.execute("DROP DATABASE backup_older WITH (FORCE)")

    done = command(target, "restore", str(tmp_path / "old.tar"), "--json")

    assert done.returncode == 0, done.stderr
    engine = create_engine(str(target.database_url), poolclass=NullPool)
    with engine.connect() as connection:
        assert is_current(connection)
    web = LiveServer(replace(target, port=free_port()), tmp_path / "web.log")
    web.start()
    with ExitStack() as stack:
        stack.callback(web.stop)
        hall = Hall(target, (web,), Tokens(), stack)
        assert hall.sql("SELECT count(*) FROM person") == people
        assert hall.person("tea02").start("email-unlock", MAIL, opinion="请解锁。")


@pytest.mark.parametrize(
    ("revision", "words"),
    [("0014", "stands at revision 0014"), (None, "no tables of tongban")],
    ids=["old", "empty"],
)
def test_what_cannot_be_backed_up_is_said_before_anything_is_written(
    saved: Saved, target: Settings, tmp_path: Path, revision: str | None, words: str
) -> None:
    if revision:
        engine = create_engine(str(target.database_url), poolclass=NullPool)
        with engine.connect() as connection:
            alembic.upgrade(config(connection), revision)
            connection.commit()
    refused = command(target, "backup", "-o", str(tmp_path / "x.tar"))
    assert refused.returncode == 2
    assert words in refused.stderr
    assert refused.stderr.count("\n") == 1
    assert list(tmp_path.glob("*.tar")) == []
