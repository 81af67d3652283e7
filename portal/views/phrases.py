"""常用意见: one's own list of words for opinions, on a page of the personal centre (T4)."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from db import reading
from engine.commands.keep_phrases import MOST, keep_phrases
from engine.errors import PhraseTooLong, TooManyPhrases
from engine.words import OPINION_LIMIT
from portal.blueprint import portal
from portal.faults import words_of
from web.phrases import shown_phrases
from web.principal import require_principal


@portal.get("/me/phrases")
def phrases() -> str:
    """Show the list with a field for each."""
    with reading() as connection:
        return _page(list(shown_phrases(connection, require_principal())), "")


@portal.post("/me/phrases")
def save_phrases() -> ResponseReturnValue:
    """Keep the list as it was typed, after what the pressed button does to it."""
    typed = [words.replace("\r\n", "\n") for words in request.form.getlist("words")[: MOST + 1]]
    wanted = _moved(typed, request.form.get("act", ""))
    try:
        keep_phrases(require_principal(), wanted)
    except (TooManyPhrases, PhraseTooLong) as refused:
        return _page(wanted, words_of(refused)), 422
    flash(gettext("Your phrases are saved."), "green")
    return redirect(url_for("portal.phrases"))


def _moved(words: list[str], act: str) -> list[str]:
    """Apply ``up:2``, ``down:2`` or ``delete:2``; anything else leaves the list as it was typed."""
    move, _, place = act.partition(":")
    position = int(place) if place.isascii() and place.isdigit() and len(place) < 4 else len(words)
    if position >= len(words):
        return words
    one = words.pop(position)
    if move == "delete":
        return words
    words.insert(max(0, position + {"up": -1, "down": 1}.get(move, 0)), one)
    return words


def _page(words: list[str], error: str) -> str:
    return render_template("portal/phrases.html", words=words, error=error, most=MOST, longest=OPINION_LIMIT)
