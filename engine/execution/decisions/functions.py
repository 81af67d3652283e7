"""The functions of FEEL that we run, and the helpers that stand in front of a translated source.

Helpers are lambdas in our own language, so that they run where the expression runs; they know each other
by their defaults alone, so that any scope will do. Two values are ordered if both are numbers or both are
texts, dates being their ISO text; booleans are no numbers.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

PREFIX: Final = "_dmn_"
"""Names of ours in a translated source; nobody else's may begin like this."""


@dataclass(frozen=True, slots=True)
class Function:
    """Where a FEEL function is found, and how many arguments it takes; None for any number."""

    helper: str
    arity: int | None


FUNCTIONS: Final = {
    "string length": Function("length", 1),
    "upper case": Function("upper", 1),
    "lower case": Function("lower", 1),
    "contains": Function("contains", 2),
    "starts with": Function("starts", 2),
    "ends with": Function("ends", 2),
    "count": Function("count", 1),
    "sum": Function("sum", None),
    "min": Function("min", None),
    "max": Function("max", None),
    "floor": Function("floor", 1),
    "ceiling": Function("ceiling", 1),
    "abs": Function("abs", 1),
    "date": Function("date", 1),
}

# fmt: off
NOT_RUN: Final = frozenset(
    {
        "after", "append", "before", "coincides", "concatenate", "context", "decimal", "duration", "during",
        "even", "exp", "finishes", "flatten", "includes", "log", "matches", "mean", "median", "meets", "mode",
        "modulo", "number", "odd", "overlaps", "product", "remove", "replace", "reverse", "sort", "split",
        "sqrt", "starts", "stddev", "string", "sublist", "substring", "time", "union",
    }
)
"""Functions of FEEL by one word that we do not run; any other name is called as our own language would."""
# fmt: on

_NUMBER: Final = "isinstance({0}, (int, float)) and not isinstance({0}, bool)"
_DAY_LIKE: Final = "isinstance(v, str) and len(v) >= 10 and v[4] == '-' and v[7] == '-'"
_ITEM_WISE: Final = "lambda v: ({0}(v) if v else None) if isinstance(v, list) else v"
_TWO_TEXTS: Final = "lambda v, w: isinstance(v, str) and isinstance(w, str) and {}"
_BASE: Final = {
    "iso": "lambda v: v if v is None or isinstance(v, (bool, int, float, str, list, dict))"
    " else str(v).replace(' ', 'T')",
    "same": "lambda f, a, b: len(a) == len(b) and all(f(f, x, y) for x, y in zip(a, b))"
    " if isinstance(a, list) and isinstance(b, list)"
    " else a == b and isinstance(a, bool) == isinstance(b, bool)",
}
_ON_BASE: Final = {
    "eq": "lambda a, b, i=_dmn_iso, f=_dmn_same: f(f, i(a), i(b))",
    "fits": "lambda a, b, i=_dmn_iso, f=_dmn_same: f(f, i(a), i(b))"
    " or isinstance(b, list) and any(f(f, i(a), i(x)) for x in b)",
    "order": "lambda a, b, i=_dmn_iso: (lambda a, b: (1 if a > b else -1 if a < b else 0)"
    " if isinstance(a, str) and isinstance(b, str)"
    f" or {_NUMBER.format('a')} and {_NUMBER.format('b')} else None)(i(a), i(b))",
    "day": f"lambda v, i=_dmn_iso: (lambda v: v if {_DAY_LIKE} and len(v) == 10 else None)(i(v))",
    "date": f"lambda v, i=_dmn_iso: (lambda v: v[:10] if {_DAY_LIKE} else None)(i(v))",
}
_ALONE: Final = {
    "length": "lambda v: len(v) if isinstance(v, str) else None",
    "upper": "lambda v: v.upper() if isinstance(v, str) else None",
    "lower": "lambda v: v.lower() if isinstance(v, str) else None",
    "contains": _TWO_TEXTS.format("w in v"),
    "starts": _TWO_TEXTS.format("v.startswith(w)"),
    "ends": _TWO_TEXTS.format("v.endswith(w)"),
    "count": "lambda v: len(v) if isinstance(v, list) else 0 if v is None else 1",
    "sum": _ITEM_WISE.format("sum"),
    "min": _ITEM_WISE.format("min"),
    "max": _ITEM_WISE.format("max"),
    "floor": "lambda v: None if v is None else int(v // 1)",
    "ceiling": "lambda v: None if v is None else int(-(-v // 1))",
    "abs": "lambda v: None if v is None else abs(v)",
}


def with_helpers(body: str, helpers: Iterable[str]) -> str:
    """Put the named helpers in front of an expression; one that needs none stays as it is."""
    used = frozenset(helpers)
    if not used:
        return body
    base = _BASE if used & _ON_BASE.keys() else {}
    wanted = base | {name: source for name, source in (_ON_BASE | _ALONE).items() if name in used}
    return f"({', '.join(bound(name, source) for name, source in wanted.items())}, {body})[-1]"


def bound(name: str, source: str) -> str:
    """Source that gives a value one of our names, for what stands behind it.

    Not a lambda around it: in some interpreters its body would not see the variables at hand.
    """
    return f"({PREFIX}{name} := {source})"


LONGEST_HELPERS: Final = len(with_helpers("", [*_ON_BASE, *_ALONE]))
"""Characters that helpers take up at most."""
