"""Source text to a syntax tree, with the limits that keep a hostile source from hurting the parser."""

import ast
import warnings
from functools import lru_cache

from expressions.errors import SyntaxProblem

MAX_SOURCE = 20_000
MAX_DEPTH = 200


@lru_cache(maxsize=2048)
def parse(source: str) -> ast.Module:
    """Return the tree of a source; shared between callers, who must not change it.

    Raises
    ------
    SyntaxProblem
        If it is longer than `MAX_SOURCE` characters, nested deeper than `MAX_DEPTH`, or no Python.
    """
    if len(source) > MAX_SOURCE:
        raise SyntaxProblem(1, 1, f"longer than {MAX_SOURCE} characters")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # "is with a literal" and the like: not ours to print
            tree = ast.parse(source.strip() if "\n" not in source.strip() else source)
    except SyntaxError as exc:
        raise SyntaxProblem(exc.lineno or 1, exc.offset or 1, exc.msg) from exc
    except (ValueError, MemoryError, RecursionError, SystemError) as exc:
        # NUL bytes; nesting beyond the parser, of which Python 3.11 sometimes only says that it miscounted.
        raise SyntaxProblem(1, 1, str(exc) or "nested too deeply") from exc
    _refuse_deep(tree)
    return tree


def is_expression(tree: ast.Module) -> bool:
    """Return whether the source is one expression and nothing else."""
    return len(tree.body) == 1 and isinstance(tree.body[0], ast.Expr)


def _refuse_deep(tree: ast.AST) -> None:
    level = [tree]
    for _ in range(MAX_DEPTH):
        level = [child for node in level for child in ast.iter_child_nodes(node)]
        if not level:
            return
    line = next((node.lineno for node in level if isinstance(node, ast.expr | ast.stmt)), 1)
    raise SyntaxProblem(line, 1, "nested too deeply")
