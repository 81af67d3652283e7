"""Texts of a decision file to pieces of source in our own language."""

from collections.abc import Callable

from engine.execution.decisions.conditions import Subject, any_of
from engine.execution.decisions.feel_errors import NotFeel, Refused
from engine.execution.decisions.grammar import Parser
from engine.execution.decisions.nodes import Literal
from engine.execution.decisions.operands import Vocabulary
from engine.execution.decisions.own import own_cell, own_expression
from engine.execution.decisions.pieces import ANY, NOTHING, Piece
from engine.execution.decisions.writing import Writer

FEEL, OWN, EITHER = "feel", "own", "either"
"""What an expression may be written in: FEEL, our language, or FEEL and, if it is none, our language."""


def expression(text: str, language: str, vocabulary: Vocabulary) -> Piece:
    """Translate an expression; an empty one is null.

    Raises
    ------
    NotTaken
    """
    if not text.strip():
        return NOTHING
    if language == OWN:
        return own_expression(text, strict=True)
    try:
        writer = Writer()
        return _piece(writer.write(Parser(text, vocabulary).whole_expression()), writer)
    except NotFeel as exc:
        if language == FEEL:
            raise
        return _unless_refused(lambda: own_expression(text), exc)


def cell(text: str, language: str, vocabulary: Vocabulary, column: Subject) -> Piece:
    """Translate the tests of a cell over the value of its column.

    The signs of a cell are FEEL's in every language. A cell that is no FEEL may be an expression of our
    language, or several with commas between them.

    Raises
    ------
    NotTaken
    """
    writer = Writer(column)
    try:
        tests = Parser(text, vocabulary).whole_tests()
        return _piece(any_of(tests, column, writer), writer) if tests else Piece(ANY)
    except NotFeel as exc:
        if language == FEEL:
            raise
        return _unless_refused(lambda: own_cell(text, column, strict=language == OWN), exc)


def constants(text: str) -> list[object]:
    """Values of a list of constants, days as ISO text.

    Raises
    ------
    NotTaken
    """
    found = Parser(text, {}).whole_tests()
    if not all(isinstance(test, Literal) for test in found):
        raise Refused("expected constants with commas between them")
    return [test.value for test in found if isinstance(test, Literal)]


def _piece(source: str, writer: Writer) -> Piece:
    return Piece(source, frozenset(writer.reads), frozenset(writer.helpers))


def _unless_refused(read: Callable[[], Piece], reason: NotFeel) -> Piece:
    """Try our own language; where the text is none of it, FEEL's reason is the one to tell."""
    try:
        return read()
    except NotFeel:
        raise reason from None
