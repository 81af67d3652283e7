"""Who handles a step, as its diagram says: rules that add up, and policies for what they leave open."""

import re
from dataclasses import dataclass
from typing import Final

from lxml import etree

from designer_export.namespaces import tb

_BETWEEN: Final = re.compile(r"[\s,;，；、]+")

NOBODY: Final = ("administrator", "skip", "person", "refuse")
INITIATOR: Final = ("keep", "skip", "head")
REPEATED: Final = ("keep", "skip")


@dataclass(frozen=True, slots=True)
class AssignRule:
    """One rule; rules of one step add up.

    Attributes
    ----------
    rule
        initiator, person, group, role, collegeRole, unitHead, field, chosen or expression.
    of
        Whose unit (``initiator``, a unit's code, or the pointer of a field that holds one), or the pointer of
        a field with people.
    value
        Numbers of people, the key of a group, or an expression.
    role
        Key of a role.
    level, up_to
        Of `unitHead`: which head, counted upwards from 1; or all of them up to one.
    by, among
        Of `chosen`: who chooses (``initiator`` or ``previous``), and from whom: the ``group`` of `value`, or
        those who hold the ``role`` of `role` at the unit of `of`, or anywhere.
    """

    rule: str
    of: str | None = None
    value: str | None = None
    role: str | None = None
    level: int = 1
    up_to: int = 0
    by: str = "initiator"
    among: str | None = None

    @property
    def numbers(self) -> tuple[str, ...]:
        """The numbers of people that `value` holds."""
        return split(self.value or "")


@dataclass(frozen=True, slots=True)
class Policy:
    """What becomes of a step whose rules name nobody, the initiator, or somebody who has approved already.

    Attributes
    ----------
    nobody
        ``administrator``: those who mend instances get it; ``skip``; ``person``: the one with the number
        `person`; ``refuse``: what would lead there cannot be sent.
    initiator
        ``keep``; ``skip``; ``head``: his head gets it instead.
    repeated
        ``keep``; ``skip``: approved as he has approved before.
    outcome
        Id of the outcome of a step that is skipped; None for the step's first.
    """

    nobody: str = "administrator"
    person: str | None = None
    initiator: str = "keep"
    repeated: str = "keep"
    outcome: str | None = None

    @property
    def skips(self) -> bool:
        """Whether the step may be passed over."""
        return "skip" in (self.nobody, self.initiator, self.repeated)


PLAIN: Final = Policy()


def read_rules(step: etree._Element) -> tuple[AssignRule, ...]:
    """Read the rules of a step's extension."""
    return tuple(read_rule(item) for item in step.iterchildren(tb("assign")))


def read_policy(step: etree._Element) -> Policy:
    """Read the policy of a step's extension; what is none of ours counts as not said."""
    item = step.find(tb("policy"))
    if item is None:
        return PLAIN
    return Policy(
        nobody=_one_of(item, "nobody", NOBODY),
        person=item.get("person"),
        initiator=_one_of(item, "initiator", INITIATOR),
        repeated=_one_of(item, "repeated", REPEATED),
        outcome=item.get("outcome"),
    )


def split(text: str) -> tuple[str, ...]:
    """Take a list apart that is written with blanks, commas or semicolons, Chinese ones among them."""
    return tuple(part for part in _BETWEEN.split(text) if part)


def read_rule(item: etree._Element) -> AssignRule:
    """Read one rule."""
    return AssignRule(
        item.get("rule", ""),
        item.get("of"),
        item.get("value"),
        item.get("role"),
        level=_count(item, "level", 1),
        up_to=_count(item, "upTo", 0),
        by=item.get("by", "initiator"),
        among=item.get("among"),
    )


def _one_of(item: etree._Element, name: str, known: tuple[str, ...]) -> str:
    said = item.get(name, known[0])
    return said if said in known else known[0]


def _count(item: etree._Element, name: str, default: int) -> int:
    said = item.get(name, "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 3 else default
