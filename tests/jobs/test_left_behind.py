"""What people leave behind: old drafts, of which their owners are told, and unused uploads."""

import os
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from connectors.errors import FileMissing
from connectors.local_files import LocalFiles
from db import transaction
from engine import attachments
from engine.commands.clear_uploads import clear_uploads
from engine.commands.expire_drafts import expire_drafts
from engine.commands.save_draft import save_draft
from engine.commands.start_process import start_process
from jobs.registry import PERIODIC
from jobs.worker import run_due
from tests.jobs.campus import MAIL, Campus, sql

LIFE = timedelta(days=180)
FITNESS = {
    "phone": "000-5550-0186",
    "className": "计算机 2403 班",
    "category": "injury",
    "testItems": ["run_long"],
    "reason": "右踝扭伤，医嘱制动四周",
    "validFrom": "2026-11-23",
    "validUntil": "2026-12-31",
    "pledge": True,
}


def drafts() -> list[int]:
    found: list[int] = sql("SELECT id FROM draft ORDER BY id")
    return found


def test_the_owner_of_an_old_draft_is_told_a_week_before_it_goes(campus: Campus, committed: Flask) -> None:
    old = save_draft(campus.rt, campus.person("stu01"), "email-unlock", MAIL)
    campus.now += timedelta(days=172)
    assert expire_drafts(campus.rt, LIFE) == (0, 0)
    young = save_draft(campus.rt, campus.person("stu02"), "email-unlock", MAIL)
    campus.now += timedelta(days=1)
    assert expire_drafts(campus.rt, LIFE) == (1, 0)
    assert expire_drafts(campus.rt, LIFE) == (0, 0), "once"
    run_due(committed)
    (told,) = campus.told("stu01")
    assert told[0] == "draft_expiring"
    assert campus.told("stu02") == []
    campus.now += timedelta(days=6, hours=23)
    assert expire_drafts(campus.rt, LIFE) == (0, 0)
    assert drafts() == [old, young]
    campus.now += timedelta(hours=1)
    assert expire_drafts(campus.rt, LIFE) == (0, 1)
    assert drafts() == [young]


def test_after_months_without_workers_nobody_loses_a_draft_unwarned(campus: Campus) -> None:
    save_draft(campus.rt, campus.person("stu01"), "email-unlock", MAIL)
    campus.now += timedelta(days=400)
    assert expire_drafts(campus.rt, LIFE) == (1, 0)
    campus.now += timedelta(days=7)
    assert expire_drafts(campus.rt, LIFE) == (0, 1)


def test_a_draft_that_is_touched_after_the_warning_is_young_again(campus: Campus) -> None:
    by = campus.person("stu01")
    draft = save_draft(campus.rt, by, "email-unlock", MAIL)
    campus.now += timedelta(days=174)
    assert expire_drafts(campus.rt, LIFE) == (1, 0)
    campus.now += timedelta(days=1)
    save_draft(campus.rt, by, "email-unlock", MAIL, draft_id=draft)
    campus.now += timedelta(days=30)
    assert expire_drafts(campus.rt, LIFE) == (0, 0)
    campus.now += timedelta(days=143)
    assert expire_drafts(campus.rt, LIFE) == (1, 0), "and is warned of again"


def test_several_workers_warn_and_delete_once(campus: Campus, committed: Flask) -> None:
    for _ in range(20):
        save_draft(campus.rt, campus.person("stu01"), "email-unlock", MAIL)
    campus.now += timedelta(days=174)
    told = campus.together(*[lambda: expire_drafts(campus.rt, LIFE, limit=7)] * 6)
    assert sum(warned for warned, _ in told) == 20
    campus.now += timedelta(days=8)
    gone = campus.together(*[lambda: expire_drafts(campus.rt, LIFE, limit=7)] * 6)
    assert sum(deleted for _, deleted in gone) == 20
    run_due(committed)
    assert len(campus.told("stu01")) == 20


def test_what_a_handler_has_typed_does_not_expire(campus: Campus) -> None:
    start_process(campus.rt, campus.person("stu01"), "email-unlock", MAIL, opinion="请解锁。")
    sql(
        "INSERT INTO draft (person_id, service_key, definition_id, task_id, document, opinion, updated_at)"
        " SELECT 1, 'email-unlock', definition_id, t.id, '{}', '', :now"
        " FROM task t JOIN instance i ON i.id = t.instance_id",
        now=campus.now,
    )
    campus.now += timedelta(days=1000)
    assert expire_drafts(campus.rt, LIFE) == (0, 0)


def age(campus: Campus) -> None:
    """Let eight days pass, for the bytes as well, whose age the disk knows."""
    campus.now += timedelta(days=8)
    for path in stored(campus):
        os.utime(path, (time.time() - 8 * 86400,) * 2)


def stored(campus: Campus) -> list[Path]:
    files = campus.rt.files
    assert isinstance(files, LocalFiles)
    return [path for path in files._root.rglob("*") if path.is_file()]


def names() -> set[str]:
    return {one.hex for one in sql("SELECT id FROM attachment")}


@pytest.fixture
def campus(campus: Campus, tmp_path: Path) -> Campus:
    """With a store of files of this test alone."""
    object.__setattr__(campus.rt, "files", LocalFiles(tmp_path / "files"))
    return campus


def test_an_upload_that_nobody_used_goes_with_its_bytes_and_used_ones_stay(campus: Campus) -> None:
    kept = [campus.upload("stu01", b"%PDF-draft"), campus.upload("stu01", b"%PDF-sent")]
    lost = campus.upload("stu01", b"%PDF-lost")
    shared = campus.upload("stu02", b"%PDF-sent")
    by = campus.person("stu01")
    save_draft(campus.rt, by, "fitness-exemption", FITNESS | {"certificate": [kept[0]]})
    start_process(campus.rt, by, "fitness-exemption", FITNESS | {"certificate": [kept[1]]})
    clear_uploads(campus.rt)
    assert len(names()) == 4, "they are young"
    age(campus)
    assert clear_uploads(campus.rt) == 2
    assert names() == {file["id"] for file in kept}
    assert {lost["id"], shared["id"]}.isdisjoint(names())
    assert {path.read_bytes() for path in stored(campus)} == {b"%PDF-draft", b"%PDF-sent"}
    assert sql("SELECT count(*) FROM unused_file") == [0]


def test_all_are_looked_at_even_if_many_are_in_drafts(campus: Campus) -> None:
    by = campus.person("stu01")
    files = [campus.upload("stu01", f"%PDF-{n}".encode()) for n in range(5)]
    save_draft(campus.rt, by, "fitness-exemption", FITNESS | {"certificate": files})
    campus.now += timedelta(seconds=1)
    campus.upload("stu01", b"%PDF-lost")
    age(campus)
    assert clear_uploads(campus.rt, limit=2) == 1


def test_bytes_that_somebody_uploads_again_stay(campus: Campus) -> None:
    campus.upload("stu01", b"%PDF-same")
    age(campus)
    again = campus.upload("stu02", b"%PDF-same")
    assert clear_uploads(campus.rt) == 1
    assert names() == {again["id"]}
    assert [path.read_bytes() for path in stored(campus)] == [b"%PDF-same"]


def test_bytes_put_in_while_they_are_taken_out_are_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = LocalFiles(tmp_path)
    file = tmp_path / "given"
    file.write_bytes(b"%PDF")

    def put() -> str:
        with file.open("rb") as stream:
            return files.put(stream).sha256

    sha256 = put()
    (place,) = [path for path in tmp_path.rglob(sha256) if path.is_file()]
    os.utime(place, (0, 0))
    rename = os.rename

    def slow(source: Any, target: Any) -> None:
        put()
        rename(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "rename", slow)
        assert not files.remove(sha256, timedelta(days=1))
    with files.open(sha256) as stream:
        assert stream.read() == b"%PDF"
    os.utime(place, (0, 0))
    assert files.remove(sha256, timedelta(days=1))
    with pytest.raises(FileMissing):
        files.open(sha256)


def test_an_upload_put_into_a_form_at_this_moment_stays(campus: Campus) -> None:
    file = campus.upload("stu01")
    by = campus.person("stu01")
    age(campus)
    looked, cleared = threading.Event(), threading.Event()

    def send() -> None:
        with transaction() as uow:
            assert attachments.ask_usable(uow, by, None, [file["id"]])()
            looked.set()
            assert cleared.wait(10)
            uow.execute(text("UPDATE attachment SET instance_id = NULL, name = 'bound.pdf'"))

    def clear() -> int:
        assert looked.wait(10)
        try:
            return clear_uploads(campus.rt)
        finally:
            cleared.set()

    assert campus.together(send, clear)[1] == 0
    assert sql("SELECT name FROM attachment") == ["bound.pdf"]


def test_a_draft_stored_at_this_moment_keeps_its_uploads(
    campus: Campus, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = campus.upload("stu01")
    by = campus.person("stu01")
    age(campus)
    held, cleared = threading.Event(), threading.Event()
    insert = "engine.commands.save_draft.drafts.insert"
    from engine.store import drafts as store

    real = store.insert

    def slow(uow: Any, values: Any) -> int:
        uow.send()
        held.set()
        assert cleared.wait(10)
        return real(uow, values)

    monkeypatch.setattr(insert, slow)

    def clear() -> int:
        assert held.wait(10)
        try:
            return clear_uploads(campus.rt)
        finally:
            cleared.set()

    def save() -> int:
        return save_draft(campus.rt, by, "fitness-exemption", FITNESS | {"certificate": [file]})

    assert campus.together(save, clear)[1] == 0
    assert names() == {file["id"]}


def test_several_workers_clear_away_once(campus: Campus) -> None:
    for n in range(30):
        campus.upload("stu01", f"%PDF-{n}".encode())
    age(campus)
    assert sum(campus.together(*[lambda: clear_uploads(campus.rt, limit=4)] * 4)) == 30
    clear_uploads(campus.rt)
    assert stored(campus) == []


def test_every_periodic_task_runs_on_an_empty_hall(campus: Campus, queue: Any, run_periodic: Any) -> None:
    app = queue({})
    for periodic in PERIODIC:
        run_periodic(app, periodic.name)
    assert sql("SELECT task_name FROM procrastinate_jobs WHERE status <> 'succeeded'") == []
