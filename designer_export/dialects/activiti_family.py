"""What Activiti and those that came from it (Camunda 7, Flowable) write alike, each in its namespace."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from lxml import etree

from designer_export.dialects.carrier import Carrier
from designer_export.namespaces import bpmn, local

_EXPRESSION: Final = re.compile(r"[$#]\{(.*)\}\s*", re.DOTALL)
_VARIABLE: Final = re.compile(r"[$#]\{\s*(\w+)\s*\}")


class Family:
    """Carries over the attributes and elements of one namespace.

    Parameters
    ----------
    initiators
        Names of variables that hold who started an instance, besides those that start events declare.
    """

    def __init__(self, carrier: Carrier, namespace: str, initiators: tuple[str, ...] = ()) -> None:
        self._carrier = carrier
        self._namespace = namespace
        self._initiators = {*initiators, *self._declared_initiators()}

    def carry(self) -> None:
        """Carry over everything that is known."""
        acts: Mapping[str, Callable[[etree._Element], None]] = {"userTask": self._user_task}
        for element in list(self._carrier.root.iter("*")):
            act = acts.get(local(element))
            if act is not None:
                act(element)

    def _get(self, node: etree._Element, name: str) -> str | None:
        return self._carrier.attribute(node, f"{{{self._namespace}}}{name}")

    def _declared_initiators(self) -> Iterator[str]:
        for start in self._carrier.root.iter(bpmn("startEvent")):
            name = self._get(start, "initiator")
            if name:
                yield name

    def _user_task(self, task: etree._Element) -> None:
        assignee = self._get(task, "assignee")
        users, groups = self._get(task, "candidateUsers"), self._get(task, "candidateGroups")
        if assignee:
            # Who has the task has it alone: candidates would come beside him.
            self._assign(task, "assignee", "person", assignee)
            return
        for name, rule, names in (("candidateUsers", "person", users), ("candidateGroups", "group", groups)):
            for one in _listed(names or ""):
                self._assign(task, name, rule, one)

    def _assign(self, task: etree._Element, attribute: str, rule: str, said: str) -> None:
        """Add a rule for a literal, for whoever started the instance, or for what an expression gives."""
        name = f"{{{self._namespace}}}{attribute}"
        variable = _VARIABLE.fullmatch(said)
        if variable and variable[1] in self._initiators:
            self._carrier.assign(task, "initiator")
        elif _EXPRESSION.fullmatch(said):
            source = self._carrier.said(said, "juel", task, name)
            if source is not None:
                self._carrier.assign(task, "expression", value=source)
        else:
            self._carrier.assign(task, rule, value=said)


def _listed(text: str) -> list[str]:
    """Take a list apart whose commas do not stand within an expression."""
    parts = re.findall(r"(?:[$#]\{[^}]*\}|[^,])+", text)
    return [part.strip() for part in parts if part.strip()]
