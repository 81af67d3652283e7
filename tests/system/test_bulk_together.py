"""An order for many matters under several workers that die: each matter once, whatever is killed when."""

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from tests.system.conftest import Hall, OpenHall
from tests.system.matters import at_the_mailers

MATTERS = 24
_DONE = "SELECT count(*) FROM bulk_item WHERE bulk_id = %s AND state <> 'waiting'"
_SUSPENSIONS = (
    "SELECT count(*), count(DISTINCT instance_id) FROM record_entry WHERE kind = 'reassign'"
    " AND instance_id = ANY(%s::uuid[])"
)


@pytest.fixture(scope="module")
def hall(open_hall: OpenHall) -> Hall:
    return open_hall("system_bulk_together")


def order(hall: Hall, instances: list[str], to: str) -> int:
    person = hall.sql("SELECT person_id FROM account WHERE subject = %s", to)[0][0]
    answer = hall.person("admin").post(
        "/bulk",
        {
            "action": "reassign",
            "params": {"to": person},
            "instances": instances,
            "reason": "统一改派。",
            "start": True,
        },
    )
    assert answer.status_code == 200, answer.text
    return int(answer.json()["id"])


def wait_for(hall: Hall, bulk: int, many: int, seconds: float = 90) -> None:
    until = time.monotonic() + seconds
    while hall.sql(_DONE, bulk)[0][0] < many:
        assert time.monotonic() < until, "nobody works on it"
        time.sleep(0.01)


def test_a_worker_that_is_killed_leaves_no_matter_undone_and_none_done_twice(
    hall: Hall, tmp_path: Path
) -> None:
    instances = [at_the_mailers(hall).instance for _ in range(MATTERS)]
    bulk = order(hall, instances, "it_deputy")
    with hall.worker(tmp_path / "first") as first:
        wait_for(hall, bulk, 3)
        os.kill(first.pid, signal.SIGKILL)
        first.wait(20)
    # The lost jobs are found by the clock; here their turn comes at once.
    hall.sql("UPDATE procrastinate_jobs SET status = 'todo' WHERE status = 'doing' RETURNING 1")
    hall.sql("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo' RETURNING 1")
    with hall.worker(tmp_path / "second"), hall.worker(tmp_path / "third"):
        wait_for(hall, bulk, MATTERS)
        for _ in range(300):
            found = hall.person("admin").get(f"/bulk/{bulk}").json()
            if found["state"] == "done":
                break
            time.sleep(0.1)
    assert (found["state"], found["counts"]) == ("done", {"done": MATTERS})
    assert hall.sql(_SUSPENSIONS, instances) == [(MATTERS, MATTERS)]


def test_of_two_administrators_with_the_same_preview_one_is_told_to_look_again(hall: Hall) -> None:
    matter = at_the_mailers(hall)
    admin = hall.person("admin")
    why = {"reason": "测试"}
    seen = admin.post(f"/instances/{matter.instance}/mend/suspend/preview", why).json()["fingerprint"]
    codes: list[int] = []
    ready = threading.Barrier(2)

    def act(action: str) -> None:
        person = hall.person("admin")
        ready.wait()
        answer = person.post(f"/instances/{matter.instance}/mend/{action}", {**why, "seen": seen})
        codes.append(answer.status_code)

    threads = [threading.Thread(target=act, args=(action,)) for action in ("suspend", "end")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == [200, 409]
    told = admin.post(f"/instances/{matter.instance}/mend/end", {**why, "seen": seen})
    assert (told.status_code, told.json()["code"]) == (409, "changed_meanwhile")
