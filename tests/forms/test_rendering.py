"""S3, T2: the paper-like form, for editing, reading and printing."""

import re
from collections.abc import Callable, Iterable
from html.parser import HTMLParser
from typing import Any

import pytest

from forms.access import Access
from forms.model import Form
from forms.rendering import FormContext, Opinion, field_id, render
from forms.validation import FieldError

ALL = Access.everything("edit")
HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}&amp;"
MODES: Any = ["edit", "read", "print"]


class Everywhere:
    """A directory and a file store that answer with hostile words."""

    def unit_choices(self) -> list[tuple[str, str]]:
        return [(HOSTILE, HOSTILE)]

    def unit_name(self, value: Any) -> str:
        return HOSTILE

    person_name = unit_name

    def url(self, file_id: str) -> str:
        return "/attachments/" + HOSTILE


def attributes(html: str) -> set[str]:
    found: set[str] = set()
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attrs: found.update(name for name, _ in attrs)  # type: ignore[method-assign]
    parser.feed(html)
    return found


def hostile_document(names: Iterable[str]) -> dict[str, Any]:
    entry = dict.fromkeys(["id", "name", "size", "person", "text", "time", "signature"], HOSTILE)
    row = dict.fromkeys(["id", "date", "place", "amount", "paid"], HOSTILE)
    lists = {"items": [HOSTILE], "units": [HOSTILE], "files": [entry], "opinion": [entry], "rows": [row]}
    return dict.fromkeys(names, HOSTILE) | lists


def test_a_field_that_nobody_has_filled_in_begins_with_its_default():
    form = Form({"type": "object", "properties": {"a": {"type": "string", "default": "早安"}}}, {})

    def shown(document: dict[str, Any], access: Access = ALL, mode: Any = "edit") -> bool:
        return "早安" in render(form, "", document, access, [], mode, FormContext())

    assert shown({})
    assert not shown({"a": None})  # it was emptied
    assert not shown({"a": "x"})
    assert not shown({}, Access())
    assert not shown({}, mode="read")


@pytest.mark.parametrize("mode", MODES)
def test_everything_is_escaped_and_nothing_is_inline(
    mode: Any, properties: dict[str, Any], make_form: Callable[..., Form]
) -> None:
    words = {"title": HOSTILE, "description": HOSTILE}
    form = make_form({name: field | words for name, field in properties.items()})
    errors = [FieldError(f"/{name}", "too_long", {"limit": HOSTILE}) for name in properties]
    context = FormContext(
        directory=Everywhere(),
        files=Everywhere(),
        here=Opinion("/opinion", HOSTILE, phrases=(HOSTILE,), signer=HOSTILE, error=HOSTILE),
        waiting={"/opinion": HOSTILE},
        number=HOSTILE,
        date=HOSTILE,
    )
    html = render(form, "paper", hostile_document(properties), ALL, errors, mode, context)
    assert "<script" not in html
    assert "<img src=x" not in html
    assert not [name for name in attributes(html) if name.startswith("on") or name == "style"]
    assert "49" not in html


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    "value", [None, 0, False, 1.5, "", "x", [], [1], [None], {}, {"a": 1}, [{"id": 3}], [[1]]]
)
def test_no_value_breaks_a_control(form: Form, mode: Any, value: Any) -> None:
    render(form, "paper", dict.fromkeys(form.fields, value), ALL, [], mode, FormContext())


def test_labels_are_bound_and_required_marks_stand_there(form: Form) -> None:
    access = Access({"/phone": "edit"}, frozenset({"/phone", "/mail"}))
    html = render(form, "paper", {}, access, [], "edit", FormContext())
    assert '<label class="l req" for="f-phone">' in html
    assert re.search(r'<input class="form-control" id="f-phone" name="/phone" required type="text"', html)
    assert 'for="f-mail"' not in html, "only read here"
    assert field_id("/rows/0/place") == "f-rows-0-place"


def test_ids_are_unique_and_labels_find_their_inputs(form: Form) -> None:
    html = render(form, "paper", {"rows": [{"id": "a"}, {"id": "b"}]}, ALL, [], "edit", FormContext())
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    for target in re.findall(r'(?:for|aria-labelledby|aria-describedby)="([^"]+)"', html):
        assert set(target.split()) <= set(ids)


def test_a_hidden_field_leaves_no_trace_and_no_idle_band(make_form: Callable[..., Form]) -> None:
    rows = [
        [{"field": "/a"}, {"field": "/b"}],
        [{"section": "下面由别人填写"}],
        [{"field": "/c", "span": 3}],
    ]
    form = make_form({name: {"type": "string", "title": f"字段{name}"} for name in "abc"}, rows)
    html = render(
        form, "paper", {"a": "1"}, Access({"/b": "hidden", "/c": "hidden"}), [], "read", FormContext()
    )
    assert "字段b" not in html
    assert "字段c" not in html
    assert "下面由别人填写" not in html
    assert 'class="v w"' in html, "the neighbour takes the room"


def test_reserved_cells_name_who_will_fill_them_in(form: Form) -> None:
    context = FormContext(waiting={"/opinion": "贺长青"})
    html = render(form, "paper", {}, Access(), [], "read", context)
    assert re.search(r'class="v w ro">To be filled in by 贺长青</div>', html)
    ended = render(form, "paper", {}, Access(), [], "read", FormContext(ended=True))
    assert " ro" not in ended


def test_the_present_step_writes_into_its_own_cell(form: Form) -> None:
    said = [{"id": "o1", "person": "周明礼", "text": "同意\n请办理", "time": "2026-11-19T23:30:00+00:00"}]
    context = FormContext(
        here=Opinion("/opinion", "材料齐全", required=True, phrases=("同意。",), signer="苏文谦")
    )
    html = render(form, "paper", {"opinion": said}, Access(), [], "edit", context)
    assert '<label class="l req is-me" for="f-opinion">' in html
    assert '<div class="v w me">' in html
    assert re.search(r'<textarea[^>]* name="opinion"[^>]*>\n材料齐全</textarea>', html)
    assert "<i>周明礼</i><span>2026-11-20</span>" in html, "the school's day, not that of Greenwich"
    read = render(form, "paper", {"opinion": said}, Access(), [], "read", context)
    assert "<textarea" not in read


def test_fields_of_the_system_are_marked_while_applying(form: Form) -> None:
    html = render(form, "paper", {"name": "沈亦舟"}, ALL, [], "edit", FormContext(applying=True))
    assert '<span class="tb-auto">沈亦舟<span class="tb-by">by the system</span></span>' in html
    assert 'name="/name"' not in html


def test_a_secret_is_never_written_into_a_page(form: Form) -> None:
    for mode in MODES:
        html = render(form, "paper", {"password": "geheim-123"}, ALL, [], mode, FormContext())
        assert "geheim" not in html
    assert 'type="password"' in render(form, "paper", {}, ALL, [], "edit", FormContext())


def test_rows_work_without_javascript_and_stop_at_their_limit(form: Form) -> None:
    html = render(form, "paper", {"rows": [{"id": "a", "place": "x"}]}, ALL, [], "edit", FormContext())
    assert '<button type="submit" class="btn btn-sm" name="row" value="add:/rows" formnovalidate>' in html
    assert 'name="row" value="remove:/rows/0"' in html
    assert 'aria-label="Row 1, 地点"' in html
    full = render(form, "paper", {"rows": [{"id": str(n)} for n in range(5)]}, ALL, [], "edit", FormContext())
    assert "add:/rows" not in full


def test_english_readers_get_english_labels_where_there_are_any(make_form: Callable[..., Form]) -> None:
    title = {"zh-CN": "姓名", "en": "Name"}
    form = make_form(
        {"a": {"type": "string", "x-title": title}, "b": {"type": "string", "title": "班级"}},
        [[{"label": "姓名", "field": "/a"}, {"label": {"zh-CN": "班级", "en": "Class"}, "field": "/b"}]],
    )
    html = render(form, "paper", {}, Access(), [], "read", FormContext(locale="en"))
    assert ">Name<" in html
    assert ">Class<" in html


def test_print_has_neither_links_nor_inputs(form: Form) -> None:
    document = {
        "files": [{"id": "f", "name": "a.pdf", "size": 1_200_000}],
        "rows": [{"id": "a", "place": "x"}],
    }
    html = render(form, "paper", document, ALL, [], "print", FormContext(files=Everywhere()))
    assert not re.search("<(input|select|textarea|button|a) ", html)
    assert "1.1 MB" in html
