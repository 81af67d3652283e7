"""A password that somebody types stands in no table and in no log, however it was sent (decision 11)."""

import base64
from pathlib import Path
from time import monotonic, sleep

import pytest

from tests.system.conftest import Hall, OpenHall
from tests.system.people import MAIL

TYPED = "Geheim-Typed-55190"


@pytest.fixture(scope="module")
def quiet(open_hall: OpenHall) -> Hall:
    return open_hall("system_secrecy")


def everything(hall: Hall) -> str:
    """Every row of every table, as text; bytes appear in hex."""
    tables = hall.sql("SELECT schemaname, tablename FROM pg_tables WHERE schemaname = 'public'")
    return "\n".join(
        str(row[0])
        for schema, table in tables
        for row in hall.sql(f'SELECT t::text FROM {schema}."{table}" t')
    )


def forms(secret: str) -> set[str]:
    plain = secret.encode()
    return {secret, plain.hex(), base64.b64encode(plain).decode().rstrip("="), secret[::-1]}


def ended(hall: Hall, instance: str) -> None:
    """Wait until the worker has made its calls, the password's reset among them, and the matter has ended."""
    until = monotonic() + 30
    while hall.sql("SELECT state FROM instance WHERE id = %s", instance) != [("completed",)]:
        assert monotonic() < until
        sleep(0.1)
    assert hall.sql("SELECT sealed FROM secret WHERE instance_id = %s", instance) == [(None,)]


def test_a_typed_password_is_found_nowhere(quiet: Hall, tmp_path: Path) -> None:
    applicant, head, clerk = (quiet.person(login) for login in ("tea01", "cs_head", "it_clerk"))
    instance = applicant.start("email-unlock", MAIL, opinion="请办理")
    with quiet.worker(tmp_path / "worker.log"):
        at_head = head.open_task(instance)
        body = {"document": {"newPassword": TYPED}, "opinion": "同意"}
        assert head.complete(at_head, "approve", key="wrong-step", **body).status_code == 422
        assert head.complete(at_head, "approve", key="right", opinion="同意").status_code == 200
        at_clerk = clerk.open_task(instance)
        refused = clerk.complete(
            at_clerk, "done", key="a", opinion="x" * 501, document={"newPassword": TYPED}
        )
        assert refused.status_code == 422
        assert TYPED not in refused.text
        done = clerk.complete(at_clerk, "done", key="b", opinion="已办", document={"newPassword": TYPED})
        assert done.status_code == 200, done.text
        assert TYPED not in done.text
        ended(quiet, instance)

    stored = everything(quiet)
    assert instance in stored, "the dump holds the instance at all"
    logs = quiet.servers[0].log.read_text() + (tmp_path / "worker.log").read_text()
    assert "mailbox.reset] would be called" in logs, "the console back end shows the call"
    for form in forms(TYPED):
        assert form not in stored
        assert form not in logs


def test_a_fault_of_the_program_tells_its_log_nothing_that_was_typed(quiet: Hall) -> None:
    person = quiet.browse("stu01")
    with quiet.connect() as database:
        database.execute("ALTER TABLE service RENAME TO service_away")
    try:
        assert person.get("/services", params={"q": TYPED}).status_code == 500
    finally:
        with quiet.connect() as database:
            database.execute("ALTER TABLE service_away RENAME TO service")
    log = quiet.servers[0].log.read_text()
    assert "UndefinedTable" in log
    assert TYPED not in log
    assert TYPED.lower() not in log


def test_autosave_of_the_page_keeps_everything_but_the_password(quiet: Hall) -> None:
    applicant, head, clerk = (quiet.person(login) for login in ("tea01", "cs_head", "it_clerk"))
    instance = applicant.start("email-unlock", MAIL, opinion="请办理")
    head.complete(head.open_task(instance), "approve", opinion="同意")
    task = clerk.open_task(instance)

    with_cookie = quiet.browse("it_clerk")
    page = with_cookie.get(f"/tasks/{task}").text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    saved = with_cookie.post(
        f"/tasks/{task}/input",
        data={"csrf_token": token, "version": "1", "/newPassword": TYPED, "opinion": "写了一半"},
    )

    assert saved.status_code < 400, saved.text
    stored = everything(quiet)
    assert "写了一半" in stored
    assert all(form not in stored for form in forms(TYPED))
    assert TYPED not in with_cookie.get(f"/tasks/{task}").text
