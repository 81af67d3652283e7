"""A worker's signs of life come and go with it."""

import asyncio
from datetime import timedelta

import pytest
from flask import Flask

from db import reading
from jobs import clock
from jobs.signs import give_signs, myself
from web.current import now
from web.watching import signs


def seen(app: Flask) -> list[signs.Worker]:
    with app.app_context(), reading() as link:
        return signs.workers(link, now())


def test_a_worker_says_when_its_clock_last_ticked_and_leaves_no_sign_when_it_ends(
    committed: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "last_tick", None)
    who = myself()

    async def live() -> list[list[signs.Worker]]:
        task = asyncio.create_task(give_signs(committed, who))
        await asyncio.sleep(0.3)
        before = seen(committed)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return [before, seen(committed)]

    before, after = asyncio.run(live())
    assert [(one.pid, one.host, one.alive, one.ticks) for one in before] == [(who.pid, who.host, True, False)]
    assert after == []

    clock.tick(committed)
    signs.say(who, clock.last_tick, now())
    assert [one.ticks for one in seen(committed)] == [True]


def test_a_worker_that_fell_silent_is_told_apart_and_forgotten_after_a_day(committed: Flask) -> None:
    moment, silent, gone = now(), myself(), myself()
    signs.say(silent, moment - timedelta(minutes=2), moment - timedelta(minutes=2))
    signs.say(gone, moment, moment - timedelta(days=2))

    assert [(one.pid, one.alive) for one in seen(committed)] == [(silent.pid, False)]
    signs.take_back(myself(), moment)
    with reading() as link:
        assert len(link.execute(signs._ALL).all()) == 1
