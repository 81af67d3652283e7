"""``python -m bench.spiff_cases DIR``: SpiffArena's cases, ``test_*.json``, on its models as we take them.

Each folder is taken as one upload; a case then runs in memory, as ``tongban dry-run`` runs a service.
"""
