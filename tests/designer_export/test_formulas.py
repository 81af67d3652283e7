"""Expressions are judged where they stand, in the words that the engine understands."""

import pytest

from designer_export.lint import lint
from tests.designer_export.diagrams import FORM, file, flow, lint_row, process, said

RULES = {"expression-syntax", "expression-unknown-name", "unknown-operation", "timer", "start-trigger"}


def rules(report) -> set[tuple[str, str]]:
    return {(rule, level) for rule, level, _ in said(report) if rule in RULES}


def timed(text: str, tag: str = "timeDuration") -> str:
    return (
        f'<intermediateCatchEvent id="w"><timerEventDefinition><{tag}>{text}</{tag}></timerEventDefinition>'
        "</intermediateCatchEvent>"
    )


def conditional(text: str) -> str:
    definition = f"<conditionalEventDefinition><condition>{text}</condition></conditionalEventDefinition>"
    return f'<intermediateCatchEvent id="w">{definition}</intermediateCatchEvent>'


def repeated(text: str) -> str:
    return (
        '<task id="w"><multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality>'
        f"<completionCondition>{text}</completionCondition></multiInstanceLoopCharacteristics></task>"
    )


def mapped(kind: str, tag: str, text: str) -> str:
    mapping = f'<tb:mapping><tb:{tag} name="got" expression="{text}"/></tb:mapping>'
    return f'<{kind} id="w" messageRef="m"><extensionElements>{mapping}</extensionElements></{kind}>'


UNKNOWN = {("expression-unknown-name", "refused")}
BROKEN = {("expression-syntax", "refused")}
CASES = [
    (timed("P3D"), set()),
    (timed("R3/PT1H", "timeCycle"), set()),
    (timed("0 8 * * *", "timeCycle"), set()),
    (timed("amount"), set()),
    (timed("amonut"), UNKNOWN),
    (timed("${amount}"), set()),
    (timed("${amount.}"), {("expression-syntax", "complete")}),
    (timed("3 days"), {("timer", "complete")}),
    (timed("P3X"), {("timer", "complete")}),
    (timed("P101Y"), {("timer", "refused")}),
    (timed(""), {("timer", "complete")}),
    (conditional("amount > 3"), set()),
    (conditional("true"), set()),
    (conditional("amonut"), UNKNOWN),
    (conditional("nrOfInstances"), UNKNOWN),
    (conditional("amount >"), BROKEN),
    (repeated("nrOfCompletedInstances > 1 and numberOfActiveInstances"), set()),
    (repeated("payload"), UNKNOWN),
    (mapped("receiveTask", "out", "payload['x']"), set()),
    (mapped("sendTask", "in", "payload"), UNKNOWN),
    (mapped("sendTask", "in", "amount +"), BROKEN),
]


@pytest.mark.parametrize(("element", "expected"), CASES, ids=[str(number) for number in range(len(CASES))])
def test_an_expression_is_judged_where_it_stands(element, expected):
    report = lint_row(element, before='<message id="m"/>', form=True)
    assert rules(report) == expected


def test_a_complex_gateway_counts_its_tokens_and_nothing_else_does():
    body = (
        '<startEvent id="s"/><complexGateway id="g"><activationCondition>activationCount > amount'
        '</activationCondition></complexGateway><endEvent id="e"/>'
    )
    known = process(body + flow("s", "g") + flow("g", "e"))
    assert rules(lint(file(known.replace("> ", "&gt; ")), FORM)) == set()
    assert rules(lint_row(conditional("activationCount"), form=True)) == UNKNOWN


@pytest.mark.parametrize(
    ("operations", "expected"), [({"pay"}, set()), (set(), {("unknown-operation", "refused")})]
)
def test_a_script_that_is_one_name_calls_an_operation(operations, expected):
    script = '<scriptTask id="t"><script> pay </script></scriptTask>'
    data = file(process('<startEvent id="s"/>' + script + flow("s", "t")))
    report = lint(data, FORM, operations)
    assert rules(report) == expected
    assert report.expressions["total"] == 0


def test_outcomes_are_understood_in_the_words_of_other_tools():
    step = (
        '<userTask id="t"><extensionElements><tb:step apply="true"><tb:assign rule="initiator"/>'
        '<tb:outcome id="go"/></tb:step></extensionElements></userTask>'
    )
    for outcome, refused in (("go", False), ("gone", True)):
        condition = f"steps.t.outcome.equals('{outcome}')"
        body = f'<startEvent id="s"/>{step}<endEvent id="e"/>' + flow("s", "t") + flow("t", "e", condition)
        report = lint(file(process(body)))
        assert any(finding.rule == "unknown-outcome" for finding in report.findings) == refused


@pytest.mark.parametrize(
    ("definition", "expected"),
    [
        ("<timerEventDefinition><timeCycle>R/P1D</timeCycle></timerEventDefinition>", set()),
        (
            "<timerEventDefinition><timeDate>amount</timeDate></timerEventDefinition>",
            {("start-trigger", "complete")},
        ),
        (
            "<conditionalEventDefinition><condition>amount</condition></conditionalEventDefinition>",
            {("start-trigger", "complete")},
        ),
    ],
)
def test_what_begins_a_process_cannot_look_at_data(definition, expected):
    assert rules(lint_row(start=definition, form=True)) == expected
