"""The engine's own objects in expressions and scripts: ``execution``, ``task``, ``variables``."""

import ast
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from expressions.translation import python, tree
from expressions.translation.refusals import Refused
from expressions.translation.writer import path_of

#: Names of the running instance, of a step, of the event of a listener, and of all variables.
ENGINE: Final = frozenset({"execution", "task", "caseExecution", "delegateTask", "delegateExecution"})
_ROOTS: Final = ENGINE | {"variables", "vars"}
_GET: Final = frozenset({"getVariable", "getVariableLocal", "get"})
_HAS: Final = frozenset({"hasVariable", "hasVariableLocal", "containsKey"})
_SET: Final = frozenset({"setVariable", "setVariableLocal", "put"})


@dataclass(frozen=True)
class Access:
    """A variable that is read, looked for, or set through the engine's objects."""

    act: str
    name: tree.Name
    value: tree.Node | None = None


def access_of(node: tree.Node, hidden: frozenset[str] = frozenset()) -> Access | None:
    """Return what a node does to a variable; None if it speaks of something else; raises `Refused`.

    Parameters
    ----------
    hidden
        Names that are the text's own.
    """
    if isinstance(node, tree.Call) and isinstance(node.function, tree.Member):
        return _called(node, node.function, hidden)
    if isinstance(node, tree.Member) and _is_variables(node.base, hidden):
        return Access("get", tree.Name(node.at, node.name))
    if isinstance(node, tree.Index) and _is_variables(node.base, hidden):
        return Access("get", _named(node.index, node))
    return None


def _is_variables(node: tree.Node, hidden: frozenset[str]) -> bool:
    """``variables``, ``execution.variables``."""
    if isinstance(node, tree.Name):
        return node.name in ("variables", "vars") and node.name not in hidden
    if isinstance(node, tree.Call) and not node.arguments and isinstance(node.function, tree.Member):
        return node.function.name == "getVariables" and _is_engine(node.function.base, hidden)
    return isinstance(node, tree.Member) and node.name == "variables" and _is_engine(node.base, hidden)


def _is_engine(node: tree.Node, hidden: frozenset[str]) -> bool:
    if isinstance(node, tree.Member):
        return node.name == "execution" and _is_engine(node.base, hidden)
    if isinstance(node, tree.Call) and isinstance(node.function, tree.Member) and not node.arguments:
        return node.function.name == "getExecution" and _is_engine(node.function.base, hidden)
    return isinstance(node, tree.Name) and node.name in ENGINE and node.name not in hidden


def _called(node: tree.Call, method: tree.Member, hidden: frozenset[str]) -> Access | None:
    on_map = _is_variables(method.base, hidden)
    if not on_map and not _is_engine(method.base, hidden):
        return None
    count, word = len(node.arguments), method.name
    if word in _GET and count == 1 and (on_map or word != "get"):
        return Access("get", _named(node.arguments[0], node))
    if word in _HAS and count == 1 and (on_map or word != "containsKey"):
        return Access("has", _named(node.arguments[0], node))
    if word in _SET and count == 2 and (on_map or word != "put"):
        return Access("set", _named(node.arguments[0], node), node.arguments[1])
    raise Refused("context", node.at, path_of(node))


def _named(node: tree.Node, whole: tree.Node) -> tree.Name:
    """Return a literal text as the name of a variable."""
    if isinstance(node, tree.Literal) and isinstance(node.value, str):
        return tree.Name(node.at, node.value)
    raise Refused("context", whole.at, path_of(whole))


def refuse_engine(node: tree.Name) -> None:
    """Refuse the engine's objects where they are used otherwise."""
    if node.name in _ROOTS:
        raise Refused("context", node.at, node.name)


def written(access: Access, read: ast.expr) -> ast.expr:
    """Return a variable that is read or looked for."""
    return python.call("juel_has_variable" if access.act == "has" else "juel_variable", python.later(read))


def read_through(
    node: tree.Node, value: Callable[[tree.Node], ast.expr], hidden: frozenset[str] = frozenset()
) -> ast.expr | None:
    """Return the variable that a node reads through the engine's objects; None if it reads none.

    Raises
    ------
    Refused
        It sets one, where a value is wanted.
    """
    access = access_of(node, hidden)
    if access is not None and access.act == "set":
        raise Refused("assignment", node.at, access.name.name)
    return None if access is None else written(access, value(access.name))
