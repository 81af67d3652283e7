"""A listener has caught something: whether that is all it waits for, and what it does then."""

from collections.abc import Mapping
from typing import Any

from engine.execution.events.watches import Watch
from engine.execution.token import Token


def fire(
    watch: Watch,
    position: int,
    *,
    by: int = 0,
    payload: Mapping[str, Any] | None = None,
    softly: bool = False,
) -> None:
    """Let `watch` catch its trigger number `position`.

    Parameters
    ----------
    by
        The token whose step caused it, 0 for time and messages from outside.
    softly
        Whether even an interrupting listener leaves its host alone.
    """
    if watch.spec.needs_all:
        watch.brought.update(payload or {})
        if position not in watch.got:
            watch.got.append(position)
        if len(watch.got) < len(watch.spec.triggers):
            return
        payload = watch.brought
    watch.got, watch.brought = [], {}
    watch.came = position
    top = watch.level.top_workflow
    before = top.journal.element
    top.journal.element = watch.spec.place
    try:
        watch.spec.fired(watch, by, dict(payload or {}), softly)
    finally:
        top.journal.element = before


def started(token: Token, by: int, payload: dict[str, Any]) -> None:
    """Remember what a token was started by; its own step writes the payload."""
    token.by = by
    if payload:
        token.internal_data["payload"] = payload


def hand_on(token: Token, child: Token) -> None:
    """Give the next node what the event brought that began the level, and say if it has come already."""
    begun = token.internal_data.get("begun")
    if begun == child.task_spec.name:
        child.internal_data["begun"] = True
    elif begun is not None:
        child.internal_data["begun"] = begun
    if "came" in token.internal_data:
        child.internal_data["came"] = token.internal_data["came"]
    if "payload" in token.internal_data:
        child.internal_data["payload"] = token.internal_data["payload"]
