"""Benchmarks: ``python -m bench [NAME…]`` prints one JSON object a line, the machine first.

One file a benchmark. A benchmark module has ``run(stage)`` that yields its results; fsync is on.
"""
