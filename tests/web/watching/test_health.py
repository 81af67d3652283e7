"""``/healthz`` and ``/readyz`` as a supervisor sees them."""

import errno
import shutil
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import create_engine, text

from connectors import local_files
from tests.web.watching.conftest import MakeHall

NOWHERE = "postgresql+psycopg://hall:Geheim-55@127.0.0.1:1/hall"


def ready(app: Flask) -> tuple[int, dict[str, Any]]:
    answer = app.test_client().get("/readyz")
    return answer.status_code, answer.get_json()


def test_ready_when_database_schema_and_files_are(app: Flask) -> None:
    status, body = ready(app)
    assert (status, body["status"]) == (200, "ready")
    assert {name: check["ok"] for name, check in body["checks"].items()} == {
        "database": True,
        "schema": True,
        "files": True,
    }


def test_without_a_database_the_process_lives_but_is_not_ready_and_tells_no_address(
    make_hall: MakeHall,
) -> None:
    client = make_hall(NOWHERE).test_client()
    assert client.get("/healthz").data == b"ok\n"
    answer = client.get("/readyz")
    assert answer.status_code == 503
    body = answer.get_json()
    assert body["checks"]["database"]["code"] == "unreachable"
    assert body["checks"]["files"]["ok"]
    assert "Geheim" not in answer.text
    assert "127.0.0.1" not in answer.text


def test_a_database_of_another_version_is_not_ready(fresh_database_url: str, make_hall: MakeHall) -> None:
    engine = create_engine(fresh_database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    engine.dispose()
    status, body = ready(make_hall(fresh_database_url))
    assert status == 503
    assert body["checks"]["schema"]["code"] == "other_version"
    assert body["checks"]["database"]["ok"]


def test_a_store_that_takes_no_files_is_not_ready(
    database_url: str, tmp_path: Path, make_hall: MakeHall
) -> None:
    (tmp_path / "files").write_text("a file where the folder should be")
    status, body = ready(make_hall(database_url))
    assert (status, body["checks"]["files"]["code"]) == (503, "read_only")


def test_a_disk_that_is_nearly_full_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert local_files.check_folder(tmp_path) == ""
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage._replace(free=1024))
    assert local_files.check_folder(tmp_path) == "full"

    def no_room(*args: object, **options: object) -> None:
        raise OSError(errno.ENOSPC, "no room")

    monkeypatch.setattr(local_files.os, "fsync", no_room)
    assert local_files.check_folder(tmp_path) == "full"
