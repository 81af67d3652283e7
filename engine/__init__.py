"""Execution and persistence of process instances.

Doors call ``engine.commands`` (one operation a file) and ``engine.queries``; only
``engine.execution`` knows SpiffWorkflow.
"""
