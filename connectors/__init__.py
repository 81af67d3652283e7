"""The outside world behind small protocols: a store of files, and the vault that keeps secrets at rest."""
