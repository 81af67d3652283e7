"""What can go wrong with a designer's expression.

::

    ExpressionError
    ├── SyntaxProblem
    └── Untranslatable
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


class Untranslatable(ExpressionError):
    """An expression of another tool cannot be said in our language.

    Parameters
    ----------
    code
        ``syntax`` (not of its language), ``label`` (bare words on a flow), ``call`` (a bean or method that we
        do not have), ``function`` (one that we do not have), ``operator``, ``context`` (the engine's own
        objects, as ``task``), ``name`` (no name of ours), ``assignment`` (where a value is wanted),
        ``statement``, ``return`` (on some ways only), ``shadow`` (a script's own variable beside a process
        variable of the same name), ``text_added`` (``+`` between texts, which JUEL refuses), ``zone`` (a time
        zone by name), ``number``, ``depth`` or ``length``.
    line, column
        Where, both from 1.
    text
        The words in question, shortened.
    suggestion
        What could stand there instead, in our language; None if nothing is at hand.
    """

    def __init__(self, code: str, line: int, column: int, text: str, suggestion: str | None = None) -> None:
        super().__init__(code, text, line)
        self.column = column
        self.text = text
        self.suggestion = suggestion
