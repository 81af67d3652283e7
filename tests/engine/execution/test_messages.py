"""Messages: send and receive tasks, message events, correlation (BPMN 2.0.2, 8.4.2, 10.3.3, 10.5.6, 13.3.3).

"A Receive Task is a simple Task that is designed to wait for a Message to arrive … Once the Message has been
received, the Task is completed." Key-based correlation: "the first Message that is sent or received in a
Conversation … populates at least one CorrelationKey", later ones must match. Context-based correlation adds
values that the receiver's process computes from its own variables.
"""

import pytest

from engine.execution import NotExecutable
from engine.execution.reports import Listener
from tests.engine.execution.stories import Story, boundary, catch, end, message, model, throw
from tests.engine.execution.support import chain, flow, nodes

ORDER = (
    '<correlationProperty id="order"><correlationPropertyRetrievalExpression messageRef="{0}">'
    "<messagePath>number</messagePath></correlationPropertyRetrievalExpression>"
    '<correlationPropertyRetrievalExpression messageRef="{1}">'
    "<messagePath>number</messagePath></correlationPropertyRetrievalExpression></correlationProperty>"
)
BINDING = (
    '<correlationSubscription><correlationPropertyBinding correlationPropertyRef="order">'
    "<dataPath>mine</dataPath></correlationPropertyBinding></correlationSubscription>"
)
TOTAL = "payload['total']"
RECEIVE = '<receiveTask id="r" messageRef="m"/>'


def mapping(**pairs: str) -> str:
    """``mapping(out_x="payload['y']")``: what comes in goes by ``in``, what goes out by ``out``."""
    parts = ([*name.split("_", 1), text] for name, text in pairs.items())
    items = "".join(f'<tb:{side} name="{name}" expression="{text}"/>' for side, name, text in parts)
    return f"<extensionElements><tb:mapping>{items}</tb:mapping></extensionElements>"


@pytest.mark.parametrize("waits", [RECEIVE, catch("r", message("m"))])
def test_what_waits_goes_on_with_the_message(waits: str) -> None:
    story = Story(model(nodes(start="s", user="u", end="e") + waits + chain("s", "r", "u", "e")))
    assert story.run.listening == (Listener(3, "r", "message", "m"),)
    assert not story.receive("message", "other")
    assert story.at_now == {"r"}
    assert story.receive("message", "m", answer=42)
    assert (story.open, story.run.read("answer")) == (["u"], 42)
    assert not story.receive("message", "m")


def test_the_mapping_says_what_of_a_message_is_kept() -> None:
    waits = f'<receiveTask id="r" messageRef="m">{mapping(out_sum=TOTAL + " * 2")}</receiveTask>'
    story = Story(model(nodes(start="s", user="u", end="e") + waits + chain("s", "r", "u", "e")))
    story.receive("message", "m", total=2, other=1)
    assert story.run.variables() == {"sum": 4}


def test_a_mapping_that_fails_can_be_retried_with_the_same_message() -> None:
    waits = f'<receiveTask id="r" messageRef="m">{mapping(out_sum=TOTAL + " * rate")}</receiveTask>'
    story = Story(model(nodes(start="s", user="u", end="e") + waits + chain("s", "r", "u", "e")))
    story.receive("message", "m", total=2)
    assert story.failed == [("r", "name")]
    story.write(rate=3)
    assert story.retry().open == ["u"]
    assert story.run.read("sum") == 6


@pytest.mark.parametrize("sends", ['<sendTask id="t" messageRef="m">{}</sendTask>',
                                   '<intermediateThrowEvent id="t">{}<messageEventDefinition messageRef="m"/>'
                                   "</intermediateThrowEvent>"])  # fmt: skip
def test_what_is_sent_and_caught_by_nobody_here_is_taken_out(sends: str) -> None:
    body = (
        nodes(start="s", user="u", end="e")
        + sends.format(mapping(in_total="n + 1"))
        + chain("s", "t", "u", "e")
    )
    story = Story(model(body), n=1)
    (sent,) = story.sent
    assert (sent.kind, sent.name, sent.element, dict(sent.payload)) == ("message", "m", "t", {"total": 2})
    assert story.open == ["u"]


def test_a_message_end_event_sends_before_the_instance_ends() -> None:
    story = Story(model(nodes(start="s") + end("e", message("m")) + flow("s", "e")))
    assert story.state == "completed"
    assert [sent.name for sent in story.sent] == ["m"]


def test_a_message_of_this_instance_is_caught_in_it() -> None:
    body = nodes(start="s", par="split", user="u", end="e e2") + RECEIVE + throw("t", message("m"))
    story = Story(model(body + chain("s", "split", "u", "t", "e") + chain("split", "r", "e2")))
    assert story.finish("u").state == "completed"
    assert story.sent == []


def test_the_oldest_receiver_gets_the_message_and_only_he() -> None:
    body = nodes(start="s", par="p", user="x", end="e1 e2")
    body += catch("a", message("m")) + catch("b", message("m"))
    story = Story(model(body + chain("s", "p", "x", "a", "e1") + chain("p", "b", "e2")))
    story.finish("x")
    story.receive("message", "m")
    assert story.at_now == {"a"}
    story.receive("message", "m")
    assert story.state == "completed"


def test_a_receive_task_can_be_interrupted_and_reminded() -> None:
    body = nodes(start="s", user="late extra", end="e e2 e3") + RECEIVE
    body += boundary("b", "r", message("stop")) + boundary("n", "r", message("hint"), stops=False)
    story = Story(model(body + chain("s", "r", "e") + chain("b", "late", "e2") + chain("n", "extra", "e3")))
    story.receive("message", "hint")
    story.receive("message", "stop")
    assert story.open == ["extra", "late"]
    assert not story.receive("message", "m")


def two(beside: str = ORDER.format("m1", "m2"), subscription: str = "") -> str:
    body = nodes(start="s", par="p", user="u1 u2", end="e1 e2") + subscription
    body += catch("c1", message("m1")) + catch("c2", message("m2"))
    return body + chain("s", "p", "c1", "u1", "e1") + chain("p", "c2", "u2", "e2")


def test_the_first_message_of_a_conversation_binds_the_later_ones() -> None:
    story = Story(model(two(), ORDER.format("m1", "m2")))
    assert story.receive("message", "m1", {"order": 7})
    assert not story.receive("message", "m2", {"order": 8})
    assert story.run.listening[-1].keys == (("order", "7"),)
    assert story.receive("message", "m2", {"order": 7})
    assert story.open == ["u1", "u2"]


def test_a_subscription_binds_by_the_receivers_own_variables() -> None:
    story = Story(model(two(subscription=BINDING), ORDER.format("m1", "m2")), mine="A")
    assert [row.keys for row in story.run.listening] == [(("order", '"A"'),)] * 2
    assert not story.receive("message", "m1", {"order": "B"})
    assert story.receive("message", "m1", {"order": "A"})


def test_a_subscription_follows_the_variables_while_it_waits() -> None:
    """8.4.2.2: "the process context … is dynamic, and the correlation may change over time"."""
    story = Story(model(two(subscription=BINDING), ORDER.format("m1", "m2")), mine="A")
    story.write(mine="B")
    assert not story.receive("message", "m1", {"order": "A"})
    assert story.receive("message", "m1", {"order": "B"})


def test_keys_of_a_message_sent_come_from_its_payload_then_from_what_the_sender_sees() -> None:
    body = nodes(start="s", user="u", end="e") + throw("t1", message("m1"))
    body += f'<sendTask id="t2" messageRef="m2">{mapping(in_number="99")}</sendTask>'
    story = Story(model(body + chain("s", "t1", "t2", "u", "e"), ORDER.format("m1", "m2")), number=5)
    assert [dict(sent.keys) for sent in story.sent] == [{"order": 5}, {"order": 99}]


def test_a_conversation_begun_by_sending_is_answered_by_its_key() -> None:
    body = nodes(start="s", user="u", end="e") + throw("t", message("m1")) + catch("c", message("m2"))
    story = Story(model(body + chain("s", "t", "c", "u", "e"), ORDER.format("m1", "m2")), number=5)
    assert not story.receive("message", "m2", {"order": 6})
    assert story.receive("message", "m2", {"order": 5})
    assert story.open == ["u"]


def test_a_message_path_that_cannot_be_evaluated_fails_the_sender() -> None:
    body = nodes(start="s", user="u", end="e") + throw("t", message("m1"))
    story = Story(model(body + chain("s", "t", "u", "e"), ORDER.format("m1", "m2")))
    assert story.failed == [("t", "name")]
    assert story.sent == []
    story.write(number=1)
    assert story.retry().open == ["u"]
    assert len(story.sent) == 1


def test_a_non_interrupting_message_comes_again_and_again() -> None:
    """Upstream's MessageNonInterrupt: the task goes on, each message starts the exception flow once more."""
    body = nodes(start="s", user="u", end="e e2") + '<userTask id="note"/>'
    body += boundary("b", "u", message("m"), stops=False) + chain("s", "u", "e") + chain("b", "note", "e2")
    story = Story(model(body))
    story.receive("message", "m")
    story.finish("note")
    story.receive("message", "m")
    assert story.open == ["note", "u"]
    story.finish("u")
    assert not story.receive("message", "m")
    assert story.finish("note").state == "completed"


def test_a_message_without_a_name_is_refused() -> None:
    with pytest.raises(NotExecutable):
        model(nodes(start="s", end="e") + catch("c", "<messageEventDefinition/>") + chain("s", "c", "e"))
