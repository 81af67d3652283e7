"""What the languages have in common, and where they differ: flags and tables of one parser."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

Language = Literal["juel", "feel", "javascript", "groovy", "xpath"]

#: Signs and words between two operands: how strongly they bind, and what the tree calls them.
Operators = Mapping[str, tuple[int, str]]


@dataclass(frozen=True)
class Dialect:
    """One language.

    Attributes
    ----------
    operators, prefixes
        Signs and words between operands and before one.
    constants
        Words that stand for a value.
    names
        What a name is, as a regular expression.
    signs
        All signs, the longer ones first where they begin alike.
    escapes
        Which letters after a backslash mean something; empty where a doubled quote stands for one.
    slashes
        Whether ``//`` and ``/* */`` begin comments.
    template
        The quote whose texts hold ``${…}``, if any.
    ternary, script, records
        Whether there are ``a ? b : c``, statements, and ``{a: b}``.
    right
        Operators that are read from the right.
    """

    language: Language
    operators: Operators
    prefixes: Mapping[str, str]
    constants: Mapping[str, Any]
    signs: tuple[str, ...]
    names: str = r"[^\W\d]\w*"
    escapes: str = "nrtbf"
    slashes: bool = False
    template: str = ""
    ternary: bool = False
    script: bool = False
    records: bool = False
    right: frozenset[str] = field(default_factory=frozenset)


def _levels(*levels: Mapping[str, str]) -> Operators:
    """Tables from the weakest operators to the strongest."""
    return {
        sign: (strength, said)
        for strength, level in enumerate(levels, start=1)
        for sign, said in level.items()
    }


_OR: Final = {"||": "or"}
_AND: Final = {"&&": "and"}
_EQUAL: Final = {"==": "==", "!=": "!="}
_ORDER: Final = {"<": "<", "<=": "<=", ">": ">", ">=": ">="}
_ADD: Final = {"+": "+", "-": "-"}
_TIMES: Final = {"*": "*", "/": "/", "%": "%"}
_BRACKETS: Final = ("(", ")", "[", "]", "{", "}")
_DOLLAR_NAMES: Final = r"(?:[^\W\d]|\$)[\w$]*"

JUEL: Final = Dialect(
    "juel",
    operators=_levels(
        _OR | {"or": "or"},
        _AND | {"and": "and"},
        _EQUAL | {"eq": "==", "ne": "!="},
        _ORDER | {"lt": "<", "le": "<=", "gt": ">", "ge": ">="},
        {"+=": "concat"},
        _ADD,
        _TIMES | {"div": "/", "mod": "%"},
    ),
    prefixes={"-": "-", "!": "not", "not": "not", "empty": "empty"},
    constants={"true": True, "false": False, "null": None},
    signs=("&&", "||", "==", "!=", "<=", ">=", "+=", *"<>!+-*/%?:.,;=", *_BRACKETS),
    names=_DOLLAR_NAMES,
    escapes="\"'\\",
    ternary=True,
)

_C_SIGNS: Final = (
    *("===", "!==", "**", "<=>", "??", "?.", "?:", "&&", "||", "==~", "==", "!=", "<=", ">=", "=>", "->"),
    *("++", "--", "+=", "-=", "*=", "/=", "%=", "...", "..", "=~", "<<", ">>"),
    *"<>!+-*/%?:.,;=&|^~@#",
    *_BRACKETS,
)
JAVASCRIPT: Final = Dialect(
    "javascript",
    operators=_levels(
        _OR | {"??": "??"},
        _AND,
        _EQUAL | {"===": "===", "!==": "!=="},
        _ORDER,
        _ADD,
        _TIMES,
        {"**": "**"},
    ),
    prefixes={"-": "-", "+": "+", "!": "not", "typeof": "typeof"},
    constants={"true": True, "false": False, "null": None, "undefined": None},
    signs=_C_SIGNS,
    names=_DOLLAR_NAMES,
    escapes="nrtbfv0",
    slashes=True,
    template="`",
    ternary=True,
    script=True,
    records=True,
    right=frozenset({"**"}),
)
GROOVY: Final = Dialect(
    "groovy",
    operators=_levels(
        {"?:": "?:"},
        _OR,
        _AND,
        _EQUAL | {"<=>": "<=>"},
        _ORDER | {"in": "in"},
        _ADD,
        _TIMES,
        {"**": "**"},
    ),
    prefixes={"-": "-", "+": "+", "!": "not"},
    constants={"true": True, "false": False, "null": None},
    signs=_C_SIGNS,
    names=_DOLLAR_NAMES,
    escapes="nrtbf$",
    slashes=True,
    template='"',
    ternary=True,
    script=True,
)
FEEL: Final = Dialect(
    "feel",
    operators=_levels(
        {"or": "or"},
        {"and": "and"},
        {"=": "==", "==": "==", "!=": "!="} | _ORDER,
        _ADD,
        {"*": "*", "/": "/"},
        {"**": "**", "^": "**"},
    ),
    prefixes={"-": "-"},
    constants={"true": True, "false": False, "null": None},
    signs=("..", "**", "==", "!=", "<=", ">=", "->", *"<>+-*/^=?:.,;@", *_BRACKETS),
    slashes=True,
)
_STEP: Final = r"[^\W\d](?:[\w.\-]*\w)?"
XPATH: Final = Dialect(
    "xpath",
    operators=_levels(
        {"or": "or"},
        {"and": "and"},
        {"=": "==", "!=": "!=", "eq": "==", "ne": "!="},
        _ORDER | {"lt": "<", "le": "<=", "gt": ">", "ge": ">="},
        _ADD,
        {"*": "*", "div": "/", "mod": "%"},
    ),
    prefixes={"-": "-"},
    constants={},
    signs=("!=", "<=", ">=", "::", "//", "..", *"<>+-*/|=.,@$:", *_BRACKETS),
    names=rf"{_STEP}(?::(?!:){_STEP})?",
    escapes="",
)

DIALECTS: Final[Mapping[str, Dialect]] = {
    dialect.language: dialect for dialect in (JUEL, FEEL, JAVASCRIPT, GROOVY, XPATH)
}
