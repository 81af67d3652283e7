"""The decisions of a service can be made: their files are read, and every cell of theirs."""

from collections.abc import Iterator

from designer_export.decisions import SUFFIX, Problem
from designer_export.findings import Finding, finding
from designer_export.model import Model

ID = "broken-decision"

WORDED = frozenset({
    "unreadable", "doctype", "not_dmn", "no_decision", "decision_too_big", "decision_cell_long",
    "decision_rule_long", "decision_expression", "decision_cycle", "decision_no_logic", "decision_missing",
    "decision_rule_width", "decision_hit_policy", "decision_no_output", "decision_output_name",
    "decision_result_name", "unsupported_element", "unsupported_language", "duplicate_id", "missing_id",
})  # fmt: skip
"""Codes with a message of their own; what the engine may say besides is told by its code."""


def check(model: Model) -> Iterator[Finding]:
    """Refuse files of decisions that the engine does not take; a diagram that came alone has none."""
    if model.judge is None:
        return
    for name, content in sorted((model.files or {}).items()):
        if name.endswith(SUFFIX):
            for problem in model.judge(content):
                yield _finding(model, name, problem)


def _finding(model: Model, file: str, problem: Problem) -> Finding:
    params = problem.params
    return finding(
        ID,
        "refused",
        model.root,
        case=problem.code if problem.code in WORDED else "other",
        file=file,
        place=problem.element or "",
        code=problem.code,
        # ``name`` is that of the diagram's element in every message.
        what=str(params.get("name", "")),
        reason=str(params.get("reason", "")),
        text=str(params.get("text", "")),
        limit=str(params.get("limit", "")),
        required=str(params.get("required", "")),
        policy=str(params.get("policy", "")),
        language=str(params.get("language", "")),
    )
