"""What an administrator sees of one matter beyond its page: one question a file (A1)."""
