"""``python -m bench.corpus DIR``: what becomes of every diagram of a folder, a line for each folder in it.

Each file is read, explained, run and repaired by a worker process that is ended when it takes too long.
"""
