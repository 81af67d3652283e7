"""Methods of Java values, as JUEL and Groovy call them: on texts, lists, maps and numbers."""

import ast
from collections.abc import Callable
from typing import Final

from expressions.translation import python

#: What is called on, then the arguments.
Said = Callable[..., ast.expr]


def _ours(word: str) -> Said:
    return lambda value, *arguments: python.method(value, word, *arguments)


def _library(word: str) -> Said:
    return lambda value, *arguments: python.call(word, value, *arguments)


def _length(value: ast.expr) -> ast.expr:
    return python.call("len", value)


def _empty(value: ast.expr) -> ast.expr:
    return python.compare(_length(value), ast.Eq(), python.constant(0))


def _alike(value: ast.expr, other: ast.expr) -> ast.expr:
    """Texts are compared plainly: a text is equal to no other kind here either."""
    if any(isinstance(side, ast.Constant) and isinstance(side.value, str) for side in (value, other)):
        return python.compare(value, ast.Eq(), other)
    return python.call("juel_alike", value, other)


def _contains(value: ast.expr, part: ast.expr) -> ast.expr:
    if isinstance(part, ast.Constant) and isinstance(part.value, str):
        return python.compare(part, ast.In(), value)
    return python.call("juel_has", value, part)


def _has_key(value: ast.expr, key: ast.expr) -> ast.expr:
    return python.compare(key, ast.In(), value)


JAVA_METHODS: Final[dict[tuple[str, int], Said]] = {
    ("equals", 1): _alike,
    ("equalsIgnoreCase", 1): _library("juel_alike_but_case"),
    ("contains", 1): _contains,
    ("containsKey", 1): _has_key,
    ("size", 0): _length,
    ("length", 0): _length,
    ("isEmpty", 0): _empty,
    ("startsWith", 1): _ours("startswith"),
    ("endsWith", 1): _ours("endswith"),
    ("toLowerCase", 0): _ours("lower"),
    ("toUpperCase", 0): _ours("upper"),
    ("trim", 0): _ours("strip"),
    ("concat", 1): lambda value, other: ast.BinOp(value, ast.Add(), other),
    ("indexOf", 1): _library("juel_find"),
    ("charAt", 1): _library("juel_at"),
    ("get", 1): lambda value, index: python.call("juel_item", value, index),
    ("substring", 1): _library("juel_cut"),
    ("substring", 2): _library("juel_cut"),
    ("replace", 2): _ours("replace"),
    ("toString", 0): _library("juel_string"),
    ("intValue", 0): _library("juel_whole"),
    ("longValue", 0): _library("juel_whole"),
    ("doubleValue", 0): lambda value: python.call("float", value),
    ("booleanValue", 0): lambda value: value,
}
