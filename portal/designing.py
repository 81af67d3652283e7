"""Words of the designers' pages: levels of findings, tools, kinds of elements, what was changed."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from designer_export.beginnings import Begun
from designer_export.beside import Remark
from designer_export.comparing import Change, Comparison, Difference
from designer_export.repairs.choices import ASKING, Choice
from engine.apart.work import Chosen
from engine.queries.design_view import DesignView
from portal.attributes import attribute_words, value_words
from web.i18n import page_language
from web.marks import N_

LEVELS: Mapping[str, tuple[str, str]] = {
    "refused": (N_("Refused"), "red"),
    "complete": (N_("To complete"), "amber"),
    "changed": (N_("Changed"), "green"),
    "advice": (N_("Advice"), "brand"),
}
"""Name and tone of each level, the worst first."""

VERDICTS: Mapping[str, tuple[str, str]] = {
    "runnable": (N_("Ready to publish"), "green"),
    "drawing": (N_("To be completed"), "amber"),
    "refused": (N_("Cannot be taken like this"), "red"),
}
STATES: Mapping[str, tuple[str, str]] = {
    "published": (N_("Published"), "green"),
    "retired": (N_("Retired"), "grey"),
    "editing": (N_("Being edited"), "amber"),
}
TOOLS: Mapping[str, str] = {
    "camunda-7": "Camunda 7",
    "camunda-8": "Camunda 8",
    "flowable": "Flowable",
    "activiti": "Activiti",
    "spiffworkflow": "SpiffWorkflow",
    "signavio": "Signavio",
    "bizagi": "Bizagi",
    "adonis": "ADONIS",
    "jbpm": "jBPM",
    "trisotech": "Trisotech",
    "bpmn-io": "bpmn.io",
    "tongban": N_("Tongban"),
    "plain": N_("Plain BPMN"),
    "unknown": N_("Unknown"),
}
KINDS: Mapping[str, str] = {
    "process": N_("Process"),
    "participant": N_("Pool"),
    "lane": N_("Lane"),
    "userTask": N_("Step for people"),
    "manualTask": N_("Manual step"),
    "task": N_("Step"),
    "serviceTask": N_("Automatic step"),
    "scriptTask": N_("Script"),
    "businessRuleTask": N_("Decision"),
    "sendTask": N_("Sending step"),
    "receiveTask": N_("Receiving step"),
    "callActivity": N_("Called process"),
    "subProcess": N_("Sub-process"),
    "startEvent": N_("Start event"),
    "endEvent": N_("End event"),
    "intermediateCatchEvent": N_("Event"),
    "intermediateThrowEvent": N_("Event"),
    "boundaryEvent": N_("Boundary event"),
    "exclusiveGateway": N_("Gateway: one way"),
    "inclusiveGateway": N_("Gateway: some ways"),
    "parallelGateway": N_("Gateway: all ways"),
    "eventBasedGateway": N_("Gateway: the first event"),
    "sequenceFlow": N_("Flow"),
    "messageFlow": N_("Message flow"),
    "message": N_("Message"),
    "signal": N_("Signal"),
    "error": N_("Error"),
    "textAnnotation": N_("Annotation"),
    "dataObjectReference": N_("Data"),
    "dataStoreReference": N_("Data store"),
}
ABOUT: Mapping[str, str] = {
    "form": N_("Form"),
    "access": N_("What steps may see and fill in"),
    "layout": N_("Layouts"),
    "step": N_("Who handles it, buttons, deadlines"),
    "setting": N_("Settings"),
    "file": N_("Files"),
}
_OWN = re.compile(r"tb:step(\[\d+\])?/")
BEGINS: Mapping[str, str] = {
    "timer": N_("by the clock (%(said)s)"),
    "message": N_("when the message “%(said)s” comes"),
    "signal": N_("when the signal “%(said)s” is sent"),
}
CHANGES: Mapping[str, str] = {
    "upload": N_("the upload of %(file)s"),
    "repair": N_("the repair of %(element)s"),
    "repair_all": N_("all repairs (%(count)s)"),
}
TYPED = "="
"""In the place of an option: what was typed is meant. No element and no field is called like this."""
STARTERS: tuple[tuple[str, str], ...] = (
    ("kind:student", N_("Students")),
    ("kind:teacher", N_("Teachers")),
    ("kind:staff", N_("Staff")),
)


FEW = 2
"""Findings of one kind that are not folded."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A finding with its number on the page and on the diagram."""

    n: int
    rule: str
    level: str
    element: str | None
    words: str
    line: int | None
    repair: str | None
    automatic: bool
    asks: bool
    preview: str


@dataclass(frozen=True, slots=True)
class Kind:
    """Findings of one rule at one level: the first is read, the others are unfolded."""

    first: Numbered
    others: tuple[Numbered, ...] = ()

    @property
    def count(self) -> int:
        """How many there are."""
        return 1 + len(self.others)


def numbered(view: DesignView) -> dict[str, list[Kind]]:
    """Give the findings by level, the worst first, those of a kind together, numbered through."""
    language, found, n = page_language(), dict[str, list[Kind]](), 0
    for level in LEVELS:
        kinds: dict[str, list[Mapping[str, Any]]] = {}
        for one in view.at_level(level):
            kinds.setdefault(one["rule"], []).append(one)
        for alike in kinds.values():
            told = [_numbered(n + place, one, language) for place, one in enumerate(alike, 1)]
            n += len(alike)
            found.setdefault(level, []).extend(_kinds(told))
    return found


def _kinds(alike: Sequence[Numbered]) -> list[Kind]:
    """Fold findings of a kind; two are read as quickly as one and a line that says that there is another."""
    first, *others = alike
    return [Kind(first, tuple(others))] if len(alike) > FEW else [Kind(one) for one in alike]


def pins(groups: Mapping[str, list[Kind]]) -> list[list[Any]]:
    """Give what stands on the diagram: element, number of its worst finding, level, how many it has."""
    first: dict[str, list[Any]] = {}
    for kind in (kind for group in groups.values() for kind in group):
        for one in (kind.first, *kind.others):
            if one.element is not None:
                first.setdefault(one.element, [one.element, one.n, one.level, 0])[3] += 1
    return list(first.values())


def level_words(level: str) -> str:
    """Name a level."""
    return gettext(LEVELS[level][0])


def level_tone(level: str) -> str:
    """Give the colour of a level."""
    return LEVELS[level][1]


def kind_words(kind: str) -> str:
    """Name a kind of element; a rare one stands for itself."""
    return gettext(KINDS[kind]) if kind in KINDS else kind


def remark_groups(remarks: Iterable[Remark]) -> list[tuple[str, list[Remark]]]:
    """Give what differs beside the drawing under the names of what it is about."""
    told = list(remarks)
    groups = ((about, [one for one in told if one.about == about]) for about in ABOUT)
    return [(gettext(ABOUT[about]), found) for about, found in groups if found]


def drawn_differences(change: Change) -> list[Difference]:
    """Give what differs of an element but what its step's settings say: that is told in sentences."""
    return [one for one in change.differences if not _OWN.match(one.attribute)]


def begun_words(one: Begun) -> str:
    """Say which event begins a service."""
    known = (
        gettext(BEGINS[one.kind]) % {"said": one.said or one.name or one.element}
        if one.kind in BEGINS
        else ""
    )
    words = known or gettext("when the event of its start comes")
    if not one.name or one.name == one.said:
        return words
    return gettext("%(name)s: %(words)s", name=one.name, words=words)


def tool_words(name: str, version: str | None) -> str:
    """Name the tool that a diagram comes from."""
    return f"{gettext(TOOLS.get(name, name))} {version or ''}".strip()


def change_words(change: Mapping[str, Any]) -> str:
    """Say what would be undone."""
    words = {name: change.get(name) or "" for name in ("file", "element", "count")}
    return gettext(CHANGES.get(str(change.get("act")), "")) % words


def state_words(state: str) -> tuple[str, str]:
    """Name the state of a version, with its tone."""
    words, tone = STATES.get(state, (state, "grey"))
    return gettext(words), tone


def verdict_words(verdict: str) -> tuple[str, str]:
    """Name a verdict, with its tone."""
    words, tone = VERDICTS[verdict]
    return gettext(words), tone


def repair_words(chosen: Chosen | None) -> dict[str, str]:
    """Give what names a repair in an address or a form: its finding, and what it is told."""
    if chosen is None:
        return {}
    named = {"rule": chosen.rule, "element": chosen.element, "choice": chosen.choice}
    return {name: value for name, value in named.items() if value}


def told_words(choice: Choice, told: str) -> str:
    """Give what was typed of what a repair is told."""
    prefix = next((one for one in choice.prefixes if told.startswith(one)), "")
    return told.removeprefix(prefix)


def comparison_counts(found: Comparison, remarks: Collection[Remark]) -> str:
    """Say how much differs, in one line: on the drawing, and beside it."""
    drawn = gettext(
        "%(added)s added, %(changed)s changed, %(removed)s removed",
        added=len(found.added),
        changed=len(found.changed),
        removed=len(found.removed),
    )
    if not remarks:
        return drawn
    return gettext("%(drawn)s; %(n)s in forms, steps and settings", drawn=drawn, n=len(remarks))


def _numbered(n: int, one: Mapping[str, Any], language: str) -> Numbered:
    mending = one["repair"]
    return Numbered(
        n=n,
        rule=one["rule"],
        level=one["level"],
        element=one["element"],
        words=one["message"][language],
        line=one["line"],
        repair=mending["id"] if mending else None,
        automatic=bool(mending and mending["automatic"]),
        asks=bool(mending and mending["id"] in ASKING),
        preview=one["preview"][language] if mending else "",
    )


GLOBALS = {
    "LEVELS": LEVELS,
    "STARTERS": STARTERS,
    "TYPED": TYPED,
    "attribute_words": attribute_words,
    "begun_words": begun_words,
    "change_words": change_words,
    "comparison_counts": comparison_counts,
    "drawn_differences": drawn_differences,
    "kind_words": kind_words,
    "level_tone": level_tone,
    "level_words": level_words,
    "remark_groups": remark_groups,
    "repair_words": repair_words,
    "state_words": state_words,
    "told_words": told_words,
    "tool_words": tool_words,
    "value_words": value_words,
    "verdict_words": verdict_words,
}
