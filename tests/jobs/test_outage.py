"""An outage of the database is told once, ever more rarely, and once that it is over."""

import logging
from itertools import pairwise

import psycopg
import pytest
from sqlalchemy.exc import OperationalError

from jobs.outage import LONGEST_S, Outage

SECRET = "UPDATE person SET phone = '13800000000'"


def test_it_is_said_once_then_ever_more_rarely_and_then_that_it_is_over(
    caplog: pytest.LogCaptureFixture,
) -> None:
    now = 0.0
    outage = Outage(lambda: now)
    outage.over()
    said: list[float] = []
    with caplog.at_level(logging.WARNING):
        while now < 24 * 3600:
            before = len(caplog.records)
            outage.met(psycopg.OperationalError("connection refused\nat all"))
            if len(caplog.records) > before:
                said.append(now)
            now += 1
        pauses = [later - sooner for sooner, later in pairwise(said)]
        assert said[0] == 0
        assert pauses[:3] == [30, 60, 120]
        assert pauses == sorted(pauses)
        assert pauses[-1] == LONGEST_S
        caplog.clear()
        outage.over()
        outage.over()
        assert [record.getMessage() for record in caplog.records] == ["the database is back after 86400 s"]
        outage.met(psycopg.OperationalError("connection refused"))
        assert len(caplog.records) == 2


def test_no_statement_is_said_and_nothing_but_the_first_line(caplog: pytest.LogCaptureFixture) -> None:
    problem = psycopg.OperationalError("server closed the connection\nKey (phone)=(13800000000)")
    with caplog.at_level(logging.WARNING):
        Outage().met(OperationalError(SECRET, {"phone": "13800000000"}, problem))
    assert "server closed the connection" in caplog.text
    assert "1380" not in caplog.text
    assert "UPDATE" not in caplog.text
