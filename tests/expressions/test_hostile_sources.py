"""Sources that would do harm: `scripts.json` of the corpus, and twice as many of our own.

Each is refused with a code or gives plain data, within the sandbox's limits, and touches nothing outside.
"""

import contextlib
import json
import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from expressions.errors import ExpressionError, SyntaxProblem
from expressions.methods import in_our_words
from expressions.names import bound_names, names_of
from expressions.sandbox import WORKER_SECONDS, Sandbox

CORPUS = Path(os.environ.get("CORPUS_DIR") or Path(__file__).resolve().parents[3] / "shared" / "corpus")
SCRIPTS = CORPUS / "hostile" / "scripts.json"
SECONDS = WORKER_SECONDS + 5
CODES = {
    "syntax", "name", "type", "failed", "result", "limit_time", "limit_memory", "limit_depth", "limit_calls",
}  # fmt: skip

REACHING = (
    "import os\nos.system('touch {m}')",
    "import os\nos.popen('touch {m}').read()",
    "import os\nos.execv('/bin/touch', ['touch', '{m}'])",
    "import os\nos.mkdir('{m}')",
    "import subprocess\nsubprocess.run(['touch', '{m}'])",
    "from pathlib import Path\nPath('{m}').touch()",
    "import shutil\nshutil.copy('/etc/passwd', '{m}')",
    "open('{m}', 'w').write('x')",
    "import io\nio.open('{m}', 'w')",
    "import builtins\nbuiltins.open('{m}', 'w')",
    "import sys\nsys.modules['os'].system('touch {m}')",
    "import importlib\nimportlib.import_module('os').system('touch {m}')",
    "__import__('os').system('touch {m}')",
    "__builtins__['open']('{m}', 'w')",
    "eval(\"__import__('os').system('touch {m}')\")",
    "exec(\"open('{m}', 'w')\")",
    "().__class__.__mro__[1].__subclasses__()[0]",
    "helper.__globals__['os'].system('touch {m}')",
    "helper.__code__.co_consts",
    "helper.__self__.__class__",
    "getattr(helper, '__glo' + 'bals__')",
    "'{{0.__globals__}}'.format(helper)",
    "f'{{helper.__globals__}}'",
    "(x for x in [1]).gi_frame.f_back.f_globals",
    "type('X', (), {{'__del__': helper}})",
    "import ctypes\nctypes.CDLL(None)",
    "import pickle\npickle.loads(b'cos\\nsystem\\n')",
    "import socket\nsocket.create_connection(('127.0.0.1', 1))",
    "import urllib.request\nurllib.request.urlopen('file:///etc/passwd').read()",
    "import signal\nsignal.alarm(1)",
    "import threading\nthreading.Thread(target=helper).start()",
    "import gc\ngc.get_objects()",
    "breakpoint()",
    "input()",
    "globals()['x'] = 1\nlocals()",
    "class A:\n  def __reduce__(self): return (helper, ())\nx = A()",
    "@helper\ndef f(): pass",
    "import asyncio\nasyncio.run(helper())",
)
ENDLESS = (
    "while 1:\n  pass",
    "for i in iter(int, 1):\n  pass",
    "def f():\n  while True:\n    yield 1\nx = sum(f())",
    "x = []\nfor i in x + [1]:\n  x.append(i)\n  for j in range(10**9): pass",
    "x = sum(i for i in range(10**12))",
    "x = 9**9**9",
    "x = 'a'.ljust(10**11)",
    "x = ['a' * 10**6] * 10**6\ny = ''.join(x)",
    "x = [[0] * 10**4] * 10**4\ny = [list(r) for r in x]",
    "x = '%10000000000d' % 1",
    "x = (1,) * 10**10",
    "x = bytearray(10**11)",
    "x = set(range(10**9))",
    "x = sorted(range(10**9))",
    "x = 'a' * 10**6 in 'a' * 10**7 + 'b'",
    "x = str(2**200000)",
    "x = int('9' * 100000)",
    "x = pow(3, 10**9)",
    "import re\nx = re.sub('(.*)*x', '', 'a' * 30000)",
    "import re\nx = re.compile('(a{1,1000}){1,1000}')",
    "import json\nx = json.loads('[' * 100000)",
    "a = lambda f: f(f)\na(a)",
    "def f(n): return [f(n - 1), f(n - 1)] if n else 0\nx = f(60)",
    "x = 1\nfor i in range(10**6): x = x * 10**100",
    "try:\n  1/0\nexcept Exception:\n  while True: pass",
    "try:\n  while True: pass\nfinally:\n  while True: pass",
    "import time\ntime.sleep(10**9)",
    "import datetime\nx = datetime.timedelta(days=10**20)",
    "from decimal import Decimal\nx = Decimal(10) ** Decimal(10**9)",
    "while True:\n  print('x' * 10000)",
)
DEEP = (
    "x = " + "(" * 19_000 + "1" + ")" * 100,
    "x = " + "not " * 4_900 + "1",
    "x = " + "lambda: " * 2_000 + "1",
    "x = " + "[" * 90 + "]" * 90,
    "x = " + "{1: " * 2_000 + "1" + "}" * 2_000,
    "x = " + " + ".join(["1"] * 4_000),
    "x = " + "a.contains(" * 1_500 + "1" + ")" * 1_500,
    "x = " + "f(" * 3_000 + ")" * 3_000,
    "x = " + "a if b else " * 1_500 + "c",
    "if 1:\n" + "".join(f"{' ' * n}if 1:\n" for n in range(1, 150)) + " " * 150 + "x = 1",
    "x = '" + "\\N{DIGIT ONE}" * 1_000 + "'",
    "x\u202e = 1",
    "\ufeffx = 1",
    "x = '\ud800'",
    "x = 0x" + "f" * 19_000,
    "# coding: rot13\nx = 1",
)
OWN = [*REACHING, *ENDLESS, *DEEP]


def corpus() -> dict[str, str]:
    """The corpus's scripts; what is only told by its length is written out."""
    if not SCRIPTS.is_file():
        return {}
    found = json.loads(SCRIPTS.read_text("utf-8"))
    nested = "x=" + "(" * 20_000 + "1" + ")" * 20_000
    return {name: text if isinstance(text, str) else nested for name, text in found.items()}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    box = Sandbox(workers=4, wait=60.0)
    yield box
    box.close()


def outcome(sandbox: Sandbox, source: str) -> tuple[str, float]:
    """Give the code of a refusal, or ``plain``, and how long it took."""
    began = time.monotonic()
    try:
        json.dumps(sandbox.execute(source, {"helper": lambda: 1, "today": lambda: 1}), default=str)
    except ExpressionError as problem:
        return problem.code, time.monotonic() - began
    return "plain", time.monotonic() - began


def test_none_hangs_or_does_anything_outside(sandbox: Sandbox, tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    sources = [text.replace("{m}", str(marker)).replace("{{", "{").replace("}}", "}") for text in REACHING]
    sources += [*ENDLESS, *DEEP, *corpus().values()]
    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(lambda source: outcome(sandbox, source), sources))
    told = {source[:60]: answer for source, answer in zip(sources, answers, strict=True)}
    assert {code for code, _ in answers} <= CODES | {"plain"}
    assert {source: seconds for source, (_, seconds) in told.items() if seconds > SECONDS} == {}
    assert not marker.exists()
    assert sandbox.evaluate("1 + 1", {}) == 2


def test_what_reaches_outside_is_refused_and_not_only_without_effect(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    reaching = [text for text in REACHING if "{m}" in text]
    with ThreadPoolExecutor(2) as threads:
        marked = [text.replace("{m}", str(tmp_path / "m")) for text in reaching]
        codes = list(threads.map(lambda source: outcome(sandbox, source)[0], marked))
    assert "plain" not in codes


@pytest.mark.parametrize("number", range(len(DEEP)))
def test_names_are_read_of_anything_or_it_is_refused(number: int) -> None:
    for read in (names_of, bound_names, in_our_words):
        began = time.process_time()
        with contextlib.suppress(SyntaxProblem):
            read(DEEP[number])
        assert time.process_time() - began < 2


def test_there_are_twice_as_many_as_in_the_corpus() -> None:
    assert len(set(OWN)) == len(OWN)
    assert len(OWN) >= 2 * (len(corpus()) or 20)
