"""The overview from outside: for who looks after the whole school, and nobody else."""

import pytest

from tests.system.conftest import Hall


@pytest.mark.parametrize(("login", "status"), [("admin", 200), ("it_head", 403), ("stu01", 403)])
def test_the_overview_is_for_school_administrators(hall: Hall, login: str, status: int) -> None:
    answer = hall.browse(login).get("/inspect/overview")
    assert answer.status_code == status
    assert ("没有后台进程在运行" in answer.text) is (status == 200)


def test_who_has_not_signed_in_is_asked_to(hall: Hall) -> None:
    browser = hall.browse("stu01")
    browser.cookies.clear()
    browser.follow_redirects = False
    assert browser.get("/inspect/overview").headers["Location"].startswith("/signin")
