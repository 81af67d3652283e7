"""Decisions: the tables and expressions of DMN files, made in the sandbox.

A file is compiled once; its texts, FEEL or our own language, become expressions of our language. Of FEEL we
run what `grammar`, `functions` and `conditions` know; everything else is refused with its element.
"""

from engine.execution.decisions.compiling import compile_decisions, decision_problems
from engine.execution.decisions.deciding import decide
from engine.execution.decisions.logic import Decision

__all__ = ["Decision", "compile_decisions", "decide", "decision_problems"]
