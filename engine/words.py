"""What people write: opinions, comments, answers, a word with a copy."""

from .errors import EngineError, ReasonRequired, ReasonTooLong, WordsRequired, WordsTooLong

OPINION_LIMIT = 500
"""Characters (T4)."""


def words_of(
    said: str,
    *,
    required: bool = True,
    missing: type[EngineError] = WordsRequired,
    too_long: type[EngineError] = WordsTooLong,
) -> str:
    """Give the words, trimmed.

    Raises
    ------
    WordsRequired, WordsTooLong
        Or what the caller has instead: `missing` and `too_long`.
    """
    words = said.strip()
    if required and not words:
        raise missing
    if len(words) > OPINION_LIMIT:
        raise too_long(limit=OPINION_LIMIT, length=len(words))
    return words


def reason_words(reason: str, *, required: bool = True) -> str:
    """Give the words of why somebody does what is no decision of a step, trimmed.

    Raises
    ------
    ReasonRequired, ReasonTooLong
    """
    return words_of(reason, required=required, missing=ReasonRequired, too_long=ReasonTooLong)
