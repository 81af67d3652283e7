"""The OpenAPI 3.1 document of this door."""

from http import HTTPStatus
from typing import Any

import flask_smorest
from flask import Flask
from flask_smorest.utils import prepare_response

from api.blueprint import PREFIX
from api.schemas.problem import ProblemShape
from web.problem import MIMETYPE

DESCRIPTION = """The same commands as the portal's. Writes take an `Idempotency-Key`; writes on a task
name in `If-Match` the version that its `ETag` said. A refusal is `application/problem+json` with a `code`
for programs and a `title` in the reader's language (`Accept-Language`, or `?lang=zh-CN|en`). What is not
yours to see answers 404."""


class Api(flask_smorest.Api):
    """Documents every refusal as a problem document."""

    ERROR_SCHEMA = ProblemShape

    def _register_responses(self) -> None:
        for status in HTTPStatus:
            self._register_refusal(status.name, status.phrase)
        self._register_refusal("DEFAULT_ERROR", "Any other refusal")

    def _register_refusal(self, name: str, description: str) -> None:
        response: dict[str, Any] = {"description": description, "schema": ProblemShape}
        prepare_response(response, self.spec, MIMETYPE)
        self.spec.components.response(name, response, lazy=True)

    def _register_error_handlers(self) -> None:
        """Leave errors to the doors' own table."""


def make_api(app: Flask) -> Api:
    """Give an application the description of its API; blueprints are registered with what is returned."""
    app.config.update(
        API_TITLE="通办 Tongban",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX=PREFIX,
        OPENAPI_JSON_PATH="openapi.json",
    )
    api = Api(app, spec_kwargs={"info": {"description": DESCRIPTION}})
    api.spec.components.security_scheme("bearer", {"type": "http", "scheme": "bearer"})
    api.spec.options["security"] = [{"bearer": []}]
    return api
