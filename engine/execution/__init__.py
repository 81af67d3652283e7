"""The only room that knows SpiffWorkflow: programs, executions, snapshots and token moves.

Everything another room may use is named here; the modules below are private to the room.
"""

from engine.execution.compiling import compile_file, compile_process
from engine.execution.decisions import decision_problems
from engine.execution.environment import WAIT, BpmnError, Environment, ServiceCall, ServiceFailed
from engine.execution.errors import (
    BrokenSnapshot,
    CannotMove,
    CannotReturn,
    ExecutionError,
    Finding,
    NotExecutable,
    NotFailed,
    NotStartable,
    NotWaiting,
    UnknownFormat,
    UnknownToken,
)
from engine.execution.events.occurrence import Occurrence
from engine.execution.events.schedule import Schedule, first_turn, next_turn
from engine.execution.execution import Execution
from engine.execution.migration import Block, Migration
from engine.execution.nodes.signing import Kind
from engine.execution.outlook import LevelView, Outlook, Place, Repeat, Way
from engine.execution.passages import Awaited, Passage, ScopeView
from engine.execution.program import Beginning, FlowInfo, NodeInfo, Program, Programs
from engine.execution.reports import (
    Change,
    Failure,
    Listener,
    Marking,
    PastStep,
    PendingCall,
    Returned,
    Standing,
    Trace,
    WaitingStep,
)
from engine.execution.standing import Ground, Stand

__all__ = [
    "WAIT",
    "Awaited",
    "Beginning",
    "Block",
    "BpmnError",
    "BrokenSnapshot",
    "CannotMove",
    "CannotReturn",
    "Change",
    "Environment",
    "Execution",
    "ExecutionError",
    "Failure",
    "Finding",
    "FlowInfo",
    "Ground",
    "Kind",
    "LevelView",
    "Listener",
    "Marking",
    "Migration",
    "NodeInfo",
    "NotExecutable",
    "NotFailed",
    "NotStartable",
    "NotWaiting",
    "Occurrence",
    "Outlook",
    "Passage",
    "PastStep",
    "PendingCall",
    "Place",
    "Program",
    "Programs",
    "Repeat",
    "Returned",
    "Schedule",
    "ScopeView",
    "ServiceCall",
    "ServiceFailed",
    "Stand",
    "Standing",
    "Trace",
    "UnknownFormat",
    "UnknownToken",
    "WaitingStep",
    "Way",
    "compile_file",
    "compile_process",
    "decision_problems",
    "first_turn",
    "next_turn",
]
