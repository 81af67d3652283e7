"""References to fields that the form does not have, from wherever something may name one."""

import pytest

from designer_export.lint import lint
from tests.designer_export.diagrams import FORM, file, process, row

DMN = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="m" name="m" namespace="urn:m">
<decision id="first" name="first"><decisionTable id="t1"><input id="i1"><inputExpression id="e1">
<text>{first}</text></inputExpression></input><output id="o1" name="grade"/><rule id="r1"><inputEntry id="c1">
<text>-</text></inputEntry><outputEntry id="d1"><text>1</text></outputEntry></rule></decisionTable></decision>
<decision id="second" name="second"><informationRequirement><requiredDecision href="#first"/>
</informationRequirement><decisionTable id="t2"><input id="i2"><inputExpression id="e2"><text>{second}</text>
</inputExpression></input><output id="o2" name="x"/><rule id="r2"><inputEntry id="c2"><text>-</text>
</inputEntry><outputEntry id="d2"><text>1</text></outputEntry></rule></decisionTable></decision>
</definitions>"""


def told(data: bytes, **files: bytes | str) -> set[tuple[str, str, str | None, str]]:
    more = {
        name.replace("__", "."): text if isinstance(text, bytes) else text.encode()
        for name, text in files.items()
    }
    wanted = ("unknown-field", "expression-unknown-name")
    found = lint(data, {**FORM, **more}).findings
    return {(one.rule, one.level, one.element, one.message["en"]) for one in found if one.rule in wanted}


def step(settings: str) -> bytes:
    inside = (
        f'<extensionElements><tb:step><tb:assign rule="initiator"/>{settings}</tb:step></extensionElements>'
    )
    return file(process(row(f'<userTask id="t">{inside}</userTask>')))


@pytest.mark.parametrize(
    "settings",
    [
        '<tb:copy rule="field" of="{}"/>',
        '<tb:copy rule="unitHead" of="{}" when="opened"/>',
        '<tb:deadline within="2d"><tb:action at="0d" do="transfer"><tb:assign rule="field" of="{}"/>'
        "</tb:action></tb:deadline>",
        '<tb:field pointer="{}" access="edit"/>',
        '<tb:assign rule="role" role="head" of="{}"/>',
    ],
)
def test_a_pointer_to_nothing_is_refused_wherever_a_step_names_it(settings):
    ((rule, level, element, message),) = told(step(settings.format("/nothing")))
    assert (rule, level, element) == ("unknown-field", "refused", "t")
    assert "/nothing" in message
    assert told(step(settings.format("/amount"))) == set()


def test_a_copy_of_an_end_event_names_fields_too():
    end = '<extensionElements><tb:copy rule="field" of="{}" sees="t"/></extensionElements>'
    data = file(process(row('<userTask id="t"/>', end=end.format("/nothing"))))
    assert {one[:3] for one in told(data)} == {("unknown-field", "refused", "e")}


@pytest.mark.parametrize(
    ("title", "missing"),
    [
        ("{service} {amount}", set()),
        ("{initiator} {amounts} {date}", {"amounts"}),
        ("{0}", set()),
        ("{", set()),
    ],
)
def test_a_title_names_fields_of_the_form(title, missing):
    settings = f'[process]\nkey = "k"\ntitle = "{title}"\n'
    found = told(file(process(row('<task id="a"/>'))), service__toml=settings)
    assert {(rule, level) for rule, level, *_ in found} == (
        {("unknown-field", "advice")} if missing else set()
    )
    assert all(name in message for name in missing for *_, message in found)


@pytest.mark.parametrize("settings", ["", "no toml at all [", "process = 3", "[process]\ntitle = 5"])
def test_settings_without_a_title_are_no_matter(settings):
    assert told(file(process(row('<task id="a"/>'))), service__toml=settings) == set()


@pytest.mark.parametrize(
    ("ref", "first", "second", "missing"),
    [
        ("first", "amount", "-", set()),
        ("first", "amounts", "-", {"amounts"}),
        ("second", "amounts", "grade", {"amounts"}),
        ("second", "amount", "level.name", {"level"}),
        ("first", "amount + 1", "lost", set()),
        ("first", "true", "lost", set()),
    ],
)
def test_inputs_of_decisions_read_what_form_or_process_declare(ref, first, second, missing):
    deciding = f'<extensionElements><tb:decision ref="{ref}"/></extensionElements>'
    data = file(process(row(f'<businessRuleTask id="d">{deciding}</businessRuleTask>')))
    found = told(data, rules__dmn=DMN.format(first=first, second=second))
    assert {one[:3] for one in found} == {("expression-unknown-name", "refused", "d") for _ in missing}
    assert {name for name in missing if any(f"“{name}”" in one[3] for one in found)} == missing
