"""Bare diagrams that benchmarks run: no layout, no settings."""

from itertools import pairwise

_NS = "http://www.omg.org/spec/BPMN/20100524/MODEL"


def definitions(body: str) -> bytes:
    """Wrap the elements of one process."""
    process = f'<process id="P" isExecutable="true">{body}</process>'
    return f'<definitions xmlns="{_NS}">{process}</definitions>'.encode()


def flow(identifier: str, source: str, target: str) -> str:
    """A sequence flow without a condition."""
    return f'<sequenceFlow id="{identifier}" sourceRef="{source}" targetRef="{target}"/>'


def chain(tasks: int) -> bytes:
    """User tasks one behind the other."""
    names = ["s", *(f"t{i}" for i in range(tasks)), "e"]
    nodes = "".join(f'<userTask id="t{i}" name="步骤 {i}"/>' for i in range(tasks))
    flows = "".join(flow(f"f{i}", a, b) for i, (a, b) in enumerate(pairwise(names)))
    return definitions(f'<startEvent id="s"/>{nodes}<endEvent id="e"/>{flows}')


def blocks(count: int, branches: int) -> bytes:
    """Parallel blocks one behind the other, each branch a user task."""
    body, before = '<startEvent id="s"/>', "s"
    for block in range(count):
        split, join = f"p{block}", f"j{block}"
        body += f'<parallelGateway id="{split}"/><parallelGateway id="{join}"/>'
        body += flow(f"i{block}", before, split)
        for branch in range(branches):
            task = f"t{block}_{branch}"
            body += f'<userTask id="{task}"/>' + flow(f"a{task}", split, task) + flow(f"b{task}", task, join)
        before = join
    return definitions(body + '<endEvent id="e"/>' + flow("last", before, "e"))


def split(branches: int, steps: int) -> bytes:
    """``a``, then parallel branches of several tasks each (``b<branch>_<step>``), then ``z``."""
    ways = [["p", *(f"b{branch}_{step}" for step in range(steps)), "j"] for branch in range(branches)]
    tasks = "".join(f'<userTask id="{name}"/>' for way in ways for name in way[1:-1])
    pairs = [
        *pairwise(["s", "a", "p"]),
        *pairwise(["j", "z", "e"]),
        *(pair for way in ways for pair in pairwise(way)),
    ]
    return definitions(
        '<startEvent id="s"/><userTask id="a"/><parallelGateway id="p"/><parallelGateway id="j"/>'
        f'<userTask id="z"/><endEvent id="e"/>{tasks}'
        + "".join(flow(f"f{number}", *pair) for number, pair in enumerate(pairs))
    )


def signers() -> bytes:
    """Everybody of ``people`` at once, until all have voted."""
    loop = (
        "<multiInstanceLoopCharacteristics><loopDataInputRef>people</loopDataInputRef>"
        '<loopDataOutputRef>votes</loopDataOutputRef><inputDataItem id="person"/><outputDataItem id="vote"/>'
        "<completionCondition>nrOfCompletedInstances == nrOfInstances</completionCondition>"
        "</multiInstanceLoopCharacteristics>"
    )
    body = f'<startEvent id="s"/><userTask id="u">{loop}</userTask><endEvent id="e"/>'
    return definitions(body + flow("f0", "s", "u") + flow("f1", "u", "e"))
