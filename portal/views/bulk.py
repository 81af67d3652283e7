"""批量处理: several matters of the to-do centre decided together; each gets an answer of its own."""

from collections.abc import Sequence

from flask import render_template, request
from flask.typing import ResponseReturnValue

from db import reading
from engine.commands.complete_tasks import MOST, Chosen, Result, complete_tasks
from engine.errors import OpinionRequired, OpinionTooLong, TooManyTasks
from engine.queries.bulk import Offer, common_outcomes, offers
from portal.blueprint import portal
from portal.faults import words_of
from portal.inputs import LARGEST, opinion_of
from web.phrases import shown_phrases
from web.principal import require_principal, runtime


@portal.get("/todo/bulk")
def bulk_form() -> str:
    """Show what was chosen, and ask for the decision and the words."""
    return _page(_offered(request.args.getlist("task", type=int)))


@portal.post("/todo/bulk")
def bulk() -> ResponseReturnValue:
    """Complete them, and say of each what became of it."""
    tasks, opinion = _chosen(), opinion_of()
    offered = _offered([task.id for task in tasks])
    outcome = request.form.get("outcome", "")
    try:
        results = complete_tasks(runtime(), require_principal(), tasks, outcome=outcome, opinion=opinion)
    except TooManyTasks as refused:
        return _page(offered, opinion, words_of(refused)), 422
    words = _about_the_opinion(results)
    if words:
        return _page(offered, opinion, words), 422
    return render_template("portal/bulk_done.html", lines=_lines(results, offered))


def _offered(ids: Sequence[int]) -> tuple[Offer, ...]:
    wanted = [one for one in dict.fromkeys(ids) if 0 < one <= LARGEST][: MOST + 1]
    with reading() as connection:
        return offers(runtime(), connection, require_principal(), wanted)


def _chosen() -> list[Chosen]:
    """Read ``<id>:<version>`` of each; what is neither is left out."""
    pairs = (one.partition(":") for one in request.form.getlist("task")[: MOST + 1])
    numbers = [(_number(task), _number(version)) for task, _, version in pairs]
    return [Chosen(task, version) for task, version in numbers if task and version]


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else 0


def _about_the_opinion(results: Sequence[Result]) -> str:
    """Give the sentence if all were refused for the words alone: they are asked for once more."""
    errors = [result.error for result in results]
    first = errors[0] if errors else None
    if first is None or not all(isinstance(one, OpinionRequired | OpinionTooLong) for one in errors):
        return ""
    return words_of(first)


def _lines(results: Sequence[Result], offered: Sequence[Offer]) -> list[tuple[Result, Offer | None, str]]:
    known = {offer.id: offer for offer in offered}
    return [
        (result, known.get(result.id), words_of(result.error) if result.error else "") for result in results
    ]


def _page(offered: Sequence[Offer], opinion: str = "", error: str = "") -> str:
    with reading() as connection:
        phrases = shown_phrases(connection, require_principal())
    return render_template(
        "portal/bulk.html",
        offered=offered,
        outcomes=common_outcomes(offered),
        opinion=opinion,
        phrases=phrases,
        error=error,
    )
