"""What a translated source may call, written in our own language and run in the sandbox.

Each function says one operation of another language as that language means it. They are read as text by
`expressions.prelude` and put in front of the sources that call them; nothing here may need more than the
sandbox offers. Policy: where the other language gives a value, so do they, and the same one; where it fails,
they fail too. ``Any`` stands for data.
"""
