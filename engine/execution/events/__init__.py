"""What events wait for and throw: triggers, timers, listeners, and how an occurrence finds its catcher.

A listener is no token: it follows from a live one. A boundary event listens while its host is active, an
event sub-process while its level lives, a catching event while its own token waits. So exactly one set of
listeners exists for each live host, whatever a return does to it.
"""
