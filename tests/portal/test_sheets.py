"""What the portal adds to a form: who fills in the cells that wait, and words for each reader."""

from collections.abc import Iterator
from datetime import UTC, datetime
from types import SimpleNamespace as Some
from typing import Any, cast

import pytest
from flask import Flask
from flask_babel import force_locale

from bpmn_models.bundle import shipped
from engine.definitions import Deployed, prepare
from engine.errors import Invalid
from engine.queries.form_view import FormView, form_view
from engine.queries.progress import TimelineStep
from forms.errors import FieldError
from portal import sheet
from portal.faults import faults_of
from portal.guides import Usual, expected
from portal.waiting import waiting
from web.i18n import install_i18n

NOW = datetime(2026, 11, 23, 2, 42, tzinfo=UTC)
BAND = "以下由审批人填写，您无须填写"
STEPS = (
    TimelineStep("apply", "填写申请", "done"),
    TimelineStep("college", "学院意见", "now", ("苏文谦",)),
    TimelineStep("hospital", "校医院意见", "coming", ("何静澜", "郭映雪", "贺长青", "许南乔")),
    TimelineStep("sports", "体育部审批", "coming"),
)


@pytest.fixture(scope="module")
def exemption() -> Deployed:
    return prepare(next(bundle for bundle in shipped() if bundle.key == "fitness-exemption"))


@pytest.fixture(scope="module")
def site() -> Flask:
    app = Flask("sheets", static_folder=None)
    install_i18n(app)
    app.add_url_rule("/attachments/<attachment_id>", "portal.attachment", str)
    return app


@pytest.fixture(autouse=True)
def chinese(site: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(sheet, "now", lambda: NOW)
    with site.test_request_context("/"):
        yield


def view_of(exemption: Deployed, step: str, **document: Any) -> FormView:
    return form_view(exemption, exemption.step(step).access, document, layout="paper")


def applying(view: FormView) -> str:
    start = cast(Any, Some(form=view, opinion_required=False))
    return str(sheet.application_sheet(start, view.document, "", (), {}))


def handling(view: FormView, faults: Any = ()) -> str:
    task = Some(
        form=view,
        can_handle=True,
        operations=("return", "terminate"),
        outcomes=(),
        opinion_required=(),
        business_no="TY2026-000186",
        at=NOW,
    )
    return str(sheet.task_sheet(cast(Any, task), view.document, "", faults, {}))


def test_a_cell_that_waits_names_the_step_and_its_people(exemption: Deployed) -> None:
    assert waiting(exemption.bundle.process, STEPS) == {
        "/collegeOpinion": "学院意见（苏文谦）",
        "/hospitalOpinion": "校医院意见（何静澜、郭映雪 等 4 人）",
        "/sportsOpinion": "体育部审批",
    }


def test_what_is_done_waits_for_nobody_and_neither_does_what_the_initiator_left_blank(
    exemption: Deployed,
) -> None:
    ended = [TimelineStep(step.element, step.name, "done") for step in STEPS]
    back = TimelineStep("apply", "填写申请", "now")
    assert waiting(exemption.bundle.process, [*ended, back]) == {}


def test_the_guide_says_who_is_behind_a_coming_step_until_somebody_is_known() -> None:
    usual = {step.name: Usual(f"{step.name}的办公室") for step in STEPS}
    assert [step.people for step in expected(STEPS, usual)] == [
        (),
        ("苏文谦",),
        ("何静澜", "郭映雪", "贺长青", "许南乔"),
        ("体育部审批的办公室",),
    ]


def test_only_the_applicant_reads_where_his_part_ends(exemption: Deployed) -> None:
    assert BAND in applying(view_of(exemption, "apply"))
    assert BAND not in handling(view_of(exemption, "college"))
    assert "体育部意见" in handling(view_of(exemption, "college"))


def test_a_band_over_fields_stays_for_everybody() -> None:
    unlock = prepare(next(bundle for bundle in shipped() if bundle.key == "email-unlock"))
    view = form_view(unlock, unlock.step("it_mail").access, {}, layout="handle")
    assert "审批意见" in handling(view)


def test_what_the_system_fills_in_is_marked_in_the_readers_language(exemption: Deployed) -> None:
    view = view_of(exemption, "apply", name='<span class="tb-auto">')
    html = applying(view)
    assert html.count('<span class="tb-by">自动带出</span>') == html.count('<span class="tb-auto">') == 3
    with force_locale("en"):
        assert '<span class="tb-by">by the system</span>' in applying(view)


def test_a_pattern_is_told_in_words_at_the_field_as_in_the_list(exemption: Deployed) -> None:
    view = view_of(exemption, "apply")
    (fault,) = faults_of(Invalid((FieldError("/phone", "pattern"),)), view)
    assert fault.words == "写法与要求不符。要求：5 至 20 位，可用数字、空格、加号和短横线，如 000-5550-0186。"
    assert fault.words in handling(view, (fault,))


def test_a_fault_is_named_as_the_paper_names_its_field(exemption: Deployed) -> None:
    view = view_of(exemption, "apply")
    pointers = ("/pledge", "/validFrom", "/visits/1/place")
    faults = faults_of(Invalid(tuple(FieldError(pointer, "required") for pointer in pointers)), view)
    assert [fault.label for fault in faults] == ["本人承诺", "免测期限自", "就诊记录 第 2 行 医疗机构"]
    with force_locale("en"):
        (fault,) = faults_of(Invalid((FieldError("/validFrom", "required"),)), view)
        assert fault.label == "From"
