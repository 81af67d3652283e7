"""What people say about a matter beside their opinions: comments, answers, a word with a copy."""

from .errors import WordsRequired, WordsTooLong
from .outcomes import OPINION_LIMIT


def words_of(said: str, *, required: bool = True) -> str:
    """Give the words, trimmed.

    Raises
    ------
    WordsRequired, WordsTooLong
    """
    words = said.strip()
    if required and not words:
        raise WordsRequired
    if len(words) > OPINION_LIMIT:
        raise WordsTooLong(limit=OPINION_LIMIT, length=len(words))
    return words
