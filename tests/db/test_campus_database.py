"""The campus that tests share stays as it was filled, whatever they write in it."""

import pytest
from flask import Flask
from psycopg.errors import ReadOnlySqlTransaction
from sqlalchemy import Engine, text
from sqlalchemy.exc import InternalError

from db import transaction
from tests.conftest import rolled_back

RENAMED = text("UPDATE unit SET name = 'x'")
NAMES = text("SELECT count(DISTINCT name) FROM unit")


def test_what_is_written_is_gone_afterwards(app: Flask, campus: Engine) -> None:
    with rolled_back(campus) as link:
        before = link.execute(NAMES).scalar_one()
        assert before > 1
        with transaction() as uow:
            uow.execute(RENAMED)
        assert link.execute(NAMES).scalar_one() == 1
    with rolled_back(campus) as link:
        assert link.execute(NAMES).scalar_one() == before


def test_who_would_keep_what_he_writes_is_refused(app: Flask, campus: Engine) -> None:
    with campus.begin() as connection, pytest.raises(InternalError) as refused:
        connection.execute(RENAMED)
    assert isinstance(refused.value.orig, ReadOnlySqlTransaction)
