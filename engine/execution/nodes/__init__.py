"""Node classes with token semantics, one subject a file; `Node` goes first in every MRO."""
