"""Whatever comes in, it is taken, with findings, or refused with a code; nothing crashes or takes long."""

import json
import random
from time import process_time
from typing import Any

import pytest

from designer_export.errors import Unreadable
from designer_export.importing import Taken, take
from designer_export.lint import lint
from forms.model import load_form
from tests.designer_export.importing.test_sources import FLOWABLE_FORM, FORM_JS, JSON_SCHEMA, spiff
from tests.designer_export.importing.uploads import diagram, handled, line, packed, says, task

ODD: list[Any] = [
    None, True, 0, -1, 1e300, "", "x", "=a", "{{b}}", "${c}", "\x00", "\ud800", [], {}, [None], [[]],
    {"": None}, {"type": "object"}, {"type": ["null"]}, {"$ref": "#/properties"}, {"oneOf": [1]},
    {"enum": {}}, "9" * 5000,
]  # fmt: skip


def with_schema(schema: Any, look: Any = None) -> Taken:
    files = {
        "x.bpmn": diagram(line(handled(), task(spiff("f-schema.json", "f-uischema.json"), id="t"))),
        "f-schema.json": schema if isinstance(schema, bytes) else packed_odd(schema),
        "f-uischema.json": packed_odd(look),
    }  # fmt: skip
    return take(files)


def packed_odd(value: Any) -> bytes:
    return json.dumps(value).encode()


def is_whole(taken: Taken) -> None:
    form = load_form(taken.bundle.files)
    assert form.layouts
    assert not {"broken-form", "native-schema", "unknown-field", "unknown-layout"} & {
        one.rule for one in taken.report.findings
    }


@pytest.mark.parametrize("broken", [b"{", b"", b"\xff\xfe{", b"[" * 100_000, b"NaN", b"9" * 10_000])
def test_json_that_cannot_be_read_is_named(broken):
    taken = with_schema(broken)
    is_whole(taken)
    assert says(taken, "f-schema.json")


def test_ten_thousand_fields_are_cut_with_a_word():
    begun = process_time()
    taken = with_schema(
        {"properties": {f"f{n}": {"type": "string", "title": "x" * 50} for n in range(10_000)}}
    )
    assert process_time() - begun < 10
    is_whole(taken)
    assert says(taken, "more than 380 cells; from “f380” on")


def test_forms_that_are_too_large_together_are_cut():
    words = {f"f{n}": {"type": "string", "description": f"{n}" + "字" * 900} for n in range(300)}
    taken = with_schema({"properties": words})
    is_whole(taken)
    assert says(taken, "larger than 409600 bytes together")


def test_a_deep_schema_is_cut():
    schema: Any = {"type": "string"}
    for _ in range(60):
        schema = {"type": "object", "properties": {"a": schema}}
    taken = with_schema(schema)
    is_whole(taken)
    assert says(taken, "nested too deeply")
    rows: Any = {"type": "string"}
    for _ in range(60):
        rows = {"type": "array", "items": {"type": "object", "properties": {"a": rows}}}
    is_whole(with_schema({"properties": {"r": rows}}))


def test_a_schema_that_refers_to_itself_is_cut():
    taken = with_schema({"properties": {"a": {"$ref": "#"}, "b": {"$ref": "#/properties/b"}}})
    is_whole(taken)


def test_patterns_and_limits_that_break_a_schema_are_left_out():
    bad = {"a": {"type": "string", "pattern": "("}, "b": {"type": "number", "minimum": "x"},
           "c": {"type": "string", "maxLength": -1, "default": 5}}  # fmt: skip
    taken = with_schema({"properties": bad})
    is_whole(taken)
    for keyword, name in (("pattern", "a"), ("minimum", "b"), ("maxLength", "c"), ("default", "c")):
        assert says(taken, f"limit {keyword} of the field “{name}”")


@pytest.mark.parametrize("seed", range(40))
def test_forms_that_were_scrambled_never_crash(seed):
    chance = random.Random(seed)
    files = {
        "x.bpmn": diagram(
            line(
                task(spiff("o-schema.json", "o-uischema.json"), id="a"),
                task('<zeebe:formDefinition formId="request"/>', id="b"),
                task(id="c", more='flowable:formKey="loanreview"'),
            )
        ),
        "o-schema.json": packed_odd(scrambled(JSON_SCHEMA, chance)),
        "o-uischema.json": packed_odd(scrambled({"ui:order": ["*"], "ok": {"ui:widget": "radio"}}, chance)),
        "r.form": packed_odd(scrambled(FORM_JS, chance) | {"id": "request"}),
        "l.form": packed_odd(scrambled(FLOWABLE_FORM, chance) | {"key": "loanreview"}),
    }
    is_whole(take(files))


def scrambled(value: Any, chance: random.Random) -> Any:
    if isinstance(value, dict):
        return {
            name: chance.choice(ODD) if chance.random() < 0.12 else scrambled(part, chance)
            for name, part in value.items()
            if chance.random() > 0.04
        }
    if isinstance(value, list):
        return [chance.choice(ODD) if chance.random() < 0.1 else scrambled(part, chance) for part in value]
    return value


@pytest.mark.parametrize("seed", range(30))
def test_diagrams_that_were_cut_are_taken_or_refused_with_a_code(seed):
    chance = random.Random(seed)
    text = diagram(line(handled(), task(id="t2"), first="<extensionElements/>")).decode()
    parts = text.split(" ")
    for _ in range(3):
        del parts[chance.randrange(len(parts))]
    files = {"x.bpmn": " ".join(parts).encode(), "f.form": packed({"components": []})}
    try:
        taken = take(files)
    except Unreadable:
        # The only diagram of the upload is no XML any more; `readable` has words for it.
        assert lint(files["x.bpmn"]).verdict == "refused"
        return
    assert taken.report.verdict in ("runnable", "drawing", "refused")
    load_form(taken.bundle.files)


def test_names_and_titles_of_any_script_make_a_service():
    odd = 'a\n"]\\ 表\U0001f600' + "长" * 300
    taken = take({f"{'目录'}/流 程.bpmn": diagram(line(handled()), id="p", name=odd.replace('"', "&quot;"))})
    assert len(taken.bundle.service["process"]["name"]) <= 100
    is_whole(taken)
