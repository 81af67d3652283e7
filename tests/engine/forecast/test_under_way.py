"""Ahead of matters under way: from tokens at joins, in parts, in turns, and beside the flow."""

from engine.execution import Environment, Execution
from engine.forecast import Forecast, from_grounds
from tests.engine.execution.support import NOON, chain, finish, flow, nodes, reloaded
from tests.engine.forecast.telling import SANDBOX, service, told

ENV = Environment(clock=lambda: NOON, sandbox=SANDBOX)


class Way:
    """A matter whose people do what they are told."""

    def __init__(self, body: str, beside: str = "", **variables) -> None:
        self.deployed = service(body, beside)
        self.run = Execution.create(self.deployed.program, ENV, {"steps": {}, **variables})
        self.run.advance()

    def done(self, element: str, index: int | None = None) -> "Way":
        finish(self.run, element, index)
        self.run = reloaded(self.run, self.deployed.program, ENV)
        return self

    @property
    def ahead(self) -> Forecast:
        return from_grounds(self.deployed, self.deployed.program, SANDBOX, self.run.grounds())


def test_of_two_branches_the_open_one_and_what_follows_the_join_lie_ahead():
    body = nodes(start="s", user="a a2 b c", par="g j", end="e") + chain("s", "g", "a", "a2", "j", "c", "e")
    way = Way(body + chain("g", "b", "j"))
    assert told(way.ahead) == "all(a* a2! / b*) c! ."
    assert told(way.done("b").ahead) == "a* a2! c! ."
    assert told(way.done("a").ahead) == "a2* c! ."


def test_inside_a_part_the_rest_of_it_lies_ahead_and_what_follows_it():
    inner = nodes(start="i", user="x y", end="o") + chain("i", "x", "y", "o")
    body = nodes(start="s", user="z", end="e") + f'<subProcess id="sub">{inner}</subProcess>'
    way = Way(body + chain("s", "sub", "z", "e"))
    assert told(way.ahead) == "sub[x* y!] z! ."
    assert told(way.done("x").ahead) == "sub[y*] z! ."


def items(sequential: bool, inside: str, enough: str = "") -> str:
    enough = f"<completionCondition>{enough}</completionCondition>" if enough else ""
    return (
        f'<multiInstanceLoopCharacteristics isSequential="{str(sequential).lower()}">'
        f"<loopCardinality>2</loopCardinality>{enough}</multiInstanceLoopCharacteristics>{inside}"
    )


PART = nodes(start="i", user="x y", end="o") + chain("i", "x", "y", "o")


def test_in_turns_the_inside_comes_once_more_as_long_as_there_is_another():
    body = nodes(start="s", user="z", end="e") + f'<subProcess id="sub">{items(True, PART)}</subProcess>'
    way = Way(body + chain("s", "sub", "z", "e"))
    way.done("x")
    assert told(way.ahead) == "sub[all(y* / x y)] z! ."
    way.done("y")
    assert told(way.ahead) == "sub[x* y!] z! ."


def test_of_several_at_once_each_is_where_it_is():
    body = nodes(start="s", user="z", end="e") + f'<subProcess id="sub">{items(False, PART)}</subProcess>'
    way = Way(body + chain("s", "sub", "z", "e"))
    way.run.complete(way.run.waiting[0].token)
    way.run.advance()
    assert told(way.ahead) == "sub[all(y* / x* y!)] z! ."


def test_where_one_is_enough_the_other_promises_nothing():
    part = items(False, PART, "nrOfCompletedInstances == 1")
    body = nodes(start="s", user="z", end="e") + f'<subProcess id="sub">{part}</subProcess>'
    assert told(Way(body + chain("s", "sub", "z", "e")).ahead) == "sub[all(x* y / x* y)] z! ."


def test_activities_without_an_order_wait_for_their_turn():
    inside = nodes(user="x y w")
    body = nodes(start="s", user="z", end="e")
    body += f'<adHocSubProcess id="sub" ordering="Sequential">{inside}</adHocSubProcess>'
    way = Way(body + chain("s", "sub", "z", "e"))
    assert told(way.ahead) == "sub[all(x* / y! / w!)] z! ."
    assert told(way.done("x").ahead) == "sub[all(y* / w!)] z! ."


def test_a_past_outcome_decides_until_its_step_is_open_again():
    body = (
        nodes(start="s", user="a b c", end="e")
        + '<exclusiveGateway id="g" default="no"/>'
        + chain("s", "a", "b", "g")
        + flow("g", "c", "steps.a.outcome == 'yes'")
        + flow("g", "a", name="no")
        + chain("c", "e")
    )
    way = Way(body)
    assert told(way.ahead) == "a* b! one(… / else: ^a) c! ."
    way.run.write("steps", {"a": {"outcome": "yes"}})
    assert told(way.done("a").ahead) == "b* c! ."


def test_what_waits_for_an_event_goes_on_from_there():
    catch = '<intermediateCatchEvent id="t"><timerEventDefinition><timeDuration>PT1H</timeDuration>'
    catch += "</timerEventDefinition></intermediateCatchEvent>"
    body = nodes(start="s", user="a b", end="e") + catch + chain("s", "a", "t", "b", "e")
    assert told(Way(body).done("a").ahead) == "b! ."


def test_of_a_race_that_is_on_each_may_still_win():
    catches = "".join(
        f'<intermediateCatchEvent id="t{n}"><timerEventDefinition><timeDuration>PT{n}H</timeDuration>'
        "</timerEventDefinition></intermediateCatchEvent>"
        for n in (1, 2)
    )
    body = nodes(start="s", user="a b1 b2", end="e f") + '<eventBasedGateway id="g"/>' + catches
    body += chain("s", "a", "g", "t1", "b1", "e") + chain("g", "t2", "b2", "f")
    assert told(Way(body).done("a").ahead) == "race(b1 . / b2 .)"


def test_a_matter_that_has_ended_has_nothing_ahead():
    body = nodes(start="s", user="a", end="e") + chain("s", "a", "e")
    assert Way(body).done("a").ahead == Forecast(())
