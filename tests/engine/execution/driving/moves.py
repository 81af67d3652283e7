"""What approvers and administrators may do to a random story besides completing and returning."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from engine.execution import CannotMove

if TYPE_CHECKING:
    from tests.engine.execution.driving.lane import Lane
    from tests.engine.execution.driving.story import Story

_NEVER = ("exclusiveGateway", "inclusiveGateway", "endEvent")
KINDS = ("before", "beside", "after")
WEIGHTS = {
    "add signer": 8,
    "remove signer": 4,
    "remove later signer": 60,
    "hand back": 4,
    "withdraw": 8,
    "jump": 4,
}


def able(story: "Story") -> dict[str, bool]:
    """Which of these can be tried now."""
    run = story.loaded.run
    return {
        "add signer": bool(run.waiting),
        "remove signer": bool(_added(story)),
        "remove later signer": any(step.later for step in run.waiting),
        "hand back": bool(run.waiting and run.completed),
        "withdraw": bool(run.completed),
        "jump": bool(run.waiting),
    }


def act(story: "Story", kind: str) -> None:
    _ACTS[kind](story)


def restart(story: "Story") -> None:
    """Let what has ended go on from any of its steps."""
    token = story.random.choice(story.loaded.run.completed).token
    _try(story, "restart", lambda lane: (lane.run.restart(token), lane.run.advance())[0])


def _added(story: "Story") -> list[int]:
    tokens = story.loaded.run._instance.tokens
    return [
        step.token
        for step in story.loaded.run.waiting
        if step.sign or "added" in tokens[step.token].internal_data
    ]


def _add_signer(story: "Story") -> None:
    step = story.random.choice(story.loaded.run.waiting)
    kind, tag = story.random.choice(KINDS), f"t{story.random.randrange(1000)}"

    def move(lane: "Lane") -> Any:
        added = lane.run.add_signer(step.token, kind, tag)  # type: ignore[arg-type]
        lane.run.advance()
        return added

    story.both(f"sign {kind}", move)


def _remove_signer(story: "Story") -> None:
    token = story.random.choice(_added(story))
    story.both("remove signer", lambda lane: (lane.run.remove_signer(token), lane.run.advance()))


def _remove_later(story: "Story") -> None:
    step = story.random.choice([step for step in story.loaded.run.waiting if step.later])
    position = story.random.randrange(len(step.later))

    def move(lane: "Lane") -> None:
        lane.run.remove_later(step.token, position)
        lane.run.advance()

    story.both("remove later signer", move)


def _hand_back(story: "Story") -> None:
    run = story.loaded.run
    token, target = story.random.choice(run.waiting).token, story.random.choice(run.completed)

    def move(lane: "Lane") -> int:
        opened = lane.run.hand_back(token, target.token, "handed")
        lane.run.advance()
        return opened

    _try(story, "hand back", move)


def _withdraw(story: "Story") -> None:
    # The latest have mostly not been followed yet.
    completed = story.loaded.run.completed
    token = story.random.choice(completed[:2] if story.random.random() < 0.7 else completed).token
    _try(story, "withdraw", lambda lane: (lane.run.withdraw(token), lane.run.advance())[0])


def _jump(story: "Story") -> None:
    token = story.random.choice(story.loaded.run.waiting).token
    nodes = story.loaded.program.nodes.values()
    # A gateway asks for an answer that nobody has given; an error that nobody catches fails for ever.
    target = story.random.choice(sorted(node.id for node in nodes if node.kind not in _NEVER))
    _try(story, "jump", lambda lane: (lane.run.jump(token, target), lane.run.advance())[0])


def _try(story: "Story", kind: str, move: "Callable[[Lane], Any]") -> None:
    """Do it on both lanes; what is refused is refused on both, and changes nothing."""
    before = story.loaded.run.dump()
    try:
        story.both(kind, move)
    except CannotMove as refused:
        code = refused.code
        assert story.loaded.run.dump() == before

        def is_refused(lane: "Lane") -> bool:
            try:
                move(lane)
            except CannotMove as again:
                return again.code == code
            return False

        assert story.both(f"refused {kind}", is_refused)


_ACTS: dict[str, Callable[["Story"], None]] = {
    "add signer": _add_signer,
    "remove signer": _remove_signer,
    "remove later signer": _remove_later,
    "hand back": _hand_back,
    "withdraw": _withdraw,
    "jump": _jump,
}
