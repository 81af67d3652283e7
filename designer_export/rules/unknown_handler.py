"""People, groups, roles and units that a step names are there: else its task falls to the administrators."""

from collections.abc import Iterator
from difflib import get_close_matches

from designer_export.findings import Finding, finding
from designer_export.model import Model
from designer_export.native import AssignRule, StepSettings
from designer_export.people import Who

ID = "unknown-handler"
_INITIATOR = "initiator"


def check(model: Model) -> Iterator[Finding]:
    """Tell names of nobody; nothing is said where it is not known who there is."""
    if model.who is None:
        return
    for element, step in model.steps.items():
        if element not in model.by_id:
            continue
        for case, name in dict.fromkeys(_unknown(model.who, step)):
            node = model.by_id[element][0]
            yield finding(ID, "changed", node, case=case, text=name, near=_near(model.who, case, name))


def _unknown(who: Who, step: StepSettings) -> Iterator[tuple[str, str]]:
    for rule in (*step.assign, *step.handed_to):
        yield from ((case, name) for case, name in _named(rule) if _is_missing(who, case, name))
    if (
        step.policy.nobody == "person"
        and step.policy.person
        and _is_missing(who, "person", step.policy.person)
    ):
        yield "person", step.policy.person


def _named(rule: AssignRule) -> Iterator[tuple[str, str]]:
    if rule.rule == "person":
        yield from (("person", number) for number in rule.numbers)
    if rule.value and (rule.rule == "group" or (rule.rule == "chosen" and rule.among == "group")):
        yield "group", rule.value
    role = rule.role or (rule.value if rule.rule == "role" else None)
    if role:
        yield "role", role
    if rule.of and rule.of != _INITIATOR and not rule.of.startswith("/") and rule.rule != "field":
        yield "unit", rule.of


def _is_missing(who: Who, case: str, name: str) -> bool:
    there = _there(who, case)
    return there is not None and name not in there


def _there(who: Who, case: str) -> frozenset[str] | None:
    return {"person": who.people, "group": who.groups, "role": who.roles, "unit": who.units}[case]


def _near(who: Who, case: str, name: str) -> str:
    """Give the names that a slip of the pen may have meant, written behind the sentence."""
    there = _there(who, case) if case != "person" else None
    near = get_close_matches(name, sorted(there), n=3) if there else []
    return f" ({', '.join(near)}?)" if near else ""
