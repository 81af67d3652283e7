"""A message in one line, for pages and e-mails; kinds as people choose them, and what became of an e-mail."""

from collections.abc import Mapping
from typing import Protocol

from flask_babel import gettext

from web.marks import N_

MESSAGES: Mapping[str, str] = {
    "task_opened": N_("To do: %(title)s, %(step)s"),
    "task_returned": N_("Returned to you: %(title)s, %(step)s"),
    "task_handed": N_("Handed to you: %(title)s, %(step)s"),
    "task_due": N_("Due soon: %(title)s, %(step)s"),
    "task_overdue": N_("Overdue: %(title)s, %(step)s"),
    "copied": N_("Copied to you: %(title)s, %(step)s"),
    "mentioned": N_("You are mentioned: %(title)s"),
    "replied": N_("Your entry was answered: %(title)s"),
    "reminded": N_("You are asked to hurry: %(title)s, %(step)s"),
    "reminder_answered": N_("Your reminder was answered: %(title)s, %(step)s"),
    "instance_completed": N_("Completed: %(title)s"),
    "instance_terminated": N_("Terminated: %(title)s"),
    "instance_suspended": N_("Suspended: %(title)s"),
    "instance_resumed": N_("Resumed: %(title)s"),
    "draft_expiring": N_("Your draft will be deleted in a week: %(title)s"),
    "record_broken": N_("The record of a matter does not hold: %(title)s"),
}
KINDS: Mapping[str, str] = {
    "new": N_("New to-do items"),
    "urged": N_("Reminders from others"),
    "returned": N_("Returned matters"),
    "due": N_("Due soon and overdue"),
    "finished": N_("Matters that have ended"),
    "mentioned": N_("Mentions and answers"),
    "copied": N_("Copies"),
    "held": N_("Suspended and resumed matters"),
    "drafts": N_("Drafts about to expire"),
    "record_broken": N_("Records that do not hold"),
}
CHOICES: Mapping[str, str] = {"now": N_("At once"), "digest": N_("In the digest"), "off": N_("No e-mail")}

FATES: Mapping[str, str] = {
    "queued": N_("e-mail on its way"),
    "waiting": N_("waits for the e-mail digest"),
    "sent": N_("also sent by e-mail"),
    "digested": N_("also sent in the e-mail digest"),
    "failed": N_("the e-mail could not be sent"),
    "skipped": N_("not sent by e-mail"),
    "no_address": N_("not sent: no e-mail address"),
}

STATES: Mapping[str, str] = {
    "queued": N_("On its way"),
    "waiting": N_("Waits for the digest"),
    "sent": N_("Mail sent"),
    "digested": N_("Sent in the digest"),
    "failed": N_("Mail failed"),
    "skipped": N_("Not sent"),
    "no_address": N_("No address"),
}
CODES: Mapping[str, str] = {
    "BAD_ADDRESS": N_("The mail system does not take this address"),
    "broken": N_("The mail system answered with an error"),
    "busy": N_("The mail system asks to try again later"),
    "certificate": N_("The certificate of the mail system is not trusted"),
    "console": N_("Only shown on the console: no mail system is set up"),
    "many": N_("Too many mails at once"),
    "no_address": N_("Has no e-mail address any more"),
    "no_connector": N_("No mail system is set up"),
    "no_news": N_("Read or done meanwhile"),
    "preference": N_("By choice of the receiver"),
    "settings": N_("The settings of the mail system are wrong"),
    "timeout": N_("The mail system did not answer in time"),
    "unreachable": N_("The mail system cannot be reached"),
}


class Told(Protocol):
    """What a line is made of."""

    @property
    def kind(self) -> str:
        """Kind of the message."""

    @property
    def title(self) -> str:
        """Title of the matter."""

    @property
    def step_name(self) -> str:
        """Name of the step, if it is about one."""


def message_words(message: Told) -> str:
    """Write a message in one line."""
    pattern = gettext(MESSAGES.get(message.kind, "%(title)s"))
    return pattern % {"title": message.title, "step": message.step_name}


def kind_words(name: str) -> str:
    """Name a kind of message as people choose it."""
    return gettext(KINDS[name]) if name in KINDS else name


def choice_words(choice: str) -> str:
    """Say when messages go out by e-mail."""
    return gettext(CHOICES[choice]) if choice in CHOICES else choice


def fate_words(state: str, code: str | None) -> str:
    """Say what became of a message by e-mail; nothing of messages that no e-mail was thought of."""
    if state in ("sent", "digested") and code == "console":
        # The console only shows mails: nobody may be told that one went out.
        return gettext("e-mail shown on the console only")
    return gettext(FATES[state]) if state in FATES else state


def state_words(state: str) -> str:
    """Name what became of an e-mail, for those who look after it."""
    return gettext(STATES[state]) if state in STATES else state


def code_words(code: str) -> str:
    """Say why an e-mail did not go out, or not at once; unknown codes stand for themselves."""
    return gettext(CODES[code]) if code in CODES else code
