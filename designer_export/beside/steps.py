"""Who handles a step, with which buttons, until when: what a step's settings say otherwise than before."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from designer_export.beside.words import Remark, Words, book, both, listed, named, remark, said, turn
from designer_export.deadlines import DeadlineAction
from designer_export.handling import PLAIN, AssignRule
from designer_export.native import CopyRule, StepSettings

_NOTHING: Final = both("")


def step_remarks(name: Words, before: StepSettings, after: StepSettings) -> Iterator[Remark]:
    """Compare the settings of a step that is in both."""
    for aspect, tell in _ASPECTS.items():
        yield from _changed(name, after.id, aspect, tell(before), tell(after))


def copy_remarks(
    name: Words, at: str, before: Iterable[CopyRule], after: Iterable[CopyRule]
) -> Iterator[Remark]:
    """Compare who gets the matter to read at a step or an end."""
    yield from _changed(name, at, "copies", listed(map(_copy, before)), listed(map(_copy, after)))


def _changed(name: Words, at: str, aspect: str, before: Words, after: Words) -> Iterator[Remark]:
    if before == after:
        return
    words = {"step": name, "aspect": named("aspect", aspect), "before": before, "after": after}
    yield remark("step", at, f"step/{turn(bool(before['en']), bool(after['en']))}", **words)


def _assign(step: StepSettings) -> Words:
    return listed(map(_rule, step.assign))


def _rule(rule: AssignRule) -> Words:
    own = f"{rule.rule}/{rule.of}"
    known = own in book()["value"]
    told = [named("value", own if known else rule.rule)]
    told += [both(one) for one in (rule.value, rule.role) if one]
    if rule.of and not known:
        told.append({lang: f"({words})" for lang, words in named("value", rule.of).items()})
    if rule.level != 1 or rule.up_to:
        told.append(both(f"{rule.level}–{rule.up_to}" if rule.up_to else str(rule.level)))
    if rule.rule == "chosen":
        told += [named("value", one) for one in (rule.by, rule.among) if one]
    return _spaced(told)


def _copy(rule: CopyRule) -> Words:
    return _spaced([_rule(rule.assign), named("value", rule.when)])


def _outcomes(step: StepSettings) -> Words:
    return listed(said(one.text) if one.text else both(one.id) for one in step.outcomes)


def _deadline(step: StepSettings) -> Words:
    deadline = step.deadline
    if deadline is None:
        return _NOTHING
    first = _spaced([both(deadline.within), named("value", "working" if deadline.working else "plain")])
    return listed([first, *map(_action, deadline.actions)])


def _action(action: DeadlineAction) -> Words:
    to = [*map(_rule, action.assign), *_parts(action.outcome, action.to)]
    return _spaced([both(action.at), named("value", action.do), *to])


def _countersign(step: StepSettings) -> Words:
    how = step.countersign
    if how is None:
        return _NOTHING
    told = [named("value", how.policy)]
    if how.policy == "ratio":
        told.append(both(str(how.ratio)))
    if how.sequential:
        told.append(named("value", "sequential"))
    return _spaced([*told, *_parts(how.tie)])


def _policy(step: StepSettings) -> Words:
    if step.policy == PLAIN:
        return _NOTHING
    policy = step.policy
    parts = [policy.nobody, policy.initiator, policy.repeated]
    return listed([*(named("value", one) for one in parts), *_parts(policy.person, policy.outcome)])


def _opinion(step: StepSettings) -> Words:
    return both(f"{step.opinion}{' *' if step.opinion_required else ''}") if step.opinion else _NOTHING


def _parts(*texts: str | None) -> list[Words]:
    return [both(text) for text in texts if text]


def _spaced(parts: Iterable[Words]) -> Words:
    given = list(parts)
    return {lang: " ".join(one[lang] for one in given) for lang in both("")}


_ASPECTS: Final[Mapping[str, Callable[[StepSettings], Words]]] = {
    "assign": _assign,
    "outcomes": _outcomes,
    "deadline": _deadline,
    "countersign": _countersign,
    "returns": lambda step: listed(named("value", one) for one in step.returns),
    "without": lambda step: listed(named("value", one) for one in sorted(step.without)),
    "layout": lambda step: both(step.layout or ""),
    "opinion": _opinion,
    "policy": _policy,
    "batch": lambda step: named("value", str(step.batch).lower()),
    "apply": lambda step: named("value", str(step.apply).lower()),
}
