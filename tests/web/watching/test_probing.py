"""A probe answers within its limit, whatever its checks do."""

import threading
import time

from web.watching.probing import Probe


def test_each_check_is_told_by_name_and_a_fault_by_its_class_only() -> None:
    def broken() -> str:
        raise OSError("host db.internal, password hunter2")

    found = Probe({"fine": lambda: "", "bad": lambda: "full", "broken": broken}).ask()

    assert {name: one.code for name, one in found.items()} == {"fine": "", "bad": "full", "broken": "OSError"}


def test_a_check_that_hangs_is_a_timeout_and_holds_one_thread_however_often_it_is_asked() -> None:
    release, started = threading.Event(), []

    def hangs() -> str:
        started.append(1)
        release.wait(10)
        return ""

    probe = Probe({"hangs": hangs, "fine": lambda: ""}, limit_s=0.05, fresh_s=0.0)
    begun = time.monotonic()
    answers = [probe.ask() for _ in range(4)]

    assert time.monotonic() - begun < 2
    assert all(found["hangs"].code == "timeout" for found in answers)
    assert answers[0]["fine"].code == ""
    assert len(started) == 1
    release.set()
    deadline = time.monotonic() + 5
    while probe.ask()["hangs"].code and time.monotonic() < deadline:
        time.sleep(0.01)
    assert probe.ask()["hangs"].code == ""


def test_a_fresh_finding_is_given_again_without_asking() -> None:
    asked: list[int] = []
    probe = Probe({"counted": lambda: asked.append(1) or ""}, fresh_s=60.0)  # type: ignore[func-returns-value]

    probe.ask()
    probe.ask()

    assert len(asked) == 1
