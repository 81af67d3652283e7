"""What people say around a matter, one line a move, and what others hear of it."""

import uuid
from dataclasses import dataclass
from typing import Any

import pytest

from engine.commands.answer_reminder import answer_reminder
from engine.commands.comment import Said, comment
from engine.commands.read_copies import read_copies
from engine.commands.remind import Reminded, remind
from engine.commands.send_copies import Sent, send_copies
from engine.events import Commented, CopiesSent, ReminderAnswered, TaskReminded
from engine.queries import boxes
from engine.queries.record import RecordLine
from engine.queries.talk import Talk, talk
from tests.engine.conftest import Story


@dataclass(frozen=True)
class Campus:
    """The people of a story by their logins."""

    story: Story
    told: list[Any]

    def id(self, login: str) -> int:
        return self.story.person(login).person_id

    def name(self, login: str) -> str:
        return self.story.person(login).name

    def copy(self, login: str, task: int, *to: str, text: str = "") -> Sent:
        people = [self.id(one) for one in to]
        return send_copies(self.story.rt, self.story.person(login), task, people, text=text)

    def say(
        self, login: str, instance: uuid.UUID, words: str, *names: str, reply_to: int | None = None
    ) -> Said:
        mentions = [self.id(one) for one in names]
        by = self.story.person(login)
        return comment(self.story.rt, by, instance, words, reply_to=reply_to, mentions=mentions)

    def remind(self, login: str, task: int) -> Reminded:
        return remind(self.story.rt, self.story.person(login), task)

    def answer(self, login: str, task: int, words: str) -> Said:
        return answer_reminder(self.story.rt, self.story.person(login), task, words)

    def read(self, login: str, instance: uuid.UUID) -> None:
        read_copies(self.story.rt, self.story.person(login), instance)

    def box(self, login: str, name: str = "cc") -> tuple[boxes.BoxRow, ...]:
        return boxes.page(self.story.connection, self.story.person(login), name).rows

    def count(self, login: str, name: str) -> int:
        return boxes.counts(self.story.connection, self.story.person(login))[name]

    def talk(self, login: str, instance: uuid.UUID) -> Talk:
        return talk(self.story.rt, self.story.connection, self.story.person(login), instance)

    def record(self, login: str, instance: uuid.UUID) -> tuple[RecordLine, ...]:
        return self.story.view(login, instance).record


@pytest.fixture
def told(rt) -> list[Any]:
    """The events of talk, as the messages hear them."""
    heard: list[Any] = []
    for kind in (CopiesSent, Commented, TaskReminded, ReminderAnswered):
        rt.events.subscribe(kind, lambda uow, event: heard.append(event))
    return heard


@pytest.fixture
def campus(story, told) -> Campus:
    return Campus(story, told)
