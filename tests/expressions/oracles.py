"""Other implementations to compare with: feelin for FEEL, node itself for JavaScript."""

import json
import subprocess
from typing import Any

from scripts.steps import node
from scripts.steps.places import FRONTEND

_FEELIN = """
import { evaluate, unaryTest } from 'feelin'
const plain = (value) => value === undefined ? null
  : typeof value === 'number' && !Number.isFinite(value) ? null
  : Array.isArray(value) ? value.map(plain)
  : value === null || typeof value !== 'object' ? value
  : value.constructor === Object ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, plain(v)]))
  : { temporal: value.toString() }
const answer = ({ text, names, unary }) => {
  try {
    const found = unary ? unaryTest(text, names) : evaluate(text, names)
    return { value: plain(found.value) }
  } catch (problem) { return { error: String(problem) } }
}
"""
_JAVASCRIPT = r"""
import vm from 'node:vm'
const answer = ({ text, names, script }) => {
  try {
    const set = {}
    const execution = {
      getVariable: (name) => name in set ? set[name] : name in names ? names[name] : null,
      setVariable: (name, value) => { set[name] = value },
    }
    const shown = { log() {} }
    const given = script ? { execution, console: shown } : {}
    const context = vm.createContext({ ...structuredClone(names), ...given })
    const value = vm.runInContext(script ? text : `(${text}\n)`, context, { timeout: 1000 })
    const plain = (v) => v === undefined ? null : typeof v === 'number' && !Number.isFinite(v) ? String(v) : v
    return script ? { value: set } : { value: plain(value) }
  } catch (problem) { return { error: String(problem) } }
}
"""
_LOOP = """
import { createInterface } from 'node:readline'
for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(answer(JSON.parse(line))))
}
"""


class Oracle:
    """A program that answers one question a line."""

    def __init__(self, source: str) -> None:
        found = node.find()
        self._process = subprocess.Popen(
            [found.node, "--input-type=module", "-e", source + _LOOP],
            cwd=FRONTEND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def ask(self, text: str, names: dict[str, Any], **more: bool) -> dict[str, Any]:
        """Give ``{"value": …}`` or ``{"error": …}``."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"text": text, "names": names, **more}) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer

    def close(self) -> None:
        """End it."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(10)


def feelin() -> Oracle:
    """Start feelin, a FEEL in JavaScript."""
    return Oracle(_FEELIN)


def javascript() -> Oracle:
    """Start node."""
    return Oracle(_JAVASCRIPT)
