"""A condition asks for outcomes that the step declares (decision 5)."""

from collections.abc import Iterator

from designer_export.findings import Finding, finding
from designer_export.formulas import owner
from designer_export.model import Model
from designer_export.outcome_tests import outcome_tests

ID = "unknown-outcome"


def check(model: Model) -> Iterator[Finding]:
    """Refuse conditions on steps that are none, and on outcomes that their step does not have."""
    for formula in model.formulas:
        if formula.language != "python":
            continue
        for step, outcome in outcome_tests(formula.text):
            settings = model.steps.get(step)
            if settings is None:
                yield finding(ID, "refused", owner(formula.node), case="step", step=step)
            elif outcome is not None and outcome not in {item.id for item in settings.outcomes}:
                known = ", ".join(item.id for item in settings.outcomes)
                yield finding(ID, "refused", owner(formula.node), step=step, outcome=outcome, known=known)
