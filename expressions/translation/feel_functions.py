"""The functions of FEEL: where they stand in the library, and the names of their arguments."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Known:
    """A function of FEEL.

    Attributes
    ----------
    ours
        The function of the library.
    parameters
        As the standard calls them; one that ends in ``*`` takes any number.
    """

    ours: str
    parameters: tuple[str, ...]


def _known(ours: str, *parameters: str) -> Known:
    return Known(f"feel_{ours}", parameters)


_NUMBERS: Final = {
    "decimal": _known("decimal", "n", "scale"),
    "floor": _known("floor", "n", "scale"),
    "ceiling": _known("ceiling", "n", "scale"),
    "round up": _known("round_up", "n", "scale"),
    "round down": _known("round_down", "n", "scale"),
    "round half up": _known("round_half_up", "n", "scale"),
    "round half down": _known("round_half_down", "n", "scale"),
    "abs": _known("abs", "n"),
    "modulo": _known("modulo", "dividend", "divisor"),
    "sqrt": _known("sqrt", "number"),
    "log": _known("log", "number"),
    "exp": _known("exp", "number"),
    "odd": _known("odd", "number"),
    "even": _known("even", "number"),
    "number": _known("to_number", "from", "grouping separator", "decimal separator"),
}
_TEXTS: Final = {
    "string": _known("string", "from"),
    "substring": _known("substring", "string", "start position", "length"),
    "string length": _known("length", "string"),
    "upper case": _known("upper", "string"),
    "lower case": _known("lower", "string"),
    "substring before": _known("before_match", "string", "match"),
    "substring after": _known("after_match", "string", "match"),
    "contains": _known("contains", "string", "match"),
    "starts with": _known("starts", "string", "match"),
    "ends with": _known("ends", "string", "match"),
    "matches": _known("matches", "input", "pattern", "flags"),
    "replace": _known("replace", "input", "pattern", "replacement", "flags"),
    "split": _known("split", "string", "delimiter"),
    "extract": _known("extract", "string", "pattern"),
    "string join": _known("join", "list", "delimiter"),
    "trim": _known("trim", "string"),
    "is blank": _known("blank", "string"),
}
_LISTS: Final = {
    "list contains": _known("list_contains", "list", "element"),
    "count": _known("count", "list"),
    "min": _known("min", "list*"),
    "max": _known("max", "list*"),
    "sum": _known("sum", "list*"),
    "mean": _known("mean", "list*"),
    "median": _known("median", "list*"),
    "stddev": _known("stddev", "list*"),
    "mode": _known("mode", "list*"),
    "product": _known("product", "list*"),
    "all": _known("all", "list*"),
    "any": _known("any", "list*"),
    "and": _known("all", "list*"),
    "or": _known("any", "list*"),
    "sublist": _known("sublist", "list", "start position", "length"),
    "append": _known("append", "list", "item*"),
    "concatenate": _known("concatenate", "list*"),
    "insert before": _known("insert", "list", "position", "newItem"),
    "remove": _known("remove", "list", "position"),
    "reverse": _known("reverse", "list"),
    "index of": _known("index_of", "list", "match"),
    "union": _known("union", "list*"),
    "distinct values": _known("distinct", "list"),
    "duplicate values": _known("duplicates", "list"),
    "flatten": _known("flatten", "list"),
    "is empty": _known("is_empty", "list"),
    "sort": _known("sort", "list", "precedes"),
    "get value": _known("get_value", "m", "key"),
    "get entries": _known("get_entries", "m"),
    "context": _known("context", "entries*"),
    "context put": _known("context_put", "context", "keys", "value"),
    "context merge": _known("context_merge", "contexts*"),
}
_TIMES: Final = {
    "date": _known("date", "from", "month", "day"),
    "time": _known("time", "from", "minute", "second", "offset"),
    "date and time": _known("date_and_time", "from", "time"),
    "duration": _known("duration", "from"),
    "years and months duration": _known("months_between", "from", "to"),
    "day of week": _known("day_of_week", "date"),
    "day of year": _known("day_of_year", "date"),
    "month of year": _known("month_of_year", "date"),
    "week of year": _known("week_of_year", "date"),
    "cycle": _known("cycle", "repetitions", "interval"),
    "last day of month": _known("month_end", "date"),
}
#: Written by hand in `feel`: the last two look whether a variable is there at all.
_SPECIAL: Final = {
    "not": _known("not", "negand"),
    "is": _known("same", "value1", "value2"),
    "now": Known("now", ()),
    "today": Known("today", ()),
    "is defined": _known("defined", "value"),
    "get or else": _known("known", "value", "default"),
}

FUNCTIONS: Final = {**_NUMBERS, **_TEXTS, **_LISTS, **_TIMES, **_SPECIAL}

#: Functions whose values are moments or durations, which may not leave the sandbox as they are.
OF_MONTHS: Final = frozenset({"duration", "years and months duration"})
#: Functions whose values are truth values or nothing.
OF_TRUTH: Final = frozenset(
    {"not", "contains", "starts with", "ends with", "matches", "list contains", "all", "any", "odd", "even"}
    | {"is", "is defined", "is empty", "is blank"}
)
