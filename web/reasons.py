"""Why somebody handles a step, as a sentence: both doors say the same."""

from collections.abc import Callable, Mapping

from flask_babel import gettext

from engine.queries.reasons import TaskReason
from forms.texts import pick
from web.i18n import LOCALES, page_language, wording_in
from web.marks import N_

WHY: Mapping[str, str] = {
    "initiator": N_("the step belongs to whoever started the matter"),
    "person": N_("the process names this person for the step"),
    "group": N_("the process gives the step to this group"),
    "role": N_("the process gives the step to this post"),
    "collegeRole": N_("the step belongs to this post in the college of the initiator"),
    "unitHead": N_("the step belongs to the head of the unit that the initiator is in"),
    "unitHead/level": N_("the step belongs to head number %(level)s above the initiator"),
    "unitHead/field": N_("the unit was chosen in the form (%(field)s)"),
    "unitHead/unit": N_("the process gives the step to the head of this unit"),
    "field": N_("the form names this person (%(field)s)"),
    "chosen": N_("%(by)s has chosen this person"),
    "expression": N_("a formula of the process gives the step to them"),
    "lane": N_("the step stands in the lane “%(lane)s”"),
    "nobody": N_("nobody else was found for the step, so it falls to the administrators"),
    "nobodyPerson": N_("nobody else was found for the step, and the process names this person for that case"),
    "initiatorHead": N_("the step would have fallen to the initiator himself"),
    "notInitiator": N_("the initiator does not decide over his own matter, so the step falls to the others"),
    "substitute": N_("%(by)s is away and this person stands in"),
    "member": N_("everybody of %(by)s signs this step"),
    "returned": N_("this person did the step before, and it was returned"),
    "transferred": N_("%(by)s has handed the step over"),
    "delegated": N_("%(by)s has delegated the step"),
    "signer": N_("%(by)s has asked for this signature"),
    "owner": N_("the step was this person’s before it was returned to come straight back"),
    "withdrew": N_("this person has taken the own step back"),
}
POSTS: Mapping[str, str] = {"head": N_("The head")}
"""Posts that every school has, by key; others are called as the school calls them."""
OTHERWISE = N_("somebody has given the step to them by hand")
"""For what a later version keeps."""


Say = Callable[[str], str]
"""Gives a text of the catalogues in one language."""


def sentence_of(reason: TaskReason) -> str:
    """Say in the reader's language who handles a step and why."""
    return _sentence(reason, gettext, page_language())


def _sentence(reason: TaskReason, say: Say, tag: str) -> str:
    who, why = _who(reason, say, tag), _why(reason, say, tag)
    return say(N_("%(who)s, because %(why)s.")) % {"who": who, "why": why}


def sentences_of(reason: TaskReason) -> dict[str, str]:
    """Say it in every language, by BCP 47 tag."""
    return {tag: _sentence(reason, wording_in(locale), tag) for locale, tag in LOCALES.items()}


def _who(reason: TaskReason, say: Say, tag: str) -> str:
    name = reason.name or reason.principal
    if reason.principal.startswith("g:"):
        return say(N_("The group %(name)s")) % {"name": name}
    if reason.principal.startswith("r:"):
        return say(N_("%(role)s of %(unit)s")) % {"role": _post(reason, name, say, tag), "unit": reason.unit}
    return name


def _post(reason: TaskReason, name: str, say: Say, tag: str) -> str:
    """Name a post: the school's own word is Chinese."""
    known = POSTS.get(reason.principal.removeprefix("r:").partition("@")[0])
    return say(known) if known and not tag.startswith("zh") else name


def _why(reason: TaskReason, say: Say, tag: str) -> str:
    params = reason.params
    said = {"lane": params[0] if params else "", "level": params[0] if params else "1"}
    wording = say(WHY.get(_case(reason), OTHERWISE))
    # Looked up only where the wording speaks of them: every task that is opened comes through here.
    if "%(by)s" in wording:
        said["by"] = reason.by or say(N_("Somebody"))
    if "%(field)s" in wording:
        said["field"] = pick(reason.field, tag)
    return wording % said


def _case(reason: TaskReason) -> str:
    """Which wording fits a head: the one above the initiator, of a unit in the form, or of a named unit."""
    if reason.rule != "unitHead" or not reason.params:
        return reason.rule
    if reason.field is not None:
        return "unitHead/field"
    return "unitHead/unit" if len(reason.params) > 1 else "unitHead/level"
