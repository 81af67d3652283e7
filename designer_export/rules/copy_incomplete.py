"""Each copy (抄送) names people, and a step whose fields they see: nobody sees a whole form by accident."""

from collections.abc import Iterator

from designer_export.findings import Finding, finding
from designer_export.model import Model
from designer_export.rules.assign_incomplete import lacking

ID = "copy-incomplete"


def check(model: Model) -> Iterator[Finding]:
    """Refuse copies whose rule names nobody, and those that show the fields of no step."""
    for name, rules in model.copies.items():
        if name not in model.by_id:
            continue
        node = model.by_id[name][0]
        for rule in rules:
            if missing := lacking(rule.assign):
                sort = rule.assign.rule
                yield finding(ID, "refused", node, case="rule", sort=sort, lacking=", ".join(missing))
            if rule.sees is None and name not in model.steps:
                yield finding(ID, "refused", node, case="unsaid")
            if rule.sees is not None and rule.sees not in model.steps:
                yield finding(ID, "refused", node, case="unknown", step=rule.sees)
