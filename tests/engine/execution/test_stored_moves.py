"""A stored state of format 3 in the middle of every move: signers, later ones, tags, what was jumped over.

The golden file is written once, when the format is released, and never again::

    PYTHONPATH=. .venv/bin/python -c "from tests.engine.execution.test_stored_moves import write; write()"
"""

from datetime import timedelta
from pathlib import Path

from engine.execution import Execution, compile_process
from tests.engine.execution.stories import Story, after, boundary, check, file, handler, items, message, sub
from tests.engine.execution.support import chain, nodes, reloaded, token_of

GOLDEN = Path(__file__).parent / "golden" / "moves_3.tbx"
_IN_TURN = '<multiInstanceLoopCharacteristics isSequential="true"><loopDataInputRef>people</loopDataInputRef>'
_IN_TURN += '<inputDataItem id="who" name="who"/></multiInstanceLoopCharacteristics>'


def diagram() -> bytes:
    inner = nodes(start="is", user="check", end="ie") + chain("is", "check", "ie")
    body = nodes(start="s", par="p pp qq q", user="apply head office x y after late last", end="e f")
    body += f'<dataObject id="people"/><userTask id="turn">{_IN_TURN}</userTask>'
    body += f'<userTask id="all">{items(2)}</userTask>' + sub("inner", inner)
    body += chain("s", "apply", "p", "head", "office", "q", "last", "e") + chain("p", "turn", "q")
    body += chain("p", "all", "q") + chain("p", "inner", "q")
    body += chain("p", "pp", "x", "qq", "after", "q") + chain("pp", "y", "qq")
    body += boundary("t", "head", after("PT2H"), stops=False) + chain("t", "late", "f")
    return file(body + handler("h", message("m"), "noted", stops=False))


def state() -> Story:
    """An hour in: who signs before waits for his own, one in turn was taken off, a block was jumped over."""
    story = Story(compile_process(diagram(), "P"), people=["a", "b"]).finish("apply")
    story.back("apply", source="head").finish("apply").after(hours=1)
    run = story.run
    run.tag(token_of(run, "head"), {"owner": 7})
    story.sign("head", "after", "zhao").sign("head", "after", "qian").sign("head", "before", "li")
    story.sign("turn", "beside", "sun", 0, item="c").sign("turn", "beside", "zhou", 0, item="d")
    story.finish(("turn", 0), ("turn", 1))
    story.run.remove_signer(story.tagged("sun"))
    story.pause().advance()
    story.sign("all", "beside", "wu", 0).finish(("all", 1)).sign("check", "beside", "zheng").own("check")
    story.run.add_signer(story.tagged("li"), "after", "wang")
    story.run.hand_back(token_of(story.run, "all", 0), story.token_done("apply"), "feng")
    story.run.jump(token_of(story.run, "x"), "after")
    story.pause().advance()
    return story


def write() -> None:
    """Store the state; only before the format is released."""
    GOLDEN.with_suffix(".bpmn").write_bytes(diagram())
    GOLDEN.write_bytes(state().run.dump())


def to_the_end(story: Story) -> None:
    signs = {str(step.tag or step.element): (step.element, step.sign) for step in story.run.waiting}
    assert signs == {
        "li": ("head", "before"),
        "zhou": ("turn", None),
        "wu": ("all", None),
        "feng": ("apply", "before"),
        "zheng": ("check", "beside"),
        "after": ("after", None),
    }
    assert story.run.read("who", story.tagged("zhou")) == "d"
    assert story.due == timedelta(hours=1)
    assert [(row.element, row.name) for row in story.run.listening] == [("h", "m")]
    story.after(hours=1)
    assert story.receive("message", "m")
    assert {"late", "noted"} < set(story.open)
    story.by("li", "wang", "zhou", "wu", "feng", "zheng").finish("late", "noted", ("all", 0))
    (head,) = [step for step in story.run.waiting if step.element == "head"]
    assert (head.tag, head.later) == ({"owner": 7}, ("zhao", "qian"))
    story.back("pp", source="after")
    assert "after" not in story.open
    story.finish("head").by("qian", "zhao").finish("y", "x", "after", "office", "last")
    assert story.state == "completed"
    assert story.turns("q") == 1


def test_what_moves_have_left_survives() -> None:
    to_the_end(state())


def test_what_was_stored_runs_to_the_end() -> None:
    compiled = compile_process(GOLDEN.with_suffix(".bpmn").read_bytes(), "P")
    story = state()
    story.program = compiled
    story.run = Execution.load(compiled, story.env, GOLDEN.read_bytes())
    check(story.run._instance)
    reloaded(story.run, compiled, story.env)
    to_the_end(story)
