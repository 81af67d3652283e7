"""Real diagrams: what share of their expressions is parsed and translated, and what is refused, and why."""

from collections import Counter

import pytest

from expressions.translation import Untranslatable, translate, translate_unary
from tests.expressions.corpus import CORPUS, Found, found

FOLDERS = ("camunda-7-examples", "flowable-examples", "zeebe-flavoured", "miwg", "bpmnlint", "betsy")
#: Not expressions of data: beans of Java, bare words, and a call that only sets a variable.
BEYOND = {"call", "label", "assignment"}

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no corpus at {CORPUS} (set CORPUS_DIR)")


def outcome(one: Found) -> str:
    refused = refusal(one)
    if refused is None:
        return "translated"
    assert 1 <= refused.line <= one.text.count("\n") + 1
    assert refused.code in {*BEYOND, "context", "syntax"}, one
    return refused.code


def refusal(one: Found) -> Untranslatable | None:
    try:
        if one.unary:
            translate_unary(one.text, one.language, "subject")
        else:
            translate(one.text, one.language, kind=one.kind)
    except Untranslatable as refused:
        return refused
    return None


def test_real_expressions_are_translated() -> None:
    counts: dict[str, Counter[str]] = {}
    for one in found(FOLDERS):
        counts.setdefault("script" if one.kind == "script" else one.language, Counter())[outcome(one)] += 1
    share = {
        language: count["translated"] / sum(n for code, n in count.items() if code not in BEYOND)
        for language, count in counts.items()
    }
    assert share["juel"] >= 0.98, counts
    assert share["xpath"] == 1, counts
    assert counts["script"]["translated"] >= 2, counts
    # Two files are there to be wrong: service-task-invalid-input and -output.
    assert counts["feel"] == {"translated": counts["feel"].total() - 2, "syntax": 2}


def test_the_corpus_has_expressions_of_every_kind() -> None:
    kinds = Counter((one.language, one.kind) for one in found(FOLDERS))
    assert kinds["juel", "condition"] > 50
    assert kinds["juel", "text"] > 50
    assert kinds["feel", "text"] > 100
    assert kinds["xpath", "condition"] > 5
