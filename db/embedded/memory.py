"""How much memory the embedded server may take: PostgreSQL's own default suits the machines of 2001."""

import os
from pathlib import Path
from typing import Final

_CGROUP: Final = Path("/sys/fs/cgroup/memory.max")
_SHARE: Final = 8
_LEAST, _MOST = 128 << 20, 1 << 30


def memory_settings(limit: Path = _CGROUP) -> tuple[str, ...]:
    """Give the settings of a server that shares the machine, or the container, with the program.

    An eighth for what it keeps of its tables (its manual advises a quarter for a machine of its own), and
    what the kernel may keep for it counted as half of all.
    """
    memory = _memory(limit)
    kept = min(max(memory // _SHARE, _LEAST), _MOST)
    return f"shared_buffers={kept >> 20}MB", f"effective_cache_size={max(memory // 2, kept) >> 20}MB"


def _memory(limit: Path) -> int:
    """Bytes of the machine, or fewer where a container is held to fewer."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        return min(machine, int(limit.read_text()))
    except (OSError, ValueError):
        return machine
