"""Python that other engines run, said without what our language does not have.

A variable is never deleted here, so it becomes empty; nothing sleeps; modules that SpiffArena gives to every
script are imported; who acts is told by `initiator`, the only person whom a script knows; the clock is ours,
for that of the sandbox stands still.
"""

import ast
from collections.abc import Mapping
from typing import Final

from lxml import etree

from designer_export.dialects.carrier import Carrier
from expressions.errors import SyntaxProblem
from expressions.names import names_of

_GIVEN: Final[Mapping[str, str]] = {
    "datetime": "from datetime import datetime",
    "timedelta": "from datetime import timedelta",
    "json": "import json",
    "math": "import math",
    "random": "import random",
    "re": "import re",
}
"""What other engines offer to each script by a name, and how it is had here."""
_USER: Final = "{'username': initiator['number'], 'id': initiator['id'], 'display_name': initiator['name']}"


_HERE: Final = "now().replace(tzinfo=None)"
_CLOCK: Final[Mapping[str, str]] = {
    "datetime.now": _HERE,
    "datetime.today": _HERE,
    "datetime.utcnow": "(now() - now().utcoffset()).replace(tzinfo=None)",
    "date.today": "today()",
    "time.time": "now().timestamp()",
}
"""What reads a clock, without the module in front, and how ours is read."""
CLOCK_NAMES: Final = frozenset({"now", "today", "zone_of"})
_ZONE: Final = "pytz.timezone"
_OTHER_TIMES: Final = frozenset({"astimezone", "localize", "normalize", "replace", "combine"})
"""What would ask a zone for another moment than now, when its summer time may be another."""


def in_our_words(carrier: Carrier, node: etree._Element, text: str, *, has_clock: bool = True) -> str | None:
    """Give a script in our words; None if it is so already, or is no Python: a rule names that.

    Parameters
    ----------
    has_clock
        Whether `now` and `today` are ours, and no variables of the diagram. If they are not, what reads a
        clock is not imported: a rule names it.
    """
    try:
        tree = ast.parse(text)
        reads = not has_clock and any(_clock(node) for node in ast.walk(tree))
        has_zones = has_clock and _only_now(tree)
        found = _Rewriting(_stores(carrier, node), has_clock=has_clock, has_zones=has_zones)
        changed = ast.fix_missing_locations(found.visit(tree))
        source = ast.unparse(changed) if found.changed else text
        wanted = _used(changed) & _GIVEN.keys() & names_of(source)
        missing = [_GIVEN[name] for name in sorted(wanted) if not (reads and name == "datetime")]
    except (SyntaxError, SyntaxProblem, ValueError, RecursionError, MemoryError):
        return None
    if not found.changed and not missing:
        return None
    for case, words in found.cases.items():
        carrier.note(case, node, variables=", ".join(dict.fromkeys(words)))
    return "\n".join((*missing, source))


def _stores(carrier: Carrier, node: etree._Element) -> frozenset[str]:
    """Names of the data stores that a script calls like functions."""
    hosts = (carrier.keyed.get(around) for around in node.iterancestors())
    return frozenset(next((names for names in hosts if names), ()))


def _used(tree: ast.Module) -> set[str]:
    """Names that are called, or whose members are: no data, as a rule."""
    called = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    used = [node.value for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    return {base.id for base in (*called, *used) if isinstance(base, ast.Name)}


class _Rewriting(ast.NodeTransformer):
    """Takes out what is not ours; ``cases`` tells what of it was found."""

    def __init__(self, stores: frozenset[str], *, has_clock: bool, has_zones: bool) -> None:
        self.cases: dict[str, list[str]] = {}
        self._stores = stores
        self._has_clock = has_clock
        self._has_zones = has_zones
        self._called = False

    @property
    def changed(self) -> bool:
        """Whether anything is said otherwise."""
        return self._called or bool(self.cases)

    def visit_Delete(self, node: ast.Delete) -> ast.stmt | list[ast.stmt]:
        """Only what is deleted by its name can be emptied."""
        targets = [part for target in node.targets for part in _parts(target)]
        names = [target.id for target in targets if isinstance(target, ast.Name)]
        if len(names) != len(targets):
            return node
        self.cases.setdefault("emptied", []).extend(names)
        return [ast.Assign([ast.Name(name, ast.Store())], ast.Constant(None)) for name in names]

    def visit_Import(self, node: ast.Import) -> ast.stmt:
        """Zones are given by a function of ours."""
        left = [alias for alias in node.names if alias.name != "pytz" or not self._has_zones]
        if len(left) == len(node.names):
            return node
        self._called = True
        return ast.Import(left) if left else ast.Pass()

    def visit_Expr(self, node: ast.Expr) -> ast.stmt:
        """A pause passes at once: timers are what waits."""
        if isinstance(node.value, ast.Call) and ast.unparse(node.value.func) == "time.sleep":
            self.cases.setdefault("awake", []).append("time.sleep")
            return ast.Pass()
        self.generic_visit(node)
        return node

    def visit_Call(self, node: ast.Call) -> ast.expr:
        """Whoever acts is not known to a script; a store is no function; the clock is ours."""
        if isinstance(node.func, ast.Name) and node.func.id == "get_current_user" and not node.args:
            self.cases.setdefault("user", []).append("get_current_user")
            return ast.parse(_USER, mode="eval").body
        self.generic_visit(node)
        clock = _clock(node) if self._has_clock else None
        if clock is not None:
            self._called = True
            return ast.parse(clock, mode="eval").body
        if self._has_zones and ast.unparse(node.func) == _ZONE:
            self._called = True
            return ast.Call(ast.Name("zone_of", ast.Load()), node.args, node.keywords)
        is_store = isinstance(node.func, ast.Name) and node.func.id in self._stores
        if is_store and len(node.args) == 2 and not node.keywords:
            self._called = True
            return _stored(ast.unparse(node.func), node.args)
        return node


def _only_now(tree: ast.Module) -> bool:
    """Tell whether zones by name are asked for nothing but the time that it is now."""
    parts = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    of_zones = [node.attr for node in parts if isinstance(node.value, ast.Name) and node.value.id == "pytz"]
    words = {node.arg for node in ast.walk(tree) if isinstance(node, ast.keyword)}
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    given = all(len(node.args) == 1 for node in calls if ast.unparse(node.func) == _ZONE)
    others = {node.attr for node in parts} & _OTHER_TIMES
    return set(of_zones) == {"timezone"} and given and not others and not words & {"tzinfo", "tz"}


def _clock(node: ast.AST) -> str | None:
    """Give what reads our clock where a call reads another one; None for any other node."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or node.keywords:
        return None
    name = ast.unparse(node.func).removeprefix("datetime.")
    name = name if "." in name else f"datetime.{name}"
    if name == "datetime.now" and len(node.args) == 1:
        return f"now().astimezone({ast.unparse(node.args[0])})"
    return _CLOCK.get(name) if not node.args else None


def _stored(store: str, keys: list[ast.expr]) -> ast.expr:
    """Say a call ``store(a, b)`` as what stands there under the keys; None if nothing does."""
    first, second = map(ast.unparse, keys)
    return ast.parse(f"(({store} or {{}}).get({first}) or {{}}).get({second})", mode="eval").body


def _parts(target: ast.expr) -> list[ast.expr]:
    return target.elts if isinstance(target, ast.Tuple | ast.List) else [target]
