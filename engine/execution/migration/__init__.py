"""Taking an instance to another version of its process: its state is made to speak of the other program.

:class:`Migration` says what becomes of it; `matching` finds which node of the new program is which of the old
one, `blocking` where an instance must not stand, `carrying` writes the state anew.
"""

from engine.execution.migration.blocking import Block
from engine.execution.migration.migration import Migration

__all__ = ["Block", "Migration"]
