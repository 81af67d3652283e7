"""Chinese unless the reader says otherwise."""

import pytest
from flask.testing import FlaskClient

SIGN_IN = {"zh": "请先登录。", "en": "Please sign in."}


def told(client: FlaskClient, query: str = "", **headers: str) -> str:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    answer = client.post(f"/api/v1/write{query}", headers=names)
    assert answer.json is not None
    return str(answer.json["title"])


def test_api_speaks_chinese_by_default(client: FlaskClient) -> None:
    assert told(client) == SIGN_IN["zh"]


@pytest.mark.parametrize("asked", ["en", "en-GB", "EN_us"])
def test_reader_asks_for_english(client: FlaskClient, asked: str) -> None:
    assert told(client, f"?lang={asked}") == SIGN_IN["en"]


@pytest.mark.parametrize("asked", ["fr", "", "../../etc", "zh-TW"])
def test_other_languages_become_chinese(client: FlaskClient, asked: str) -> None:
    assert told(client, f"?lang={asked}") == SIGN_IN["zh"]


def test_api_heeds_the_header_and_pages_do_not(client: FlaskClient) -> None:
    assert told(client, Accept_Language="en-US,en;q=0.9") == SIGN_IN["en"]
    assert told(client, Accept_Language="fr, zh;q=0.5") == SIGN_IN["zh"]
    page = client.post("/form", headers={"Accept-Language": "en"})
    assert page.status_code == 400


def test_choice_on_a_page_is_remembered(client: FlaskClient) -> None:
    answer = client.get("/who?lang=en")
    assert "HttpOnly" in answer.headers["Set-Cookie"]
    assert told(client) == SIGN_IN["en"]
    assert "lang=" not in client.get("/who?lang=en").headers.get("Set-Cookie", "")
    client.get("/who?lang=zh-CN")
    assert told(client) == SIGN_IN["zh"]
