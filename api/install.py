"""Puts this door into an application; `web.install.install_web` comes first."""

from flask import Flask

from api.openapi import make_api
from api.reference import blueprint as reference
from api.resources import (
    attachments,
    choosing,
    definitions,
    forecast,
    handing,
    instances,
    me,
    moves,
    notices,
    people,
    services,
    substitutions,
    tasks,
    token,
)

RESOURCES = (
    token,
    me,
    services,
    choosing,
    forecast,
    tasks,
    moves,
    handing,
    people,
    substitutions,
    instances,
    definitions,
    notices,
    attachments,
)


def install_api(app: Flask) -> None:
    """Register every resource, the OpenAPI document and its page."""
    api = make_api(app)
    for resource in RESOURCES:
        api.register_blueprint(resource.blueprint)
    app.register_blueprint(reference)
