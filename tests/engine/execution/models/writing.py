"""Writing random diagrams: names, flows, and what a file declares beside its process."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from random import Random

MESSAGES = ("M1", "M2", "M3")
SIGNALS = ("S1", "S2")
NAMESPACE = "http://www.omg.org/spec/BPMN/20100524/MODEL"


@dataclass(frozen=True)
class Block:
    """A part of a level with one way in and one way out."""

    text: str
    first: str
    last: str


@dataclass(frozen=True)
class Model:
    """A random diagram.

    Attributes
    ----------
    xml
        The whole file.
    flags
        Variables that its conditional events read.
    """

    xml: bytes
    flags: tuple[str, ...]


class Writer:
    """What every block is written with; `says` tells how a flow asks what a user task has answered."""

    def __init__(self, random: Random, says: str = "c_{user} == {answer}") -> None:
        self.random = random
        self.flags: list[str] = []
        self.called: list[str] = []
        self._says = says
        self._last = 0
        self._declared: list[list[str]] = [[]]
        self._quiet = 0

    def name(self, prefix: str) -> str:
        self._last += 1
        return f"{prefix}{self._last}"

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def flow(self, source: str, target: str, condition: str = "", name: str = "") -> str:
        text = f"<conditionExpression><![CDATA[{condition}]]></conditionExpression>" if condition else ""
        name = name or self.name("f")
        return f'<sequenceFlow id="{name}" sourceRef="{source}" targetRef="{target}">{text}</sequenceFlow>'

    def chain(self, *names: str) -> str:
        return "".join(self.flow(source, target) for source, target in pairwise(names))

    def answered(self, user: str, answer: int) -> str:
        """The condition that holds after `user` was completed with `answer`: 0, 1 or 2."""
        return self._says.format(user=user, answer=answer)

    def flag(self) -> str:
        """A new variable that only the world outside writes."""
        name = self.name("k")
        self.flags.append(name)
        self._declared[0].append(name)
        return name

    def counter(self, name: str) -> str:
        """A variable of the process around that one element counts its runs in."""
        self._declared[-1].append(name)
        return name

    @property
    def in_call(self) -> bool:
        """Whether a called process is being written: it sees nothing of the caller."""
        return len(self._declared) > 1

    @property
    def is_quiet(self) -> bool:
        """Whether what is written must not throw what its own listener waits for, without end."""
        return self._quiet > 0

    @contextmanager
    def quietly(self) -> Iterator[None]:
        self._quiet += 1
        yield
        self._quiet -= 1

    def process(self, name: str, body: str, *, runs: bool) -> str:
        """A process around a body whose variables have been declared since the last one."""
        objects = "".join(f'<dataObject id="{item}"/>' for item in self._declared[-1])
        executable = str(runs).lower()
        return f'<process id="{name}" name="{name}" isExecutable="{executable}">{objects}{body}</process>'

    @contextmanager
    def calling(self) -> Iterator[None]:
        self._declared.append([])
        yield
        self._declared.pop()

    def file(self, process: str) -> bytes:
        """The file with everything that blocks refer to."""
        declared = "".join(f'<message id="{name}" name="{name}"/>' for name in MESSAGES)
        declared += "".join(f'<signal id="{name}" name="{name}"/>' for name in SIGNALS)
        declared += '<error id="E1" errorCode="E1"/><error id="E2" errorCode="E2"/>'
        declared += '<escalation id="X1" escalationCode="X1"/>'
        head = f'<definitions xmlns="{NAMESPACE}" xmlns:tb="urn:tongban:bpmn:1.0" targetNamespace="urn:t">'
        return f"{head}{declared}{process}{''.join(self.called)}</definitions>".encode()
