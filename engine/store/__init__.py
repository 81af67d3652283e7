"""The SQL of the hot path: one subject a file, Core statements, nothing commits here."""
