"""What comes from inside an activity: errors, escalations, compensation, cancelled transactions."""

from tests.engine.execution.models.listening import Listening
from tests.engine.execution.models.writing import Block

ERROR = '<errorEventDefinition errorRef="E1"/>'
ANY_ERROR = "<errorEventDefinition/>"
ESCALATION = '<escalationEventDefinition escalationRef="X1"/>'


class Raising(Listening):
    """A person's answer 2 lets something go wrong inside."""

    def _question(self, wrong: str) -> tuple[str, str, str]:
        """A user task, then `wrong` if it answers 2; gives (text, first node, node of the other way)."""
        asked, choice, out = self.name("u"), self.name("x"), self.name("x")
        text = f'<userTask id="{asked}" name="{asked}"/><exclusiveGateway id="{choice}" default="d{choice}"/>'
        text += f'<exclusiveGateway id="{out}"/>' + self.flow(asked, choice)
        text += self.flow(choice, wrong, self.answered(asked, 2)) + self.flow(choice, out, "", f"d{choice}")
        return text, asked, out

    def _inside(self, result: str, depth: int, *, beside: bool) -> str:
        """A level that may end with `result`, perhaps while another branch is at work."""
        start, split, wrong, end = (self.name(prefix) for prefix in ("st", "g", "ee", "en"))
        question, first, out = self._question(wrong)
        text = f'<startEvent id="{start}"/><parallelGateway id="{split}"/><endEvent id="{wrong}">{result}'
        text += f'</endEvent><endEvent id="{end}"/>{question}' + self.chain(start, split, first)
        text += self.flow(out, end)
        if beside:
            inner, other = self.sequence(depth, 2), self.name("en")
            text += inner.text + f'<endEvent id="{other}"/>'
            text += self.flow(split, inner.first) + self.flow(inner.last, other)
        return text

    def failing(self, depth: int) -> Block:
        """A sub-process that an error inside may end, caught at its border or by itself."""
        name, merge = self.name("s"), self.name("x")
        inside = self._inside(ERROR, depth - 1, beside=self.chance(0.6))
        caught = self.random.choice((ERROR, ANY_ERROR))
        at_border = self.chance(0.7)
        if not at_border:
            inside += self.event_sub(depth - 1, caught, ends=True)
        text = f'<subProcess id="{name}">{inside}</subProcess><exclusiveGateway id="{merge}"/>'
        text += self.flow(name, merge)
        if at_border:
            text += self.boundary(name, merge, "error", depth - 1, caught)
        return Block(text, name, merge)

    def escalating(self, depth: int) -> Block:
        """A sub-process that may tell those around it something, and goes on unless that ends it."""
        name, merge = self.name("s"), self.name("x")
        inside = self._inside(ESCALATION, depth - 1, beside=self.chance(0.6))
        text = f'<subProcess id="{name}">{inside}</subProcess><exclusiveGateway id="{merge}"/>'
        text += self.flow(name, merge) + self.boundary(name, merge, "escalation", depth - 1, ESCALATION)
        return Block(text, name, merge)

    def undone_by(self, activity: str) -> str:
        """A compensation boundary with its handler."""
        event, handler = self.name("cb"), self.name("ch")
        return (
            f'<boundaryEvent id="{event}" attachedToRef="{activity}">'
            "<compensateEventDefinition/></boundaryEvent>"
            f'<userTask id="{handler}" name="{handler}" isForCompensation="true"/>'
            f'<association id="{self.name("as")}" sourceRef="{event}" targetRef="{handler}"/>'
        )

    def undoing(self, depth: int) -> Block:
        """A step that may be undone by a step of the diagram."""
        done, wrong = self.name("u"), self.name("ct")
        question, first, out = self._question(wrong)
        definition = f'<compensateEventDefinition activityRef="{done}"/>'
        text = f'<userTask id="{done}" name="{done}"/>{self.undone_by(done)}{question}'
        text += f'<intermediateThrowEvent id="{wrong}">{definition}</intermediateThrowEvent>'
        return Block(text + self.flow(done, first) + self.flow(wrong, out), done, out)

    def transaction(self, depth: int) -> Block:
        """A transaction that may be cancelled."""
        name, merge, start, done = (self.name(prefix) for prefix in ("t", "x", "st", "u"))
        wrong, end = self.name("ce"), self.name("en")
        question, first, out = self._question(wrong)
        inside = f'<startEvent id="{start}"/><userTask id="{done}" name="{done}"/>{self.undone_by(done)}'
        inside += (
            f'{question}<endEvent id="{wrong}"><cancelEventDefinition/></endEvent><endEvent id="{end}"/>'
        )
        inside += self.chain(start, done, first) + self.flow(out, end)
        text = f'<transaction id="{name}">{inside}</transaction><exclusiveGateway id="{merge}"/>'
        text += self.flow(name, merge)
        return Block(
            text + self.boundary(name, merge, "cancel", depth - 1, "<cancelEventDefinition/>"), name, merge
        )
