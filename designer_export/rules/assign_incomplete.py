"""Each rule of assignment has what it needs: a group its key, a person his number, a role its unit."""

from collections.abc import Iterator

from designer_export.findings import Finding, finding
from designer_export.model import Model
from designer_export.native import AssignRule

ID = "assign-incomplete"


_NEEDS = {
    "initiator": (),
    "person": ("value",),
    "group": ("value",),
    "role": ("role", "of"),
    "unitHead": ("of",),
    "field": ("of",),
    "collegeRole": ("role",),
    "expression": ("value",),
}
_AMONG = {"group": ("value",), "role": ("role",)}


def check(model: Model) -> Iterator[Finding]:
    """Refuse rules of assignment that name nobody."""
    for name, step in model.steps.items():
        for rule in (*step.assign, *step.handed_to):
            if (missing := lacking(rule)) and name in model.by_id:
                yield finding(ID, "refused", model.by_id[name][0], sort=rule.rule, lacking=", ".join(missing))


def lacking(rule: AssignRule) -> list[str]:
    """Return the names of what a rule needs and does not say."""
    return [part for part in _needs(rule) if not _part(rule, part)]


def _needs(rule: AssignRule) -> tuple[str, ...]:
    if rule.rule == "chosen":
        return _AMONG.get(rule.among or "", ())
    return _NEEDS.get(rule.rule, ())


def _part(rule: AssignRule, part: str) -> str | None:
    return {"value": rule.value, "role": rule.role, "of": rule.of}[part]
