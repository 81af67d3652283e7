"""Decision tables of a DMN file to `Table` (DMN 1.5, chapter 8)."""

from collections.abc import Sequence
from typing import Final

from lxml import etree

from engine.execution.decisions import translating
from engine.execution.decisions.conditions import Subject
from engine.execution.decisions.elements import Problems, blank, child, children, language, only, text
from engine.execution.decisions.feel_errors import NotTaken, Refused
from engine.execution.decisions.logic import AGGREGATORS, ORDERED, POLICIES, Output, Table
from engine.execution.decisions.operands import Vocabulary
from engine.execution.decisions.pieces import ANY, NOTHING, Piece
from engine.execution.decisions.rules import Row, chunks, row
from engine.execution.decisions.sources import COLUMN, MAX_BODY, Source, list_of, source_of

_PARTS: Final = frozenset({"input", "output", "rule", "annotation"})
_RULE_PARTS: Final = frozenset({"inputEntry", "outputEntry", "annotationEntry"})


class TableReader:
    """Reads one table; everything wrong goes to `problems`.

    Parameters
    ----------
    element
        The ``decisionTable``.
    vocabulary
        Declared names of the decision.
    problems
        Gets the findings.
    """

    def __init__(self, element: etree._Element, vocabulary: Vocabulary, problems: Problems) -> None:
        self.element = element
        self.vocabulary = vocabulary
        self.problems = problems
        self.policy = element.get("hitPolicy") or "UNIQUE"
        self.inputs = list(children(element, "input"))
        self.outputs = list(children(element, "output"))

    def read(self) -> Table:
        """The table, of no use if problems were noted."""
        only(self.element, _PARTS, self.problems)
        rules = list(children(self.element, "rule"))
        rows = [self._row(number, rule) for number, rule in enumerate(rules)]
        return Table(
            policy=self.policy,
            aggregator=self._aggregator(),
            columns=tuple(column.get("id") or f"{at}" for at, column in enumerate(self.inputs, 1)),
            inputs=self._inputs(),
            checks=self._checks(),
            chunks=self._chunks(rows, rules),
            rules=tuple(rule.get("id") or f"{at}" for at, rule in enumerate(rules, 1)),
            outputs=self._outputs(),
            default=self._default(),
        )

    def _aggregator(self) -> str | None:
        found = self.element.get("aggregation") or None
        if self.policy not in POLICIES:
            self.problems.add("decision_hit_policy", self.element, policy=self.policy)
        if found is None:
            return None
        misplaced = self.policy != "COLLECT" or (len(self.outputs) > 1 and found != "COUNT")
        if found not in AGGREGATORS or misplaced:
            outputs = len(self.outputs)
            self.problems.add(
                "decision_aggregation", self.element, aggregation=found, policy=self.policy, outputs=outputs
            )
        return found

    def _inputs(self) -> Source | None:
        pieces = []
        for column in self.inputs:
            only(column, frozenset({"inputExpression", "inputValues"}), self.problems)
            expression = child(column, "inputExpression")
            if expression is None or blank(expression):
                self.problems.add("decision_expression", column, text="", reason="no input expression")
            else:
                pieces.append(self._piece(expression))
        return self._source(self.element, pieces)

    def _checks(self) -> Source | None:
        allowed = [child(column, "inputValues") for column in self.inputs]
        pieces = [
            self._cell(values, at) if values is not None else Piece(ANY) for at, values in enumerate(allowed)
        ]
        return self._source(self.element, pieces) if any(piece.source != ANY for piece in pieces) else None

    def _outputs(self) -> tuple[Output, ...]:
        if not self.outputs:
            self.problems.add("decision_no_output", self.element)
        names = [output.get("name") or "" for output in self.outputs]
        if len(names) > 1 and (not all(names) or len(set(names)) < len(names)):
            self.problems.add("decision_output_name", self.element, names=names)
        found = tuple(
            Output(name, self._ranks(output)) for name, output in zip(names, self.outputs, strict=True)
        )
        if self.policy in ORDERED and not any(output.ranks for output in found):
            self.problems.add("decision_output_values", self.element, policy=self.policy)
        return found

    def _ranks(self, output: etree._Element) -> Sequence[object] | None:
        only(output, frozenset({"outputValues", "defaultOutputEntry"}), self.problems)
        values = child(output, "outputValues")
        written = text(values, self.problems)
        if values is None or not written or self.policy not in ORDERED:
            return None
        try:
            return translating.constants(written)
        except NotTaken as exc:
            self.problems.add("decision_expression", values, text=written, reason=exc.reason)
            return None

    def _default(self) -> Source | None:
        entries = [child(output, "defaultOutputEntry") for output in self.outputs]
        pieces = [self._piece(entry) if entry is not None else NOTHING for entry in entries]
        return self._source(self.element, pieces) if any(entry is not None for entry in entries) else None

    def _row(self, number: int, rule: etree._Element) -> Row:
        only(rule, _RULE_PARTS, self.problems)
        cells = list(children(rule, "inputEntry"))
        results = list(children(rule, "outputEntry"))
        found, expected = (len(cells), len(results)), (len(self.inputs), len(self.outputs))
        if found != expected:
            self.problems.add("decision_rule_width", rule, found=list(found), expected=list(expected))
        conditions = [self._cell(cell, at) for at, cell in enumerate(cells)]
        done = row(number, conditions, list(map(self._piece, results)), first=self.policy == "FIRST")
        if len(done.body) > MAX_BODY:
            self.problems.add("decision_rule_long", rule, length=len(done.body), limit=MAX_BODY)
            return Row(NOTHING.source, ())
        return done

    def _chunks(self, rows: Sequence[Row], rules: Sequence[etree._Element]) -> tuple[Source, ...]:
        first = self.policy == "FIRST"
        try:
            return tuple(chunks(rows, first=first))
        except Refused:
            for one, rule in zip(rows, rules, strict=True):
                self._row_alone(one, rule, first=first)
            return ()

    def _row_alone(self, row: Row, rule: etree._Element, *, first: bool) -> None:
        try:
            tuple(chunks([row], first=first))
        except Refused as exc:
            self.problems.add("decision_expression", rule, text=row.body[:200], reason=exc.reason)

    def _piece(self, element: etree._Element) -> Piece:
        return piece(element, self.vocabulary, self.problems)

    def _cell(self, element: etree._Element, column: int) -> Piece:
        written = text(element, self.problems)
        if written is None:
            return NOTHING
        try:
            subject = Subject(f"{COLUMN}{column}", parted=True)
            return translating.cell(written, language(element, self.problems), self.vocabulary, subject)
        except NotTaken as exc:
            self.problems.add("decision_expression", element, text=written, reason=exc.reason)
            return NOTHING

    def _source(self, element: etree._Element, pieces: Sequence[Piece]) -> Source | None:
        return source(list_of(pieces), pieces, element, self.problems) if pieces else None


def piece(element: etree._Element, vocabulary: Vocabulary, problems: Problems) -> Piece:
    """Translate the text of an element; null where that is noted as impossible."""
    written = text(element, problems)
    if written is None:
        return NOTHING
    try:
        return translating.expression(written, language(element, problems), vocabulary)
    except NotTaken as exc:
        problems.add("decision_expression", element, text=written, reason=exc.reason)
        return NOTHING


def source(body: str, pieces: Sequence[Piece], element: etree._Element, problems: Problems) -> Source | None:
    """Finish a source; None where that is noted as impossible."""
    try:
        return source_of(body, pieces)
    except Refused as exc:
        problems.add("decision_expression", element, text=body[:200], reason=exc.reason)
        return None
