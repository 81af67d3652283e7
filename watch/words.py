"""What the present work is about, for each line of the log: ids only, never names or contents."""

from contextvars import ContextVar

_about: ContextVar[dict[str, str] | None] = ContextVar("about", default=None)


def begin(**words: str) -> None:
    """Begin a work; a thread that served another before forgets what that was about."""
    _about.set(dict(words))


def say(**words: str) -> None:
    """Say more of the present work: ``instance``, ``job``, ``task``."""
    known = _about.get()
    if known is None:
        _about.set(dict(words))
    else:
        known.update(words)


def about() -> dict[str, str]:
    """Give what is known of the present work."""
    return _about.get() or {}
