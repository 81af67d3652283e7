"""What the pages of a design do after an act on it: say what was done, or why not, and show it again."""

from collections.abc import Callable

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from engine.design_errors import NobodyThere, NothingToRepair, NothingToUndo
from engine.errors import Stale
from identity.principal import Principal
from portal.faults import words_of
from web.principal import require_principal


def done(design_id: int, act: Callable[[Principal], str]) -> ResponseReturnValue:
    """Do something with a design, and go back to it with what the act says."""
    try:
        words = act(require_principal())
    except (Stale, NothingToRepair, NothingToUndo, NobodyThere) as refused:
        return back(design_id, words_of(refused), "amber")
    return back(design_id, words, "green")


def back(design_id: int, words: str, tone: str) -> ResponseReturnValue:
    """Show a design again, with a sentence above it."""
    flash(words, tone)
    return redirect(url_for("portal.design", design_id=design_id))
