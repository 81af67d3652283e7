"""Panels: a multi-instance whose caller says who its items are and when it is enough (会签)."""

import random
from collections import Counter
from typing import Any

import pytest

from designer_export.native import Countersign, Outcome
from engine.ballot import is_decided, result
from engine.execution import CannotMove, Environment, Execution, NotExecutable, Program, compile_process
from tests.engine.execution.support import chain, flow, make_env, nodes, reloaded, token_of

OUTCOMES = (Outcome("yes", "approve"), Outcome("no", "reject"))
RATIO = Countersign("ratio")
HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:tb="urn:tongban:bpmn:1.0">'
    '<process id="P" isExecutable="true">{body}</process></definitions>'
)


class Votes:
    """A caller who asks some people and counts what they say."""

    def __init__(self, people: list[str], rule: Countersign = RATIO) -> None:
        self.people, self.rule = people, rule
        self.run: Execution
        self.asked = 0

    def members(self, element: str, token: int) -> list[Any]:
        self.asked += 1
        return [{"who": name} for name in self.people]

    def decided(self, element: str, token: int, signed: tuple[Any, ...], total: int, last: bool) -> bool:
        votes = Counter(tag["vote"] for tag in signed)
        if not (last or is_decided(self.rule, OUTCOMES, votes, total)):
            return False
        self.run.write("result", [result(self.rule, OUTCOMES, votes, total), votes.total(), total], token)
        return True


def panel(settings: str = 'policy="all"', inside: str = "", leaves: str = "g") -> Program:
    step = (
        f'<userTask id="sign"><extensionElements><tb:step><tb:countersign {settings}/></tb:step>'
        f"</extensionElements>{inside}</userTask>"
    )
    body = nodes(start="s", user="before yes no", end="e", xor="" if leaves == "sign" else "g") + step
    body += (
        chain("s", "before", "sign") + chain("yes", "e") + ("" if leaves == "sign" else chain("sign", "g"))
    )
    body += flow(leaves, "yes", "result[0] == 'yes'") + flow(leaves, "no", "result[0] == 'no' and not lost")
    return compile_process(HEAD.format(body=body).encode())


PARALLEL, SEQUENTIAL = panel(), panel('policy="all" sequential="true"')


def at_panel(votes: Votes, program: Program = PARALLEL) -> Execution:
    env = make_env(panel=votes)
    votes.run = Execution.create(program, env, {"result": None, "lost": False})
    votes.run.advance()
    votes.run.complete(token_of(votes.run, "before"))
    votes.run.advance()
    return votes.run


def names(run: Execution) -> list[str]:
    return [step.tag["who"] for step in run.waiting if step.element == "sign"]


def say(run: Execution, who: str, vote: str) -> int:
    step = next(step for step in run.waiting if step.element == "sign" and step.tag["who"] == who)
    run.tag(step.token, {**step.tag, "vote": vote})
    run.complete(step.token)
    run.advance()
    return step.token


def elements(run: Execution) -> set[str]:
    return {step.element for step in run.waiting}


def test_each_member_gets_an_item_with_his_tag() -> None:
    votes = Votes(["li", "wang", "zhao"])
    assert names(at_panel(votes)) == ["li", "wang", "zhao"]
    assert votes.asked == 1


def test_the_result_is_there_when_the_way_on_is_chosen() -> None:
    votes = Votes(["li", "wang"])
    run = at_panel(votes)
    say(run, "li", "yes")
    assert run.read("result") is None
    say(run, "wang", "yes")
    assert elements(run) == {"yes"}
    assert run.read("result") == ["yes", 2, 2]


def test_nobody_asked_is_a_result_too() -> None:
    votes = Votes([], Countersign("all"))
    run = at_panel(votes)
    assert elements(run) == {"yes"}
    assert run.read("result") == ["yes", 0, 0]


def test_without_a_caller_one_unnamed_person_signs() -> None:
    run = Execution.create(PARALLEL, make_env(), {"result": ["yes"], "lost": False})
    run.advance()
    for element in ("before", "sign"):
        run.complete(next(step.token for step in run.waiting if step.element == element))
        run.advance()
    assert elements(run) == {"yes"}


def test_in_turn_the_next_begins_when_the_one_before_has_signed() -> None:
    votes = Votes(["li", "wang", "zhao"])
    run = at_panel(votes, SEQUENTIAL)
    for name in votes.people:
        assert names(run) == [name]
        say(run, name, "yes")
    assert elements(run) == {"yes"}


def test_a_decision_that_no_flow_answers_is_a_fault_and_counts_again_on_a_retry() -> None:
    votes = Votes(["li", "wang"])
    run = at_panel(votes, panel(leaves="sign"))
    run.write("lost", True)
    say(run, "li", "no")
    (failure,) = run.failures
    assert (failure.element, failure.code) == ("sign", "no_flow")
    assert run.read("result") is None, "what a failed step wrote is taken back"
    assert names(run) == ["wang"]
    run.write("lost", False)
    run.retry(failure.token)
    assert elements(run) == {"no"}
    assert run.read("result") == ["no", 1, 2]


def test_a_loop_cannot_be_a_panel() -> None:
    with pytest.raises(NotExecutable):
        panel(inside='<standardLoopCharacteristics loopMaximum="2"/>')


def test_one_of_many_stays_a_step() -> None:
    votes = Votes(["li", "wang"])
    run = at_panel(votes, panel('policy="any"'))
    assert votes.asked == 0
    assert len(run.waiting) == 1


class Told:
    """A panel and what it should have come to: the votes that count, by person."""

    def __init__(self, people: int, sequential: bool, rule: Countersign) -> None:
        self.votes = Votes([f"p{n}" for n in range(people)], rule)
        self.program = SEQUENTIAL if sequential else PARALLEL
        self.env: Environment = make_env(panel=self.votes)
        self.run = at_panel(self.votes, self.program)
        self.said: dict[str, str] = {}
        self.tokens: dict[str, int] = {}
        self.added: list[str] = []
        self.total = people
        self.refused: set[str] = set()
        self.reopened = False
        """Whether a vote was taken back and nobody has voted since: the others are not counted meanwhile."""

    def vote(self, rng: random.Random) -> None:
        who = rng.choice(names(self.run))
        self.said[who] = rng.choice(("yes", "no"))
        self.tokens[who] = say(self.run, who, self.said[who])
        self.reopened = False

    def add(self, rng: random.Random) -> None:
        host = next(step for step in self.run.waiting if step.element == "sign")
        who = f"added{self.total}.{rng.randrange(10**9)}"
        self.run.add_signer(host.token, "beside", {"who": who}, item=None)
        self.added.append(who)
        self.total += 1
        self.run.advance()

    def leave_out(self, rng: random.Random) -> None:
        waiting = [step for step in self.run.waiting if step.tag and step.tag["who"] in self.added]
        if waiting:
            self.run.remove_signer(rng.choice(waiting).token)
            self.total -= 1
            self.reopened = False
            self.run.advance()

    def withdraw(self, rng: random.Random) -> None:
        who = rng.choice(list(self.said)) if self.said else None
        if who is None:
            return
        try:
            self.run.withdraw(self.tokens[who])
        except CannotMove as refused:
            self.refused.add(refused.code)
            return
        if self.program is SEQUENTIAL:
            # Whoever had their turn after him have it again.
            order = list(self.said)
            for later in order[order.index(who) :]:
                del self.said[later]
        else:
            del self.said[who]
        self.reopened = True
        self.run.advance()

    def reload(self, rng: random.Random) -> None:
        self.run = self.votes.run = reloaded(self.run, self.program, self.env)

    def check(self) -> None:
        cast = Counter(self.said.values())
        open_ones = names(self.run)
        decided = is_decided(self.votes.rule, OUTCOMES, cast, self.total) and not self.reopened
        assert bool(open_ones) is not decided, (open_ones, self.said, self.total)
        if decided:
            wanted = result(self.votes.rule, OUTCOMES, cast, self.total)
            assert elements(self.run) == {wanted}
            assert self.run.read("result") == [wanted, cast.total(), self.total]
        elif self.program is PARALLEL:
            assert len(open_ones) == self.total - cast.total()
        assert not self.said.keys() & set(open_ones)


RULES = [Countersign("all"), RATIO, Countersign("vote"), Countersign("ratio", wait=True)]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.policy}-{rule.wait}")
@pytest.mark.parametrize("sequential", [False, True])
def test_whatever_happens_the_result_is_that_of_the_votes_that_count(
    rule: Countersign, sequential: bool
) -> None:
    for seed in range(60):
        rng = random.Random(seed)
        told = Told(rng.randint(1, 5), sequential, rule)
        for _ in range(rng.randint(1, 14)):
            moves = [told.withdraw, told.reload]
            if names(told.run):
                moves += [told.vote, told.vote, told.add, told.leave_out]
            rng.choice(moves)(rng)
            told.check()
        assert told.refused <= ({"countersigning", "followed"} if sequential else {"countersigning"})
