"""The mark of a text that is translated later, where it is shown."""


def N_(msgid: str) -> str:  # noqa: N802 (gettext's own name for it)
    """Return the msgid as it is; `scripts/catalogues.py` finds it by this mark."""
    return msgid
