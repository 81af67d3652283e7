"""``python -m bench.corpus.worker``: look at the files that standard input names, an answer a line.

What it does not survive ends it alone: whoever started it starts another.
"""

import json
import os
import sys
import traceback
from pathlib import Path

from bench.corpus.looking import look


def main() -> int:
    """Answer until there is nothing more to read."""
    # The answers have a way of their own: whatever else is printed goes to standard error.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for line in sys.stdin:
        print(json.dumps(_answer(Path(json.loads(line)))), file=answers, flush=True)
    return 0


def _answer(path: Path) -> dict[str, object]:
    try:
        return look(path).as_json()
    except Exception as problem:  # noqa: BLE001 -- whatever it is, it is what is counted
        traceback.print_exc()
        return {"crashed": f"{type(problem).__name__}: {problem}"}


if __name__ == "__main__":
    sys.exit(main())
