"""What every translation holds to: bounded time and depth, our own language, a library that runs."""

import ast
import contextlib
import sys
import time
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from expressions.names import BUILTINS, names_of
from expressions.prelude import library_names, prelude
from expressions.sandbox import Sandbox
from expressions.syntax import parse
from expressions.translation import Kind, Language, Untranslatable, translate, translate_unary

LANGUAGES: tuple[Language, ...] = get_args(Language)
KINDS: tuple[Kind, ...] = get_args(Kind)
LONG = 20_000


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    box = Sandbox(workers=1)
    yield box
    box.close()


def attempt(text: str, language: Language, kind: Kind) -> float:
    """Seconds of work of one attempt; the code must be one that we know."""
    began = time.process_time()
    source = translated(text, language, kind)
    seconds = time.process_time() - began
    if isinstance(source, Untranslatable):
        assert source.line >= 1
        assert source.column >= 1
        assert len(source.text) <= 200
    else:
        names_of(source)
        assert kind == "script" or isinstance(parse(source).body[0], ast.Expr)
    return seconds


def translated(text: str, language: Language, kind: Kind) -> str | Untranslatable:
    try:
        return translate(text, language, kind=kind).source
    except Untranslatable as refused:
        return refused


def fill(piece: str, front: str = "", back: str = "") -> str:
    return front + piece * ((LONG - len(front) - len(back)) // len(piece)) + back


_HOSTILE: list[tuple[str, ...]] = [
    ("(",), ("[",), ("{",), ("!",), ("-",), ("not ",), ("a.",), ("a+", "", "a"), ("1+", "", "1"),
    ("a-", "", "a"), ("a and ", "", "a"), ("a || ", "", "a"), ("a?",), ("a?b:", "", "c"), ("a[0]", "a"),
    ("a(",), ('"',), ("'",), ('\\"', '"'), ("\\'", "'"), ("/*",), ("/* *",), ("//",), ("`${",), ('"${',),
    ("${",), ("#{'", "${"), ("${a}",), ("${'\\'", "${"), ("if a then ",), ("if(a)",), ("if(a){",),
    ("else ", "if(a) x=1 "), ("for x in ",), ("some x in y satisfies ",), ("x in (",), ("1..", "["),
    ("a b ",),
    ("x=1;",), ("x=1\n",), ("{a:",), ("a,", "[", "a]"), ('@"P1D"+', "", "1"), ("not(",),
    ("a == 'x' or ", "", "b"), ("x",), ("9",), ("中",), ("$",), (" ",), ("\n",), ("a/",), ("a[b>1]", "a"),
    ("function(x) ",), ("'''",), ("'''\\",), ("(a+b",), ("a?.", "", "b"), ("a ?: ", "", "b"), ("\0",),
    ("a==",), ("[a:",), ("var x = ", "", "1"), ("execution.getVariable('",), ("(lambda",),
    ("((a+b)+c)+", "", "1"), ("long_name_of_a_field + ", "", "1"),
    ("abcdefgh.ijkl = 'mnopqr' and ", "", "b"),
]  # fmt: skip
HOSTILE = [fill(*parts) for parts in _HOSTILE]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:12])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_hostile_text_is_answered_at_once(language: Language, text: str) -> None:
    assert len(text) <= LONG
    for kind in KINDS:
        marked = f"${{{text[: LONG - 3]}}}" if language == "juel" and "${" not in text else text
        assert min(attempt(marked, language, kind), attempt(marked + " ", language, kind)) < 0.2
    if language == "feel":
        began = time.process_time()
        with contextlib.suppress(Untranslatable):
            translate_unary(text, "feel", "x")
        assert time.process_time() - began < 1


def test_a_text_is_read_from_a_deep_stack_too() -> None:
    def deep(left: int) -> str:
        return deep(left - 1) if left else translate("(" * 40 + "b" + ")" * 40, "javascript").source

    assert deep(sys.getrecursionlimit() // 3) == "b"


@pytest.mark.parametrize(
    "text", ["(" * 40 + "a" + ")" * 40, "+".join("a" * 500), " and ".join(["a = 1"] * 200)]
)
def test_what_people_write_is_not_too_deep(text: str) -> None:
    translate(text, "feel")


_WORDS = (
    "a b1 if then else for in return some satisfies and or not empty 1 2.5 null true ${ } 'x' execution "
    ".getVariable('x') .equals( between .. => date( é 通过"
)
_pieces = st.sampled_from(
    [*"()[]{}?:.,;'\"`$#@!<>=+-*/%&|\\\n ", *_WORDS.split(), "var ", "def ", "instance of"]
)


@settings(max_examples=400, deadline=None)
@given(
    text=st.lists(_pieces, max_size=25).map("".join) | st.text(max_size=40),
    language=st.sampled_from(LANGUAGES),
    kind=st.sampled_from(KINDS),
)
def test_any_text_is_translated_or_refused(text: str, language: Language, kind: Kind) -> None:
    attempt(text, language, kind)


@pytest.mark.parametrize("name", sorted(library_names()))
def test_the_sandbox_knows_every_name_of_the_library(name: str, sandbox: Sandbox) -> None:
    assert name in BUILTINS
    assert sandbox.execute(f"{name}\nx = 1", {}) == {"x": 1}


def test_only_what_is_called_stands_in_front() -> None:
    assert prelude({"amount", "len"}) == ""
    assert "def juel_less" in prelude({"juel_less"})
    assert "def juel_number" in prelude({"juel_less"})  # called by what it calls
    assert "def feel_" not in prelude({"juel_less"})
    assert '"""' not in prelude(library_names())


def test_a_mistake_is_told_with_the_line_of_the_script(sandbox: Sandbox) -> None:
    source = translate("x = 1\ny = x + null.a.b\nz = nothere * 2", "javascript", kind="script").source
    with pytest.raises(Exception, match="line 3"):
        sandbox.execute(source, {})


@pytest.mark.parametrize("data", [{"juel_less": 1}, {"feel_add": None}])
def test_data_of_such_a_name_changes_nothing(data: dict[str, Any], sandbox: Sandbox) -> None:
    assert sandbox.evaluate("juel_less(1, feel_add(1, 1))", data) is True


@pytest.mark.parametrize("language", ["javascript", "groovy", "xpath"])
def test_a_text_of_such_a_language_is_a_text(language: Language) -> None:
    assert translate("a + 1", language, kind="text").source == "'a + 1'"


@pytest.mark.parametrize("language", ["feel", "xpath"])
def test_a_language_without_scripts_has_none(language: Language) -> None:
    with pytest.raises(Untranslatable) as caught:
        translate("a", language, kind="script")
    assert caught.value.code == "statement"


def test_tests_of_a_cell_are_feel_alone() -> None:
    with pytest.raises(Untranslatable):
        translate_unary("> 5", "juel", "x")
    assert (
        translate_unary('"a", "b"', "feel", "order.kind").source == "order.kind == 'a' or order.kind == 'b'"
    )


def test_a_place_is_counted_in_lines_and_columns() -> None:
    with pytest.raises(Untranslatable) as caught:
        translate("x = 1;\n\n  y = foo(2);", "javascript", kind="script")
    assert (caught.value.line, caught.value.column, caught.value.text) == (3, 7, "foo")
