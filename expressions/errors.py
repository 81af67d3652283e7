"""What can go wrong with a designer's expression.

::

    ExpressionError
    └── SyntaxProblem
"""


class ExpressionError(Exception):
    """The expression could not be worked out.

    Parameters
    ----------
    code
        ``syntax``, ``name`` (an unknown name), ``type``, ``limit_time``, ``limit_memory``, ``limit_depth``
        (recursion), ``limit_calls`` (too many calls of helpers), ``result`` (a value that may not leave the
        sandbox), ``busy`` (no free worker) or ``failed`` (anything else the code itself raised).
    detail
        What the interpreter said, in English, for the designer; never shown to applicants.
    line
        Line in the source, from 1; ``None`` if unknown.
    """

    def __init__(self, code: str, detail: str = "", line: int | None = None) -> None:
        super().__init__(code, detail, line)
        self.code = code
        self.detail = detail
        self.line = line

    def __str__(self) -> str:
        where = f" (line {self.line})" if self.line else ""
        return f"{self.code}: {self.detail}{where}"


class SyntaxProblem(ExpressionError):
    """The expression is not written as the language wants.

    Parameters
    ----------
    line, column
        Where, both from 1.
    text
        What the parser said, in English.
    """

    def __init__(self, line: int, column: int, text: str) -> None:
        super().__init__("syntax", text, line)
        self.column = column
        self.text = text
