"""The front page (P3, P4, M0)."""

from flask import render_template

from calendars.terms import teaching_week
from db import reading
from engine.queries import boxes
from hall import home as hall_home
from hall.days import school_day
from notices import listing
from portal.blueprint import portal
from portal.shell import my_counts
from web.current import now
from web.i18n import page_language
from web.principal import current_principal


@portal.get("/")
def home() -> str:
    """Show the front page; without signing in, what is open to all."""
    me = current_principal()
    with reading() as connection:
        person = me.person_id if me else None
        page = {
            "hall": hall_home.home(connection, person_id=person, locale=page_language()),
            "term": teaching_week(connection, school_day(now())),
            "todo": boxes.page(connection, me, "todo", limit=5).rows if me else (),
            "notices": listing.notices(connection, me, limit=5).rows if me else (),
        }
    return render_template("portal/home.html", counts=my_counts(), **page)
