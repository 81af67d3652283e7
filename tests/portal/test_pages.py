"""Every page in every ready state: it renders in both languages, without anything a strict CSP refuses."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, render_template
from jinja2 import StrictUndefined
from markupsafe import Markup

import portal
from engine.queries.boxes import Page
from engine.queries.search.views import UnitOption
from notices.listing import NoticeView
from portal import inspection, shell, template_tools
from portal.kept_views import Offer, Offered
from web.i18n import install_i18n
from web.security import install_security

sys.path.insert(0, str(Path(__file__).parent))
import samples
import samples_administration
import samples_base
import samples_connectors
import samples_designs
import samples_figures
import samples_finding
import samples_hall as hall_samples
import samples_matters as matters
import samples_messages
import samples_together
import samples_watching
import talk_samples

PAGES = (
    samples.PAGES
    | talk_samples.PAGES
    | samples_administration.PAGES
    | samples_together.PAGES
    | samples_designs.PAGES
    | samples_watching.PAGES
    | samples_finding.PAGES
    | samples_messages.PAGES
    | samples_connectors.PAGES
    | samples_figures.PAGES
)
EVERYWHERE = {
    "sheet": Markup('<div class="tb-sheet"></div>'),
    "kept": (),
    "retry": None,
    "reference": "",
    "talk": talk_samples.TALK,
    "offer": None,
    "calls": None,
    "phrases": (),
}

VIEWS = Offered(
    [Offer("今天办结", "state=completed", chosen=True)],
    [
        Offer("我", "state=running", chosen=False, id=1),
        Offer("共享的", "", chosen=False, hint="乐知远共享"),
    ],
    [UnitOption("it", "信息化中心")],
    "state=completed",
)


@pytest.fixture(scope="module")
def pages() -> Iterator[Flask]:
    app = Flask("pages", static_folder=None)
    app.config.update(SECRET_KEY="pages")
    install_i18n(app)
    install_security(app)
    patch = pytest.MonkeyPatch()
    patch.setattr(template_tools, "shell", lambda: shell.Shell(samples_base.ME, "12", "5"))
    patch.setitem(template_tools.GLOBALS, "now", lambda: samples_base.NOW)
    patch.setitem(template_tools.GLOBALS, "inspect_sections", lambda: inspection.SECTIONS)
    patch.setitem(template_tools.GLOBALS, "offered_views", lambda: VIEWS)
    app.register_blueprint(portal.create_blueprint())
    app.jinja_env.undefined = StrictUndefined
    yield app
    patch.undo()


def page(pages: Flask, name: str, language: str) -> str:
    template, context = PAGES[name]
    with pages.test_request_context(f"/?lang={language}"):
        return render_template(f"portal/{template}.html", **{**EVERYWHERE, **context})


@pytest.mark.parametrize("name", PAGES)
def test_a_page_keeps_to_the_content_policy(pages: Flask, name: str) -> None:
    html = page(pages, name, "zh")
    assert not re.search(r"<[^>]+\s(style|on[a-z]+)\s*=", html)
    assert all("nonce=" in tag for tag in re.findall(r"<script[^>]*>", html))
    assert "javascript:" not in html


@pytest.mark.parametrize("name", PAGES)
def test_a_page_names_its_language_and_has_one_heading_and_one_main(pages: Flask, name: str) -> None:
    for language, tag in (("zh", "zh-CN"), ("en", "en")):
        html = page(pages, name, language)
        assert f'<html lang="{tag}"' in html
        assert html.count("<main") == 1
        assert len(re.findall(r"<h1[ >]", html)) <= 1


@pytest.mark.parametrize("name", PAGES)
def test_every_form_that_posts_carries_the_token(pages: Flask, name: str) -> None:
    for form in re.findall(r'<form[^>]*method="post".*?</form>', page(pages, name, "zh"), re.S):
        assert 'name="csrf_token"' in form


@pytest.mark.parametrize("name", PAGES)
def test_ids_are_unique(pages: Flask, name: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', page(pages, name, "zh"))
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", PAGES)
def test_no_two_landmarks_of_a_page_share_their_name(pages: Flask, name: str) -> None:
    named = re.findall(
        r'<(?:section|nav|[^>]*role="region")[^>]*aria-labelledby="([^"]+)"', page(pages, name, "zh_CN")
    )
    assert sorted(named) == sorted(set(named))


def test_what_people_typed_is_escaped(pages: Flask) -> None:
    evil = "<img src=x>"
    with pages.test_request_context("/"):
        for template, context in (
            (
                "todo",
                {
                    **matters.TODO,
                    "box": "todo",
                    "page": Page((matters.row(title=evil),), None),
                },
            ),
            (
                "services",
                {**matters.CATALOGUE, "filters": {**matters.NONE, "q": evil}, "chosen": []},
            ),
            ("notice", {"notice": NoticeView(hall_samples.NOTICES[0], (evil,), ())}),
        ):
            html = render_template(f"portal/{template}.html", **EVERYWHERE, **context)
            assert evil not in html
            assert "&lt;img src=x&gt;" in html


@pytest.mark.parametrize("name", samples_designs.PAGES)
def test_what_a_diagram_holds_is_escaped(pages: Flask, name: str) -> None:
    assert samples_designs.EVIL not in page(pages, name, "zh")


def test_only_those_who_may_are_offered_to_change_a_design(pages: Flask) -> None:
    for name, offered in (("design", True), ("design-read-only", False), ("design-published", False)):
        html = page(pages, name, "zh")
        assert ("修复<span" in html) is offered
        assert ("重新上传" in html) is offered
        assert ("/designs/4/publish" in html) is False, "what is not ready cannot be published"
    assert "/designs/4/publish" in page(pages, "design-ready", "zh")


def test_a_page_speaks_the_language_of_each_reader_whoever_came_before(pages: Flask) -> None:
    for name, words in (
        ("instance-administration", ("Suspend", "Restart from a step")),
        ("task", ("Copy sent", "Somebody else does it, for good")),
    ):
        chinese, english = page(pages, name, "zh"), page(pages, name, "en")
        for word in words:
            assert word not in chinese
            assert word in english


def test_a_message_says_why_a_matter_waits(pages: Flask) -> None:
    for language, line, why in (
        ("zh-CN", "已挂起：免测申请 沈亦舟", "原因：材料待核查。"),
        ("en", "Suspended: 免测申请 沈亦舟", "Reason: 材料待核查。"),
    ):
        html = page(pages, "messages", language)
        assert line in html
        assert why in html


def test_the_words_that_were_searched_for_are_marked() -> None:
    assert template_tools.marked("请假<申请>", "申请") == "请假&lt;<mark>申请</mark>&gt;"


@pytest.mark.parametrize(
    ("name", "language", "words"),
    [
        ("todo", "zh-CN", "还剩 3 小时"),
        ("todo", "en", "3 h left"),
        ("task", "zh-CN", "已超时 2 小时"),
        ("task", "en", "2 h overdue"),
    ],
)
def test_a_due_time_is_shown_as_what_is_left_of_it(
    pages: Flask, name: str, language: str, words: str
) -> None:
    assert words in page(pages, name, language)


def test_a_message_says_what_became_of_it_by_mail_and_never_that_the_console_sent_it(pages: Flask) -> None:
    html = page(pages, "messages-mailed", "zh")
    assert html.count("已发邮件") == 1
    assert "邮件仅在控制台显示，未真正发出" in html
    assert 'href="/todo?box=draft"' in html, "what is about a draft leads to the drafts"
