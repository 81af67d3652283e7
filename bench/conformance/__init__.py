"""``python -m bench.conformance DIR CASES``: Betsy's diagrams through the real commands, on a real database.

Diagrams are deployed as they are. A script that is a token calls the operation of that name, and what it
does
is written to a log; the clock moves only when nothing else can. What a case expects is looked at only after
it has run.
"""
