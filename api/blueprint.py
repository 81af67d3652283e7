"""The blueprint that every resource of this door is made of."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import flask_smorest

from api.body import Parser
from api.schemas.base import Shape, instance_of
from web.problem import answer_problem

PREFIX = "/api/v1"
# PostgreSQL's bigint: a larger number is nobody's id.
ID = f"int(max={2**63 - 1})"
_NAMES = {status.value: status.name for status in HTTPStatus}

View = Callable[..., Any]


class Blueprint(flask_smorest.Blueprint):
    """Reads requests with our parser and says every refusal as a problem document."""

    ARGUMENTS_PARSER = Parser()

    def arguments(self, schema: type[Shape], **options: Any) -> Callable[[View], View]:
        """Read a request with the one instance of a shape, not with a new one each time."""
        decorate: Callable[[View], View] = super().arguments(instance_of(schema), **options)
        return decorate

    def refuses(self, *statuses: int) -> Callable[[View], View]:
        """Document with which statuses a view may refuse; the view itself is what is called.

        Each of the library's decorators wraps the view once more, only to hold its line of the document.
        """

        def decorate(view: View) -> View:
            documented = view
            for status in statuses:
                documented = self.alt_response(status, _NAMES[status])(documented)
            vars(view)["_apidoc"] = vars(documented)["_apidoc"]
            return view

        return decorate


def make_blueprint(name: str, description: str) -> Blueprint:
    """Make the blueprint of one group of resources; its views are documented under its name."""
    made = Blueprint(f"api_{name}", __name__, url_prefix=PREFIX, description=description)
    made.register_error_handler(Exception, answer_problem)
    return made
