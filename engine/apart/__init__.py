"""Work on what designers upload, done apart from whoever asks: in a process of its own, limited (0032).

`here` has the port, and does the work in the same process (commands of the console, tests); `processes` lets
a mother process, which has loaded everything and knows no secret, fork a child for each piece. `work` holds
the pieces.
"""
