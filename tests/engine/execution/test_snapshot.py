"""The stored form: small, numbered, refused when unknown; old files stay readable."""

from hashlib import sha256
from pathlib import Path

import pytest
import zstandard

from engine.execution import BrokenSnapshot, Execution, UnknownFormat, compile_process
from engine.execution.snapshot import FORMAT
from engine.execution.wording import DICTIONARY
from tests.engine.execution.support import (
    chain,
    finish,
    flow,
    make_env,
    nodes,
    open_steps,
    program,
    reloaded,
    script,
    started,
    token_of,
)

GOLDEN = Path(__file__).parent / "golden"
FOUR = program(
    nodes(start="s", user="apply head office archive", end="e")
    + chain("s", "apply", "head", "office", "archive", "e")
)
DOCUMENT = {
    "number": "2026010017",
    "name": "沈亦舟",
    "unit": "计算机与软件学院",
    "mailbox": "shenyizhou@songxi.example",
    "reason": "连续输错密码，邮箱被锁定，请予解锁。",
    "initiator": {"id": 17, "name": "沈亦舟"},
    "steps": {"apply": {"outcome": "complete"}, "head": {"outcome": "approve"}},
}
EVERYTHING = (
    nodes(start="s", par="split join", user="apply a after", xor="x", end="e")
    + script("f", "total = missing + 1")
    + '<subProcess id="sub"><dataObject id="local"/>'
    + nodes(start="is", user="inner", end="ie")
    + chain("is", "inner", "ie")
    + '</subProcess><userTask id="sign"><multiInstanceLoopCharacteristics>'
    + "<loopDataInputRef>people</loopDataInputRef><loopDataOutputRef>votes</loopDataOutputRef>"
    + '<inputDataItem id="person"/><outputDataItem id="vote"/></multiInstanceLoopCharacteristics></userTask>'
    + chain("s", "apply", "split", "a", "join", "after", "x")
    + "".join(chain("split", name, "join") for name in ("f", "sub", "sign"))
    + flow("x", "e", "done")
    + flow("x", "after", "not done")
)


def test_four_tasks_and_a_small_document_are_small() -> None:
    run = started(FOUR, **DOCUMENT)
    for step in ("apply", "head", "office"):
        finish(run, step)
    assert len(run.dump()) < 700


def test_specs_and_conditions_are_never_stored() -> None:
    story = program(nodes(start="s", user="u", xor="x", end="e f") + chain("s", "u", "x")
                    + flow("x", "e", "secret_rule > 1") + flow("x", "f"))  # fmt: skip
    stored = zstandard.ZstdDecompressor(dict_data=DICTIONARY).decompress(started(story).dump()[4:])
    assert b"secret_rule" not in stored
    assert b"conditionExpression" not in stored


@pytest.mark.parametrize("data", [b"", b"TB", b"TBX\x63abc", b"PK\x03\x04abc", b"TBX\xff"])
def test_unknown_format_is_refused(data: bytes) -> None:
    with pytest.raises(UnknownFormat):
        Execution.load(FOUR, make_env(), data)


def test_damaged_snapshot_is_refused() -> None:
    stored = started(FOUR).dump()
    for data in (stored[:-4], stored[:4], stored[:4] + b"x" + stored[5:]):
        with pytest.raises(BrokenSnapshot):
            Execution.load(FOUR, make_env(), data)


def test_snapshot_of_another_definition_is_refused() -> None:
    other = program(nodes(start="s", end="e") + chain("s", "e"))
    with pytest.raises(BrokenSnapshot):
        Execution.load(other, make_env(), started(FOUR).dump())


def test_token_ids_are_small_and_stable() -> None:
    run = started(FOUR)
    finish(run, "apply")
    token = token_of(run, "head")
    assert token < 10
    assert token_of(reloaded(run, FOUR), "head") == token


def everything() -> Execution:
    """A state with a little of all: failed step, sub-process, items, waiting join, void history."""
    story = program(EVERYTHING)
    run = started(story, people=["甲", "乙"], done=True)
    finish(run, "apply")
    finish(run, "a")
    run.return_to(token_of(run, "inner"), "apply")
    finish(run, "apply")
    finish(run, "a")
    run.write("local", {"kept": [1, 2.5, None]}, token_of(run, "inner"))
    run.write("vote", "yes", token_of(run, "sign", 1))
    finish(run, "sign", 1)
    return run


def to_the_end(run: Execution) -> None:
    run.write("missing", 1)
    run.retry(run.failures[0].token)
    assert run.read("local", token_of(run, "inner")) == {"kept": [1, 2.5, None]}
    finish(run, "inner")
    run.write("vote", "no", token_of(run, "sign", 0))
    finish(run, "sign", 0)
    assert run.read("votes") == ["no", "yes"]
    assert open_steps(run) == ["after"]
    finish(run, "after")
    assert run.state == "completed"


def test_a_state_with_a_little_of_all_survives() -> None:
    to_the_end(reloaded(everything(), program(EVERYTHING)))


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("format_*.tbx")), ids=lambda path: path.stem)
def test_stored_state_of_every_format_runs_to_the_end(path: Path) -> None:
    diagram = path.with_suffix(".bpmn").read_bytes()
    compiled = compile_process(diagram)
    run = Execution.load(compiled, make_env(), path.read_bytes())
    assert [(failure.element, failure.code) for failure in run.failures] == [("f", "name")]
    assert open_steps(run) == ["inner", "sign"]
    to_the_end(reloaded(run, compiled))


def test_the_words_that_snapshots_share_are_those_of_their_format() -> None:
    digest = sha256(DICTIONARY.as_bytes()).hexdigest()
    assert digest == "8aa5b4dd0ca8701850223bd3473d53b361ae406fa00ef0751f118f6560d656f4"


def test_there_is_a_stored_state_of_the_present_format() -> None:
    assert (GOLDEN / f"format_{FORMAT}.tbx").exists()
