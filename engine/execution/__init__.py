"""The only room that knows SpiffWorkflow: programs, executions, snapshots and token moves.

Everything another room may use is named here; the modules below are private to the room.
"""

from engine.execution.environment import WAIT, Environment, ServiceCall, ServiceFailed
from engine.execution.errors import (
    BrokenSnapshot,
    CannotReturn,
    ExecutionError,
    Finding,
    NotExecutable,
    NotFailed,
    NotWaiting,
    UnknownFormat,
    UnknownToken,
)
from engine.execution.execution import Execution
from engine.execution.program import FlowInfo, NodeInfo, Program, compile_process
from engine.execution.reports import (
    Change,
    Failure,
    Marking,
    PastStep,
    PendingCall,
    Returned,
    Trace,
    WaitingStep,
)

__all__ = [
    "WAIT",
    "BrokenSnapshot",
    "CannotReturn",
    "Change",
    "Environment",
    "Execution",
    "ExecutionError",
    "Failure",
    "Finding",
    "FlowInfo",
    "Marking",
    "NodeInfo",
    "NotExecutable",
    "NotFailed",
    "NotWaiting",
    "PastStep",
    "PendingCall",
    "Program",
    "Returned",
    "ServiceCall",
    "ServiceFailed",
    "Trace",
    "UnknownFormat",
    "UnknownToken",
    "WaitingStep",
    "compile_process",
]
