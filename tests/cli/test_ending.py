"""A signal to end is never lost, and nobody outlives the parent he was to die with."""

import signal
import subprocess
import sys

from tests.live_server import ROOT

SWALLOWED = """
import os, signal, weakref
from cli import ending

class Finished: pass
ending.listen()
assert not ending.asked()
finished = Finished()
weakref.finalize(finished, lambda: None)
reference = weakref.ref(finished, lambda _: os.kill(os.getpid(), signal.SIGINT))
del finished
print("still here")
try:
    ending.check()
except ending.Ended:
    print("ended")
"""

LATER = """
import os, signal
from cli import ending

ending.listen()
try:
    with ending.later():
        os.kill(os.getpid(), signal.SIGTERM)
        print("whole")
    ending.check()
except ending.Ended:
    print("ended")
"""

ORPHAN = """
import os
from db.embedded.children import die_with_parent

die_with_parent(parent=os.getppid())()
print("alive", flush=True)
die_with_parent(parent=1 if os.getppid() != 1 else 2)()
print("outlived")
"""


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)


def test_an_exception_that_python_swallows_is_raised_at_the_next_check() -> None:
    told = run(SWALLOWED)
    assert (told.stdout, told.stderr) == ("still here\nended\n", "")


def test_a_signal_waits_until_what_is_begun_is_whole() -> None:
    assert run(LATER).stdout == "whole\nended\n"


def test_a_process_whose_parent_is_gone_already_dies_at_once() -> None:
    told = run(ORPHAN)
    assert (told.stdout, told.returncode) == ("alive\n", -signal.SIGKILL)
