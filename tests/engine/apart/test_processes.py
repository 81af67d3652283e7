"""Work on uploads is done by processes of its own, which the kernel ends at their limits."""

import os
import pickle
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from bench.diagrams import chain, definitions
from bpmn_models.errors import BrokenBundle
from engine.apart.here import Here
from engine.apart.parcels import pack, unpack
from engine.apart.processes import Processes
from engine.apart.turns import Turns
from engine.apart.work import (
    MAX_TOLD,
    Known,
    in_utf8,
    look,
    look_closely,
    make_ready,
    mend,
    open_zip,
    take_upload,
)
from engine.design_errors import Busy, TookTooLong, TookTooMuch, UnreadableUpload
from engine.errors import Undeployable
from engine.runtime import utc_now
from expressions.coming_last import NICENESS

NOTHING = Known(frozenset(), frozenset())
MIB = 1024 * 1024


@pytest.fixture(scope="module")
def apart() -> Iterator[Processes]:
    made = Processes()
    yield made
    made.close()


@pytest.fixture
def make_apart() -> Iterator[Callable[..., Processes]]:
    made: list[Processes] = []

    def make(**limits: float) -> Processes:
        made.append(Processes(**limits))
        return made[-1]

    yield make
    for one in made:
        one.close()


def children_of(mother: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{mother}/task/{mother}/children").read_text().split()]


def stopped(pool: ThreadPoolExecutor, apart: Processes, *asked: object) -> tuple[Future[object], int]:
    """Have work done, and stop its process in the midst of it."""
    assert apart.run(1, in_utf8, chain(1))
    mother = apart._mother.pid
    until(lambda: not children_of(mother))
    job = pool.submit(apart.run, 1, *asked)
    until(lambda: children_of(mother))
    (child,) = children_of(mother)
    os.kill(child, signal.SIGSTOP)
    return job, child


def until(holds: Callable[[], object]) -> None:
    latest = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < latest
        time.sleep(0.001)


def test_work_apart_says_what_work_here_says(apart: Processes) -> None:
    asked = ({"a.bpmn": chain(12)}, None, "", "", NOTHING)
    bundle, verdict, notes = apart.run(1, take_upload, *asked)
    here, told, noted = Here().run(1, take_upload, *asked)
    assert (bundle, verdict, notes) == (here, told, noted)
    assert apart.run(1, look, bundle, NOTHING).findings == look(bundle, NOTHING).findings != ()
    mended = apart.run(1, mend, bundle, None, NOTHING)
    assert mended is not None
    assert mended[2] == mend(bundle, None, NOTHING)[2]
    assert apart.run(1, look, mended[0], NOTHING).verdict == "runnable"


def test_what_work_raises_is_raised_where_it_was_asked_for(apart: Processes) -> None:
    with pytest.raises(UnreadableUpload) as refused:
        apart.run(1, take_upload, {"a.bpmn": b"<!DOCTYPE a><a/>"}, None, "", "", NOTHING)
    assert [one.rule for one in refused.value.findings] == ["readable"]
    with pytest.raises(BrokenBundle) as broken:
        apart.run(1, open_zip, b"PK\x03\x04")
    assert broken.value.code == "not_a_zip"


def test_what_only_the_engine_finds_is_refused_in_words(apart: Processes) -> None:
    inner = '<startEvent id="{0}s"/>{1}<sequenceFlow id="{0}f" sourceRef="{0}s" targetRef="{2}"/>'
    body, target = '<endEvent id="x"/>', "x"
    for level in range(150):
        within = inner.format(f"n{level}", body, target)
        body, target = f'<subProcess id="c{level}">{within}</subProcess>', f"c{level}"
    deep = definitions(inner.format("p", body, target))
    bundle, verdict, _ = apart.run(1, take_upload, {"a.bpmn": deep}, None, "", "", NOTHING)
    assert verdict == "runnable"
    with pytest.raises(Undeployable) as refused:
        apart.run(1, make_ready, bundle, NOTHING, utc_now())
    (found,) = refused.value.findings
    assert (found.rule, found.element) == ("beyond-engine", "P")
    assert "151" in found.message["en"] or "150" in found.message["en"]


def test_of_very_many_findings_the_worst_are_told(apart: Processes) -> None:
    bundle, _, _ = take_upload({"a.bpmn": chain(800)}, None, "", "", NOTHING)
    all_of_them = look(bundle, NOTHING).findings
    found = apart.run(1, look_closely, bundle, None, NOTHING).report.findings
    assert len(found) == MAX_TOLD + 1
    assert found[-1].message["en"].startswith(f"{len(all_of_them) - MAX_TOLD} more findings")


def test_work_is_ended_at_its_limit_of_time_and_the_next_is_done(make_apart) -> None:
    apart, asked = make_apart(seconds=1.0), taken(8000)
    assert apart.run(1, in_utf8, chain(1))  # so that the mother process is there
    began = time.monotonic()
    with pytest.raises(TookTooLong) as ended:
        apart.run(1, mend, *asked)
    assert ended.value.params == {"seconds": 1}
    assert time.monotonic() - began < 30, "far less than the work would take"
    assert apart.run(1, in_utf8, chain(1))


def test_waiting_for_a_processor_does_not_count(make_apart) -> None:
    with ThreadPoolExecutor() as pool:
        job, child = stopped(pool, make_apart(seconds=3.0), mend, *taken(800))
        time.sleep(3.3)
        os.kill(child, signal.SIGCONT)
        assert job.result() is not None


def test_what_sleeps_is_ended_by_the_clock(make_apart) -> None:
    apart = make_apart(seconds=0.5)
    with ThreadPoolExecutor() as pool:
        job, child = stopped(pool, apart, mend, *taken(800))
        with pytest.raises(TookTooLong):
            job.result()
        os.kill(child, signal.SIGCONT)  # its end waits for that
    assert apart.run(1, in_utf8, chain(1))


def test_work_is_ended_at_its_limit_of_memory_and_the_next_is_done(make_apart, monkeypatch) -> None:
    monkeypatch.setattr(Processes, "_why", lambda apart, spent: TookTooLong(seconds=0))  # it says it itself
    apart = make_apart(memory=400 * MIB)
    with pytest.raises(TookTooMuch):
        apart.run(1, take_upload, {"a.bpmn": chain(60_000)}, None, "", "", NOTHING)
    assert apart.run(1, in_utf8, chain(1))


def test_nobodys_time_runs_while_the_mother_process_starts(make_apart, monkeypatch) -> None:
    monkeypatch.setattr("engine.apart.processes._GRACE", 0.0)
    apart = make_apart(seconds=0.3)  # it takes longer to load everything
    assert apart.run(1, in_utf8, chain(1))


def test_a_mother_process_that_has_died_is_replaced(make_apart) -> None:
    apart = make_apart()
    assert apart.run(1, in_utf8, chain(1))
    apart._mother.kill()
    apart._mother.wait()
    assert apart.run(1, in_utf8, chain(1))


def test_the_processes_end_when_the_server_does(make_apart) -> None:
    apart = make_apart()
    apart.run(1, in_utf8, chain(1))
    mother, apart._mother = apart._mother, None
    apart.close()
    assert mother.wait(5) == 0


def test_they_know_no_secret_and_come_last(make_apart, monkeypatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:secret@h/d")
    apart = make_apart()
    apart.run(1, in_utf8, chain(1))
    process = Path(f"/proc/{apart._mother.pid}")
    assert b"secret" not in (process / "environ").read_bytes()
    assert os.getpriority(os.PRIO_PROCESS, apart._mother.pid) == NICENESS


@pytest.mark.parametrize("made", [os.system, eval, Path, threading.Thread])
def test_what_comes_back_is_made_of_our_own_classes_alone(made) -> None:
    class Evil:
        def __reduce__(self):
            return made, ("touch here",)

    with pytest.raises(pickle.UnpicklingError):
        unpack(pickle.dumps(("gave", Evil())))
    assert unpack(pack(("gave", {"a": [1]}))) == ("gave", {"a": [1]})


def test_one_person_has_one_turn_and_only_some_may_wait() -> None:
    turns = Turns(running=2, waiting=2, waiting_each=1, patience=0.2)
    with turns.taken(1), ThreadPoolExecutor() as pool:
        with turns.taken(2):
            waiting = [pool.submit(tried, turns, person) for person in (1, 1, 3, 4)]
            found = sorted(job.result() for job in waiting)
        assert tried(turns, 3) < 0.1  # a free turn is taken at once
        assert tried(turns, 1) >= 0.2  # his own is not free
    # One more of his, and whoever comes after two wait, are refused at once; the others after their patience.
    assert sum(spent < 0.1 for spent in found) == 2


def tried(turns: Turns, person: int) -> float:
    """Ask for a turn; give the seconds until it was there or refused."""
    began = time.monotonic()
    try:
        with turns.taken(person):
            pass
    except Busy:
        pass
    return time.monotonic() - began


def taken(tasks: int) -> tuple[object, None, Known]:
    bundle, _, _ = take_upload({"a.bpmn": chain(tasks)}, None, "", "", NOTHING)
    return bundle, None, NOTHING
