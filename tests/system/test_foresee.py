"""下一步（流程） at the portal's door: whatever stands in the form, the page comes and nothing is kept."""

import re

import httpx
import pytest

from tests.system.conftest import Hall, OpenHall

PATH = "/services/fitness-exemption/forecast"


@pytest.fixture(scope="module")
def hall(open_hall: OpenHall) -> Hall:
    return open_hall("system_foresee")


@pytest.fixture(scope="module")
def student(hall: Hall) -> httpx.Client:
    return hall.browse("stu01")


def token(http: httpx.Client) -> str:
    return str(http.get("/me").text.split('name="csrf_token" value="')[1].split('"')[0])


def kept(hall: Hall) -> object:
    tables = ("attachment", "draft", "instance", "task")
    return [hall.sql(f"SELECT count(*) FROM {table}") for table in tables]


def test_the_path_comes_whatever_stands_in_the_form_and_nothing_is_kept(
    hall: Hall, student: httpx.Client
) -> None:
    before = kept(hall)
    given = {"csrf_token": token(student)}
    for form in (
        {},
        {"/category": "no such one", "/validFrom": "yesterday", "/pledge": "perhaps"},
        {"/reason": "长" * 100_000, "/visits/0/date": "x", "/visits/999999/date": "2026-01-01"},
        {"/nothing": "x", "/collegeOpinion": "同意", "unit": "no number", "draft": "-1", "outcome": "no"},
    ):
        answer = student.post(PATH, data=given | form)
        assert answer.status_code in ((404,) if form.get("draft") else (200,)), answer.text
        if answer.status_code == 200:
            said = re.sub(r"<[^>]+>", "", answer.text)
            for words in ("填写申请", "学院意见", "校医院意见", "体育部审批", "结束：准予免测"):
                assert words in said
    assert kept(hall) == before


def test_a_file_that_comes_along_is_not_kept(hall: Hall, student: httpx.Client) -> None:
    before = kept(hall)
    file = {"/certificate": ("诊断证明.pdf", b"%PDF-1.7", "application/pdf")}
    answer = student.post(PATH, data={"csrf_token": token(student)}, files=file)
    assert answer.status_code == 200
    assert kept(hall) == before


def test_a_page_of_a_service_that_is_not_for_him_does_not_come(hall: Hall, student: httpx.Client) -> None:
    given = {"csrf_token": token(student)}
    assert student.post("/services/email-unlock/forecast", data=given).status_code == 403
    assert student.post("/services/nothing/forecast", data=given).status_code == 404
    assert student.get(PATH).status_code in (404, 405)
