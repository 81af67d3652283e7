"""What is offered is what works: jumps and restarts of random matters, each tried on a copy."""

from collections import Counter

import pytest

from engine.execution import CannotMove, Execution
from tests.engine.execution.driving.story import Story

STORIES = 60


def works(story: Story, move) -> bool:
    copy = story.awake(story.loaded.run.dump())
    try:
        move(copy)
    except CannotMove:
        return False
    return True


def jump(token: int, target: str):
    return lambda copy: copy.jump(token, target)


def look(story: Story, seen: Counter[str]) -> None:
    run: Execution = story.loaded.run
    nodes = story.loaded.program.nodes
    for place in run.standing:
        offered = run.jump_targets(place.token)
        tried = [node for node in nodes if works(story, jump(place.token, node))]
        assert list(offered) == tried
        seen["jumps"] += len(tried)
        seen["no jumps"] += len(nodes) - len(tried)
    offered = [step.token for step in run.restartable(1000)]
    tried = [
        step.token for step in run.completed if works(story, lambda copy, it=step: copy.restart(it.token))
    ]
    assert offered == tried
    seen["restarts"] += len(tried)
    seen["no restarts"] += len(run.completed) - len(tried)


@pytest.mark.slow
def test_what_is_offered_works_and_nothing_else_does() -> None:
    seen: Counter[str] = Counter()
    for seed in range(STORIES):
        story = Story(seed, Counter())
        for _ in range(6):
            if story.state == "running":
                story.act(story.choose())
        look(story, seen)
        if story.state == "running":
            story.both("terminate", lambda lane: lane.run.terminate())
            look(story, seen)
    assert min(seen[kind] for kind in ("jumps", "no jumps", "restarts", "no restarts")) > 20, seen
