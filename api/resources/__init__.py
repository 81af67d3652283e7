"""One resource a file: each view parses, calls one command or query, and answers."""
