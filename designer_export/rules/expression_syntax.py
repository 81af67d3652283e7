"""Expressions and scripts are written in our language, a subset of Python."""

from collections.abc import Iterator

from designer_export.drawings import is_drawing
from designer_export.findings import Finding, Level, Repair, finding
from designer_export.formulas import Formula, owner
from designer_export.model import Model
from designer_export.namespaces import local
from expressions.errors import SyntaxProblem
from expressions.names import names_of
from expressions.syntax import is_expression, parse

ID = "expression-syntax"


def check(model: Model) -> Iterator[Finding]:
    """Refuse what cannot be parsed; ask for a rewriting of what stands in another language."""
    for formula in model.formulas:
        text = formula.text if len(formula.text) <= 80 else f"{formula.text[:80]}…"
        if formula.language != "python":
            repair = _repair(formula)
            said = formula.language
            yield finding(
                ID, "complete", formula.node, case="foreign", repair=repair, language=said, text=text
            )
            continue
        problem = _problem(formula)
        if problem is not None:
            where = owner(formula.node).get("id") or ""
            repair = _repair(formula)
            # In a drawing, words in the place of an expression are for people: what they say is a label.
            level: Level = "complete" if repair and repair.automatic else "refused"
            yield finding(
                ID,
                level,
                formula.node,
                repair=repair if level == "complete" else None,
                text=text,
                reason=problem,
                owner=where,
            )


def _repair(formula: Formula) -> Repair | None:
    """In a drawing people can choose the way, and data are left as drawn; elsewhere a person must say so."""
    ways = {"condition": "label-outcomes"}
    if local(formula.node) in ("transformation", "from"):
        ways["expression"] = "draw-data"
    found = ways.get(formula.kind)
    return Repair(found, automatic=is_drawing(formula.node)) if found else None


def _problem(formula: Formula) -> str | None:
    try:
        names_of(formula.translated)
    except SyntaxProblem as problem:
        return f"{problem.line}:{problem.column} {problem.text}"
    if formula.kind != "script" and not is_expression(parse(formula.text)):
        return "1:1 not an expression"
    return None
