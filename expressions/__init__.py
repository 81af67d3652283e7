"""The expression language: which names a source reads, and the sandbox that runs it."""
