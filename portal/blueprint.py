"""The blueprint that all views register on."""

from flask import Blueprint

portal = Blueprint("portal", "portal", template_folder="templates")
