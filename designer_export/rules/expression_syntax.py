"""Expressions and scripts are written in our language, a subset of Python."""

from collections.abc import Iterator

from designer_export.findings import Finding, finding
from designer_export.formulas import Formula, owner
from designer_export.model import Model
from expressions.errors import SyntaxProblem
from expressions.names import names_of
from expressions.syntax import is_expression, parse

ID = "expression-syntax"


def check(model: Model) -> Iterator[Finding]:
    """Refuse what cannot be parsed; ask for a rewriting of what stands in another language."""
    for formula in model.formulas:
        text = formula.text if len(formula.text) <= 80 else f"{formula.text[:80]}…"
        if formula.language != "python":
            yield finding(ID, "complete", formula.node, case="foreign", language=formula.language, text=text)
            continue
        problem = _problem(formula)
        if problem is not None:
            where = owner(formula.node).get("id") or ""
            yield finding(ID, "refused", formula.node, text=text, reason=problem, owner=where)


def _problem(formula: Formula) -> str | None:
    try:
        names_of(formula.translated)
    except SyntaxProblem as problem:
        return f"{problem.line}:{problem.column} {problem.text}"
    if formula.kind != "script" and not is_expression(parse(formula.text)):
        return "1:1 not an expression"
    return None
