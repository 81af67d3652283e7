"""The application as it is served has both doors, each with its own way to say what went wrong."""

from flask import Flask


def test_each_door_answers_in_its_own_way(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/api/v1/openapi.json").status_code == 200
    assert client.get("/api/v1/docs").status_code == 200
    missing = client.get("/api/v1/none")
    assert (missing.status_code, missing.mimetype) == (404, "application/problem+json")
    page = client.get("/none")
    assert (page.status_code, page.mimetype) == (404, "text/html")
