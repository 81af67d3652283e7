"""What an inspection showed after each command, and whether the replay at the end goes through all of it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from db.link import Link
from engine.queries.inspection.opened import Opened
from engine.queries.inspection.passing import counts
from engine.queries.inspection.story import StoryStep, picture_after, story_of

TOLD, UNTOLD = "a moment told", "a moment told otherwise"

Shown = tuple[Mapping[str, int], Mapping[str, int]]
"""How many tokens stand at each element, and how many have left it."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the living instance showed at a moment, after whatever had happened until then."""

    at: datetime
    shown: Shown


def look(matter: Opened, at: datetime) -> Seen:
    """Inspect the living instance; what it shows is counted from its tokens, without any order."""
    found = counts(matter.execution.passages(), matter.nodes)
    standing = {one.element: one.standing + one.failed for one in found if one.standing + one.failed}
    return Seen(at, (standing, {one.element: one.passed for one in found if one.passed}))


def check_replay(matter: Opened, link: Link, seen: Sequence[Seen], done: Counter[str]) -> None:
    """The replay ends as it was seen last; count the moments before at which it shows what was seen then.

    What is between two known moments may be shown at any place that they leave for it, in the order of time.
    """
    steps = story(matter, link)
    assert pictured(steps) == seen[-1].shown
    place = 0
    for one in seen:
        found = next((cut for cut in cuts(steps, one.at, place) if pictured(steps[:cut]) == one.shown), None)
        done[TOLD if found is not None else UNTOLD] += 1
        place = place if found is None else found


def story(matter: Opened, link: Link) -> list[StoryStep]:
    """Give all its pages."""
    first = story_of(matter, link)
    rest = (story_of(matter, link, page) for page in range(2, first.pages + 1))
    return [*first.steps, *(step for page in rest for step in page.steps)]


def pictured(steps: Sequence[StoryStep]) -> Shown:
    """What the diagram of the replay shows after some steps."""
    picture = picture_after(steps)
    return dict(picture.standing), dict(picture.passed)


def cuts(steps: Sequence[StoryStep], at: datetime, first: int) -> Iterator[int]:
    """Give where the moment may lie: behind what was over by then, before what came later."""
    over = max((step.n for step in steps if step.until is not None and step.until <= at), default=0)
    begun = next((step.n - 1 for step in steps if step.after > at), len(steps))
    return iter(range(max(first, min(over, begun)), begun + 1))
