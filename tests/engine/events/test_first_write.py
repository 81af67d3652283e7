"""Two matters that write a data store for the first time at once wait for each other."""

import threading
from datetime import UTC, datetime

import pytest
from flask import Flask

from db import transaction
from engine.store.data_stores import DataStores

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.mark.slow
def test_the_second_sees_what_the_first_has_written(committed: Flask) -> None:
    held, done = threading.Event(), threading.Event()
    seen: list[int] = []

    def count(first: bool) -> None:
        with committed.app_context(), transaction() as uow:
            stores = DataStores(uow, "some-service")
            before = stores.get("count", 0)
            seen.append(before)
            if first:
                held.set()
                assert not done.wait(0.5), "the second did not wait"
            stores["count"] = before + 1
            stores.save(NOW)
        if not first:
            done.set()

    threads = [threading.Thread(target=count, args=(True,))]
    threads[0].start()
    assert held.wait(10)
    threads.append(threading.Thread(target=count, args=(False,)))
    threads[1].start()
    for thread in threads:
        thread.join(10)
    assert seen == [0, 1]
    with transaction() as uow:
        assert DataStores(uow, "some-service")["count"] == 2
