"""The words of the inspector of one matter: codes of the engine in sentences."""

from collections.abc import Callable, Mapping

from flask_babel import gettext

from engine.queries.inspection.story import StoryStep
from web.looks import KINDS
from web.marks import N_

STEPS: Mapping[str, str] = {
    "enter": N_("“%(name)s” begins"),
    "leave": N_("“%(name)s” is over"),
    "cancel": N_("“%(name)s” is taken away"),
    "undo": N_("“%(name)s” is undone"),
    "again": N_("“%(name)s” waits again"),
    "fail": N_("“%(name)s” fails: %(what)s"),
    "return": N_("Returned from “%(name)s”"),
    "withdraw": N_("“%(name)s” is taken back by who did it"),
    "jump": N_("An administrator moves it from “%(name)s” to “%(what)s”"),
    "restart": N_("An administrator restarts it from “%(name)s”"),
    "migrate": N_("It goes to another version: %(what)s"),
    "cancel_token": N_("An administrator ends the branch at “%(name)s”"),
    "add_token": N_("An administrator begins a branch at “%(name)s”"),
    "edit": N_("An administrator changes the value “%(what)s”"),
    "reassign": N_("An administrator gives “%(name)s” to somebody else"),
    "suspend": N_("An administrator suspends it"),
    "resume": N_("An administrator resumes it"),
    "terminate": N_("It is terminated"),
    "cancel_all": N_("Its initiator cancels it"),
    "retry": N_("“%(name)s” is tried again"),
    "transfer": N_("“%(name)s” is handed over"),
    "delegate": N_("“%(name)s” is delegated"),
    "hold": N_("“%(name)s” is put on hold"),
    "unhold": N_("“%(name)s” is taken up again"),
    "due_transfer": N_("The deadline of “%(name)s” hands it over"),
    "due_escalate": N_("The deadline of “%(name)s” escalates it"),
    "due_pass": N_("The deadline of “%(name)s” passes it"),
    "due_return": N_("The deadline of “%(name)s” returns it"),
}
SCOPES: Mapping[str, str] = {
    "root": N_("The matter"),
    "call": N_("Called process at “%(name)s”"),
    "item": N_("“%(name)s”, item %(item)s"),
    "level": N_("Sub-process “%(name)s”"),
}
TYPES: Mapping[str, str] = {
    "null": N_("empty"),
    "boolean": N_("yes or no"),
    "number": N_("number"),
    "string": N_("text"),
    "array": N_("list"),
    "object": N_("group of values"),
}
EVENTS: Mapping[str, str] = {
    "message": N_("Message"),
    "signal": N_("Signal"),
    "conditional": N_("Condition"),
}
CALLS: Mapping[str, tuple[str, str]] = {
    "queued": (N_("On its way"), "brand"),
    "due": (N_("To be tried again"), "amber"),
    "trying": (N_("Under way"), "brand"),
    "answered": (N_("Answered, to be told"), "brand"),
    "done": (N_("Done"), "green"),
    "failed": (N_("Failed"), "red"),
    "withdrawn": (N_("Withdrawn"), "grey"),
}
ACTIONS: Mapping[str, str] = {
    "remind": N_("reminds the handlers"),
    "transfer": N_("hands it over"),
    "escalate": N_("goes to the head above"),
    "pass": N_("passes it"),
    "return": N_("returns it"),
}
RUNS: Mapping[str, tuple[str, str]] = {
    "works": (N_("Under way"), "brand"),
    "failed": (N_("Fault"), "red"),
    "done": (N_("Done"), "green"),
    "cancelled": (N_("Taken away"), "grey"),
    "undone": (N_("Undone"), "grey"),
}
TABS: tuple[tuple[str, str, str], ...] = (
    ("inspect", "portal.inspect_instance", N_("At a glance")),
    ("waits", "portal.inspect_waits", N_("What it waits for")),
    ("variables", "portal.inspect_variables", N_("Variables")),
    ("form", "portal.inspect_form", N_("Form and record")),
    ("replay", "portal.inspect_replay", N_("Replay")),
    ("snapshot", "portal.inspect_snapshot", N_("Snapshot")),
)


def step_words(step: StoryStep) -> str:
    """Say what happened, without who and when."""
    # An entry of the record has no flow and moves no token: there the word means the whole matter.
    whole = step.kind == "cancel" and not (step.went or step.element)
    wording = STEPS.get("cancel_all" if whole else step.kind, step.kind)
    name = step.name or gettext("a step that this version does not have")
    said = gettext(wording) % {"name": name, "what": _what(step)}
    if step.item is not None:
        return gettext("%(said)s (item %(n)s)", said=said, n=step.item + 1)
    return said


def _what(step: StoryStep) -> str:
    if step.kind == "migrate":
        return f"V{step.outcome.replace('-', '.0 → V')}.0"
    return step.outcome


def scope_words(kind: str, name: str, item: int | None) -> str:
    """Name a scope of variables."""
    return gettext(SCOPES[kind]) % {"name": name or "—", "item": (item or 0) + 1}


def look_words(kind: str) -> str:
    """Say what was seen."""
    return gettext(KINDS[kind]) if kind in KINDS else kind


GLOBALS: Mapping[str, Callable[..., str] | Mapping[str, object] | tuple[object, ...]] = {
    "step_words": step_words,
    "scope_words": scope_words,
    "look_words": look_words,
    "value_types": TYPES,
    "awaited_kinds": EVENTS,
    "call_states": CALLS,
    "run_states": RUNS,
    "due_actions": ACTIONS,
    "inspect_tabs": TABS,
}
