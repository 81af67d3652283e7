"""What may not be translated, and where."""

from expressions.errors import Untranslatable

MAX_TEXT = 20_000
#: Words and signs of one expression or script: what people write stays far below.
MAX_WORDS = 2_000
MAX_HEIGHT = 48
MAX_DIGITS = 100


class Refused(Exception):
    """Something in a text may not be translated; `at` is its place, from 0."""

    def __init__(self, code: str, at: int, text: str, suggestion: str | None = None) -> None:
        super().__init__(code, at, text[:200], suggestion)
        self.code = code
        self.at = at
        self.text = text[:200]  # no text is told at full length
        self.suggestion = suggestion

    def told(self, whole: str) -> Untranslatable:
        """Return the same with line and column."""
        before = whole[: self.at]
        line, column = before.count("\n") + 1, self.at - (before.rfind("\n") + 1) + 1
        return Untranslatable(self.code, line, column, self.text, self.suggestion)
