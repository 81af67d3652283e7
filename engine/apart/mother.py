"""The process that forks a child for each piece of work: ``python -m engine.apart.mother FD SECONDS BYTES``.

It has loaded all that work needs, so a child is there in milliseconds and is as new for every upload. It runs
nothing itself, and ends when the server's end of its socket is closed.
"""

import gc
import os
import pickle
import signal
import socket
import struct
import sys
import traceback
from contextlib import suppress

from engine.apart import work
from engine.apart.limits import hold
from engine.apart.parcels import RAISED, pack
from expressions.coming_last import come_last

LENGTH = struct.Struct(">Q")
_SMALL = (
    b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p">'
    b'<startEvent id="s"/><userTask id="t"/><sequenceFlow id="f" sourceRef="s" targetRef="t"/>'
    b"</process></definitions>"
)
GAVE, RAISED_ONE, FAILED, TOO_MUCH = "gave", "raised", "failed", "too much"


def main(control: socket.socket, seconds: float, memory: int) -> None:
    """Fork a child for each socket that comes in, until no more can come."""
    come_last()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the children: the kernel buries them
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which closes our socket
    _warm_up()
    gc.freeze()
    # A server that ended meanwhile has closed its end, and wants nothing any more.
    with suppress(BrokenPipeError, ConnectionResetError):
        control.send(b"!")
        _serve(control, seconds, memory)


def _serve(control: socket.socket, seconds: float, memory: int) -> None:
    while True:
        _, sockets, _, _ = socket.recv_fds(control, 1, 1)
        if not sockets:
            return
        if os.fork() == 0:
            control.close()
            _work(socket.socket(fileno=sockets[0]), seconds, memory)
        os.close(sockets[0])


def _warm_up() -> None:
    """Read what is read once: every child has it then."""
    known = work.Known(frozenset(), frozenset())
    bundle, _, _ = work.take_upload({"small.bpmn": _SMALL}, None, "", "", known)
    work.mend(bundle, None, known)
    work.draw(bundle)


def _work(job: socket.socket, seconds: float, memory: int) -> None:
    """Do one piece of work and end, whatever happens; without an answer the server knows that it failed."""
    code = 1
    try:
        with job.makefile("rwb") as stream:
            hold(seconds, memory)
            stream.write(_answer(stream.read()))
        code = 0
    except MemoryError:
        pass
    except BaseException:  # noqa: BLE001 - a fault of ours, for the server's log
        traceback.print_exc()
    finally:
        os._exit(code)


def _answer(asked: bytes) -> bytes:
    name, args = pickle.loads(asked)
    try:
        told = (GAVE, getattr(work, name)(*args))
    except RAISED as problem:
        told = (RAISED_ONE, problem)
    except MemoryError:
        told = (TOO_MUCH, None)
    except Exception:  # noqa: BLE001 - told to the server, which logs it
        told = (FAILED, traceback.format_exc())
    content = pack(told)
    return LENGTH.pack(len(content)) + content


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])), float(sys.argv[2]), int(sys.argv[3]))
