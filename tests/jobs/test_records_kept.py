"""The record is anchored outside the database from time to time, and verified round after round."""

import json
import logging
import os
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask

from cli.verify import verify as verify_command
from connectors.anchors import AnchorFolder
from db import reading
from engine.commands.anchor_records import anchor_records
from engine.commands.cancel_instance import cancel_instance
from engine.commands.check_records import check_records
from engine.commands.start_process import start_process
from engine.queries.anchors import AnchorFault, anchor_faults
from engine.queries.verification import verify
from engine.store import chain
from jobs.worker import run_due
from settings import Settings
from tests.jobs.campus import MAIL, Campus, sql

UNTOUCHED = "SET LOCAL session_replication_role = replica;"
"""Whoever owns the database can switch off the triggers that keep the record append-only."""


@pytest.fixture
def log(tmp_path: Path) -> AnchorFolder:
    return AnchorFolder(tmp_path / "anchors")


def begin(campus: Campus, n: int = 1) -> list[uuid.UUID]:
    by = campus.person("stu01")
    started = [start_process(campus.rt, by, "email-unlock", MAIL, opinion="请解锁。") for _ in range(n)]
    return [one.instance_id for one in started]


def forge(campus: Campus, instance_id: uuid.UUID, outcome: str = "forged") -> None:
    """Rewrite the whole chain of an instance, as somebody could who holds the database and the key."""
    about = f"instance_id = '{instance_id}'"
    sql(f"{UNTOUCHED} UPDATE record_entry SET outcome = '{outcome}' WHERE {about} AND n = 1")
    columns = "n, kind, at, person_id, task_id, element, outcome, text_digest"
    with reading() as link:
        query = f"SELECT {columns} FROM record_entry WHERE {about} ORDER BY n"
        rows = link.connection.exec_driver_sql(query).all()
    head = chain.start_of(campus.rt.record_key, instance_id)
    for row in rows:
        words = bytes(row.text_digest) if row.text_digest is not None else None
        head = chain.bind(campus.rt.record_key, head, chain.Entry(*row[:7], words))
        sql(f"{UNTOUCHED} UPDATE record_entry SET digest = '\\x{head.hex()}' WHERE {about} AND n = {row.n}")
    sql(f"UPDATE instance SET record_head = '\\x{head.hex()}' WHERE id = '{instance_id}'")


def bad(campus: Campus) -> list[uuid.UUID]:
    with reading() as link:
        return [one.instance_id for one in verify(campus.rt, link) if not one.ok]


def faults(log: AnchorFolder) -> list[AnchorFault]:
    with reading() as link:
        return list(anchor_faults(link, log))


def test_each_anchor_holds_what_has_grown_and_names_the_one_before(campus: Campus, log: AnchorFolder) -> None:
    first, second = begin(campus, 2)
    assert anchor_records(campus.rt, log) == 2
    assert anchor_records(campus.rt, log) == 0, "nothing has grown"
    cancel_instance(campus.rt, campus.person("stu01"), second)
    assert anchor_records(campus.rt, log) == 1
    one, two = log.files()
    assert json.loads(two.content.splitlines()[0])["previous"] == one.digest.hex()
    assert [line.split()[0].decode() for line in two.content.splitlines()[1:]] == [second.hex]
    assert first.hex.encode() in one.content
    assert faults(log) == []
    assert bad(campus) == []


def test_a_chain_forged_with_the_key_shows_against_its_anchor(campus: Campus, log: AnchorFolder) -> None:
    (instance,) = begin(campus)
    forge(campus, instance)
    assert bad(campus) == [], "nobody can tell before it is anchored: the forger has the key"
    anchor_records(campus.rt, log)
    forge(campus, instance, "again")
    assert bad(campus) == [instance]
    assert faults(log) == [AnchorFault(1, "record", instance)]
    cancel_instance(campus.rt, campus.person("stu01"), instance)
    assert anchor_records(campus.rt, log) == 0, "what does not hold keeps its witness"


def test_who_changes_the_anchors_in_the_database_too_is_found_by_the_log(
    campus: Campus, log: AnchorFolder
) -> None:
    (instance,) = begin(campus)
    anchor_records(campus.rt, log)
    forge(campus, instance)
    sql("UPDATE anchored_chain a SET head = i.record_head FROM instance i WHERE i.id = a.instance_id")
    assert bad(campus) == []
    assert faults(log) == [AnchorFault(1, "record", instance)]


def test_an_instance_that_vanished_shows(campus: Campus, log: AnchorFolder) -> None:
    gone, _ = begin(campus, 2)
    anchor_records(campus.rt, log)
    sql(
        f"{UNTOUCHED} DELETE FROM record_text; DELETE FROM record_entry WHERE instance_id = '{gone}';"
        f" DELETE FROM instance WHERE id = '{gone}'"
    )
    assert bad(campus) == [gone]
    assert faults(log) == [AnchorFault(1, "record", gone)]
    assert check_records(campus.rt) == 1


def test_a_chain_cut_back_to_an_earlier_state_shows(campus: Campus, log: AnchorFolder) -> None:
    (instance,) = begin(campus)
    before = sql("SELECT record_length FROM instance")[0]
    head = sql("SELECT record_head FROM instance")[0]
    cancel_instance(campus.rt, campus.person("stu01"), instance)
    anchor_records(campus.rt, log)
    sql(f"{UNTOUCHED} DELETE FROM record_entry WHERE n > {before}")
    sql("UPDATE instance SET record_length = :n, record_head = :head", n=before, head=bytes(head))
    assert bad(campus) == [instance]


@pytest.mark.parametrize("fault", ["changed", "missing", "order"])
def test_a_log_that_was_meddled_with_shows(
    campus: Campus, log: AnchorFolder, tmp_path: Path, fault: str
) -> None:
    begin(campus)
    anchor_records(campus.rt, log)
    begin(campus)
    anchor_records(campus.rt, log)
    one, two = sorted((tmp_path / "anchors").iterdir())
    if fault == "changed":
        os.chmod(two, 0o640)
        two.write_bytes(two.read_bytes().replace(b" 1 ", b" 2 ").replace(b"0", b"1"))
        assert {found.code for found in faults(log)} == {"changed", "missing"}
    elif fault == "missing":
        one.unlink()
        assert faults(log) == [AnchorFault(1, "missing")]
    else:
        sql("UPDATE record_anchor SET digest = '\\x00' WHERE n = 1")
        assert faults(log) == [AnchorFault(1, "missing"), AnchorFault(2, "order")]


def test_a_worker_that_dies_before_its_commit_leaves_a_file_that_holds(
    campus: Campus, log: AnchorFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(campus)

    def dies(*args: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("engine.commands.anchor_records._note", dies)
        anchor_records(campus.rt, log)
    begin(campus)
    assert anchor_records(campus.rt, log) == 2
    assert [file.n for file in log.files()] == [1, 1]
    assert faults(log) == []


def test_several_workers_anchor_one_after_another(campus: Campus, log: AnchorFolder) -> None:
    begin(campus, 6)
    found = campus.together(*[lambda: anchor_records(campus.rt, log, limit=2)] * 3)
    assert sum(found) + anchor_records(campus.rt, log, limit=2) == 6
    assert sql("SELECT n FROM record_anchor ORDER BY n") == [1, 2, 3]
    assert faults(log) == []


def test_a_matter_that_goes_on_while_it_is_verified_holds(campus: Campus) -> None:
    first, second = begin(campus, 2)
    with reading() as link:
        verdicts = verify(campus.rt, link)
        next(verdicts)
        for instance in (first, second):
            cancel_instance(campus.rt, campus.person("stu01"), instance)
        assert [one.ok for one in verdicts] == [True]


def test_the_verification_goes_round_and_tells_administrators_once(
    campus: Campus, committed: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    begin(campus, 5)
    assert [check_records(campus.rt, limit=2) for _ in range(3)] == [0, 0, 0]
    assert sql("SELECT rounds::text || ' ' || verified FROM record_check") == ["1 5"]
    broken = sql("SELECT id FROM instance ORDER BY id")[3]
    sql(f"{UNTOUCHED} UPDATE record_entry SET person_id = 99 WHERE instance_id = '{broken}' AND n = 1")
    with caplog.at_level(logging.ERROR):
        assert sum(check_records(campus.rt, limit=2) for _ in range(6)) == 2
    lines = [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]
    assert lines == [f"the record of {broken} does not hold: entry 1"], "once, not in each round"
    assert sql("SELECT broken FROM record_check") == [2]
    run_due(committed)
    assert [kind for kind, _ in campus.told("admin")] == ["record_broken"]
    assert campus.told("it_head") == [], "not to the administrators of a unit"
    assert sql("SELECT first_bad FROM broken_record") == [1]


def test_what_holds_again_is_told_again_when_it_breaks_again(campus: Campus, committed: Flask) -> None:
    (instance,) = begin(campus)
    (person,) = sql("SELECT person_id FROM record_entry WHERE n = 1")
    for value in (99, person, 99):
        sql(f"{UNTOUCHED} UPDATE record_entry SET person_id = {value} WHERE n = 1")
        campus.now = campus.now.replace(minute=campus.now.minute + 1)
        check_records(campus.rt)
    run_due(committed)
    assert [kind for kind, _ in campus.told("admin")] == ["record_broken"] * 2
    assert sql("SELECT instance_id FROM broken_record") == [instance]


def test_several_workers_verify_each_record_once_a_round(campus: Campus) -> None:
    begin(campus, 9)
    campus.together(*[lambda: check_records(campus.rt, limit=3)] * 4)
    assert sql("SELECT verified FROM record_check") == [9]


def test_the_command_line_holds_the_record_against_the_log(
    campus: Campus, committed: Flask, log: AnchorFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (instance,) = begin(campus)
    anchor_records(campus.rt, log)
    settings: Settings = committed.extensions["tongban.settings"]
    monkeypatch.setattr("cli.verify.read_settings", lambda: settings)
    monkeypatch.setattr("app.create_app", lambda settings: committed)
    run: Callable[..., Any] = CliRunner().invoke
    arguments = ["--anchors", str(tmp_path / "anchors")]
    assert run(verify_command, arguments).exit_code == 0
    forge(campus, instance)
    sql("UPDATE anchored_chain a SET head = i.record_head FROM instance i WHERE i.id = a.instance_id")
    assert run(verify_command, []).exit_code == 0
    told = run(verify_command, arguments)
    assert told.exit_code == 1
    assert f"anchor 1: record {instance.hex}" in told.output
