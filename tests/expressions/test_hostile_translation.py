"""Foreign texts that would hurt a parser are translated or refused at once, in every language."""

import time

import pytest

from expressions.translation import Untranslatable, translate

DEEP = (
    "(" * 9_000 + "a" + ")" * 9_000,
    "[" * 9_000,
    "!" * 19_000 + "a",
    "-" * 19_000 + "1",
    "not(" * 4_000 + "a" + ")" * 4_000,
    "a." * 9_000 + "b",
    "a[" * 6_000,
    "a ? b : " * 4_000 + "c",
    "a" + " + a" * 4_000,
    "a" + " and a" * 3_000,
    "{a: " * 4_000,
    "for a in " * 2_000,
    "if a then " * 2_000,
    "x => " * 3_000 + "1",
    "function f(){" * 2_000,
    "'" + "\\u" * 5_000 + "'",
    '"' + "${" * 5_000 + '"',
    "/" * 19_000,
    "a" * 100_000,
    "\x00",
    "\ud800",
    "while (true) {}",
    "['touch', 'x'].execute()",
    "eval('1')",
    "require('child_process').exec('x')",
    "''.getClass().forName('java.lang.Runtime').getRuntime().exec('x')",
    "this.constructor.constructor('return process')()",
    "document('file:///etc/passwd')",
)


def answer(text: str, language: str, kind: str) -> str:
    """Give the translation, or why there is none."""
    try:
        return translate(text, language, kind=kind).source
    except Untranslatable as problem:
        return problem.code


@pytest.mark.parametrize("language", ["juel", "feel", "javascript", "groovy", "xpath"])
@pytest.mark.parametrize("kind", ["expression", "condition", "script"])
def test_every_text_is_answered_at_once(language, kind):
    wrap = {"juel": "${{{}}}", "feel": "= {}"}.get(language, "{}")
    for text in DEEP:
        # The processor's time, not the clock's: a busy machine is not a slow translation.
        began = time.process_time()
        assert answer(wrap.format(text), language, kind)
        assert time.process_time() - began < 1, text[:40]
