"""A diagram as the rules see it: indexed once, read by all."""

from collections import defaultdict
from collections.abc import Container, Mapping
from functools import cached_property

from lxml import etree

from designer_export.decisions import Judge, decision_columns, decision_results
from designer_export.dialects import Carried
from designer_export.drawings import is_drawing
from designer_export.elements import model_elements
from designer_export.fates import fate, named_by
from designer_export.form_facts import FormFacts, form_facts
from designer_export.formulas import Formula, formulas
from designer_export.lanes import lanes_of
from designer_export.namespaces import bpmn, local
from designer_export.native import (
    CopyRule,
    OperationCall,
    StepSettings,
    read_copies,
    read_operations,
    read_settings,
)
from designer_export.nodes import flag, is_definition
from designer_export.people import Who
from designer_export.pools import called_names, drawn_parts
from designer_export.scopes import LEVELS, Scope, read_scope
from designer_export.soundness import Soundness, explore
from designer_export.specification import attributes
from designer_export.structure import is_astray, misplaced


class Model:
    """A diagram with its index and the files it came with.

    Parameters
    ----------
    carried
        The diagram, with what other tools wrote said in our words.
    files
        The bundle's other files by name; None if only the diagram is known: nothing is said about forms then.
    known_operations
        What service steps may call; None if that is not known.
    known_lanes
        Names by which a lane says who handles its steps: those of groups, roles and units; None if they are
        not known, and no lane says it then.
    judge
        Gives the problems of a file of decisions; None: nothing is said of what stands in them.
    who
        Whom steps may name; None if that is not known: nothing is said of it then.
    """

    def __init__(
        self,
        carried: Carried,
        files: Mapping[str, bytes] | None = None,
        known_operations: Container[str] | None = None,
        known_lanes: Container[str] | None = None,
        judge: Judge | None = None,
        who: Who | None = None,
    ) -> None:
        self.carried = carried
        self.diagram = carried.diagram
        self.known_operations = known_operations
        self.known_lanes = known_lanes
        self.judge = judge
        self.who = who
        self.root = carried.diagram.root
        self.files = files

    @cached_property
    def by_id(self) -> Mapping[str, list[etree._Element]]:
        """Elements of the model by id, outside extension elements."""
        found: dict[str, list[etree._Element]] = defaultdict(list)
        for element in self.elements:
            if element.get("id"):
                found[element.get("id", "")].append(element)
        return found

    @cached_property
    def elements(self) -> tuple[etree._Element, ...]:
        """All elements of the BPMN model outside extensionElements, the root first."""
        return tuple(model_elements(self.root))

    @cached_property
    def drawn(self) -> frozenset[etree._Element]:
        """Elements that only draw because the pool around them does, or because nothing calls them."""
        return frozenset(item for part in drawn_parts(self.root) for item in model_elements(part))

    @cached_property
    def running(self) -> tuple[etree._Element, ...]:
        """All elements but those that only draw for the sake of their pool."""
        return tuple(element for element in self.elements if element not in self.drawn)

    @cached_property
    def called(self) -> frozenset[str]:
        """Ids of processes and global tasks that call activities name."""
        return called_names(self.root)

    @cached_property
    def declared(self) -> Mapping[str, etree._Element]:
        """What stands beside the processes, by id: messages, signals, shared event definitions …"""
        return {child.get("id", ""): child for child in self.root if local(child) and child.get("id")}

    @cached_property
    def definitions(self) -> Mapping[str, etree._Element]:
        """Event definitions by id, wherever they stand."""
        found = [element for element in self.elements if is_definition(element) and element.get("id")]
        return {element.get("id", ""): element for element in reversed(found)}

    @cached_property
    def _named(self) -> frozenset[str]:
        return named_by(self.running)

    def fate(self, element: etree._Element) -> str:
        """Tell what becomes of an element: executed, drawing, not_carried or refused."""
        return self._fates[element]

    @cached_property
    def misplaced(self) -> frozenset[etree._Element]:
        """Elements of the upload that would mean something elsewhere, but may not stand where they do."""
        own = frozenset(self.carried.elements)
        found = {
            part
            for host in self.carried.elements
            for part in misplaced(host, [child for child in host if child in own])
        }
        found |= {part for part in own if part is not self.root and is_astray(part)}
        return frozenset(part for part in found if self._meanings.get(part) in ("executed", "drawing"))

    @cached_property
    def _fates(self) -> Mapping[etree._Element, str]:
        return {**self._meanings, **dict.fromkeys(self.misplaced, "refused")}

    @cached_property
    def _meanings(self) -> Mapping[etree._Element, str]:
        """What becomes of each element if it stands where it may."""
        meant = self.carried.meant
        running = {
            element: "executed" if element in meant else fate(element, self._named)
            for element in self.running
        }
        # What only draws need not run, but it has to be BPMN.
        known = attributes()
        drawn = {one: "drawing" if local(one) in known else "refused" for one in self.drawn}
        return {**drawn, **running, **dict.fromkeys(self.carried.dropped, "not_carried")}

    @cached_property
    def processes(self) -> tuple[etree._Element, ...]:
        """The processes of the file."""
        return tuple(self.root.iterchildren(bpmn("process")))

    @cached_property
    def scopes(self) -> tuple[Scope, ...]:
        """All levels that run, outer before inner."""
        return tuple(scope for scope in self.all_scopes if scope.element not in self.drawn)

    @cached_property
    def all_scopes(self) -> tuple[Scope, ...]:
        """All levels, those that only draw among them: these keep to BPMN as well."""
        levels = (element for element in self.elements if local(element) in LEVELS)
        return tuple(read_scope(element, self.definitions) for element in levels)

    def runs_elsewhere(self, node: etree._Element) -> bool:
        """Tell whether another engine runs the process of a node as it is drawn: what is open is meant so."""
        process = next(
            (around for around in (node, *node.iterancestors()) if local(around) == "process"), None
        )
        runs = process is not None and flag(process, "isExecutable") and not is_drawing(process)
        return runs and self.diagram.dialect.executes

    @cached_property
    def steps(self) -> Mapping[str, StepSettings]:
        """Settings of user and manual tasks that run, by id."""
        return {name: step for name, step in read_settings(self.root).items() if self._runs(name)}

    @cached_property
    def lanes(self) -> Mapping[str, str]:
        """Names of lanes by the ids of the elements that they name."""
        return lanes_of(self.root)

    @cached_property
    def operations(self) -> Mapping[str, OperationCall]:
        """Operation calls that run, by id."""
        return {name: call for name, call in read_operations(self.root).items() if self._runs(name)}

    @cached_property
    def copies(self) -> Mapping[str, tuple[CopyRule, ...]]:
        """Copies that steps and end events that run send, by id."""
        return {name: rules for name, rules in read_copies(self.root).items() if self._runs(name)}

    def _runs(self, name: str) -> bool:
        return all(element not in self.drawn for element in self.by_id.get(name, ()))

    @cached_property
    def formulas(self) -> tuple[Formula, ...]:
        """All expressions and scripts that run."""
        return formulas(self.running, self.root.get("expressionLanguage") or "")

    @cached_property
    def soundness(self) -> Soundness:
        """Whether every level can always end."""
        return explore(self.scopes)

    @cached_property
    def decisions(self) -> Mapping[str, str] | None:
        """Ids of the bundle's decisions with the names of their results; None without a bundle."""
        return decision_results(self.files) if self.files is not None else None

    @cached_property
    def columns(self) -> Mapping[str, tuple[str, ...]]:
        """Names of the outputs of each decision's table, by the decision's id; none without a bundle."""
        return decision_columns(self.files or {})

    @cached_property
    def form(self) -> FormFacts | None:
        """What the form declares; None if the diagram came without a form."""
        return form_facts(self.files)
