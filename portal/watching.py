"""The words of the overview: what is wrong, what to do about it, and where."""

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import gettext, ngettext

from portal.formats import duration
from web.watching.judging import Concern


@dataclass(frozen=True, slots=True)
class Said:
    """A concern in words; ``anchor`` is the part of the page that tells more."""

    title: str
    advice: str
    anchor: str
    grave: bool


def said(concern: Concern) -> Said:
    """Say a concern in words."""
    title, advice, anchor = _WORDS[concern.code](concern)
    return Said(title, advice, anchor, concern.grave)


def _no_worker(_: Concern) -> tuple[str, str, str]:
    return (
        gettext("No worker is running"),
        gettext(
            "Timers, deadlines, calls of other systems and messages wait. Start “tongban worker”, or the "
            "whole program again."
        ),
        "workers",
    )


def _clock_stands(_: Concern) -> tuple[str, str, str]:
    return (
        gettext("The clock does not tick"),
        gettext("A worker is there, but looks at no timer. Its log says why; start it again."),
        "workers",
    )


def _worker_silent(concern: Concern) -> tuple[str, str, str]:
    return (
        ngettext("%(num)s worker fell silent", "%(num)s workers fell silent", concern.n),
        gettext("It ended without saying so, perhaps with its machine. Others have taken its work over."),
        "workers",
    )


def _other_version(_: Concern) -> tuple[str, str, str]:
    return (
        gettext("A worker runs another version of the program"),
        gettext("Start it again with the version of the web server."),
        "workers",
    )


def _queue_late(concern: Concern) -> tuple[str, str, str]:
    return (
        gettext("The oldest job has been waiting for %(time)s", time=duration(concern.seconds)),
        gettext("The workers cannot keep up, or hang. Start another worker; see what the jobs are below."),
        "queue",
    )


def _jobs_failed(concern: Concern) -> tuple[str, str, str]:
    return (
        ngettext("%(num)s job has failed for good", "%(num)s jobs have failed for good", concern.n),
        gettext(
            "It was tried again for three hours. Messages may be missing; the worker's log names each by its "
            "number."
        ),
        "queue",
    )


def _mails_failed(concern: Concern) -> tuple[str, str, str]:
    return (
        ngettext("%(num)s e-mail has failed", "%(num)s e-mails have failed", concern.n),
        gettext("The messages stand in the portal all the same. Mend the mail system, then send them again."),
        "queue",
    )


def _timers_late(concern: Concern) -> tuple[str, str, str]:
    return (
        ngettext("%(num)s timer is overdue", "%(num)s timers are overdue", concern.n)
        + gettext(" (the oldest by %(time)s)", time=duration(concern.seconds)),
        gettext(
            "They fire once, as soon as a worker gets to them. If the number does not fall, add a worker."
        ),
        "queue",
    )


def _incidents(concern: Concern) -> tuple[str, str, str]:
    return (
        ngettext("%(num)s incident is open", "%(num)s incidents are open", concern.n)
        + gettext(" (the oldest for %(time)s)", time=duration(concern.seconds)),
        gettext("Somebody's matter stands still. Open it, mend the cause, and try the step again."),
        "incidents",
    )


def _resting(concern: Concern) -> tuple[str, str, str]:
    return (
        ngettext("%(num)s outside system is left alone", "%(num)s outside systems are left alone", concern.n),
        gettext("It failed several times in a row; calls wait, and one tries it first. Ask whoever runs it."),
        "outside",
    )


def _little_room(_: Concern) -> tuple[str, str, str]:
    return (
        gettext("The disk of the file store is nearly full"),
        gettext("Without room nobody can attach a file, and the database may stop. Make room, or move it."),
        "storage",
    )


def _no_backup(_: Concern) -> tuple[str, str, str]:
    return (
        gettext("There is no backup yet"),
        gettext("Let “tongban backup” run every night, and keep the keys in another place."),
        "upkeep",
    )


def _backup_old(concern: Concern) -> tuple[str, str, str]:
    return (
        gettext("The last backup is %(time)s old", time=duration(concern.seconds)),
        gettext("See why the nightly “tongban backup” does not run."),
        "upkeep",
    )


def _backup_incomplete(_: Concern) -> tuple[str, str, str]:
    return (
        gettext("The last backup lacks files"),
        gettext("The file store has lost some that matters refer to. Take them from an older backup."),
        "upkeep",
    )


def _no_verification(_: Concern) -> tuple[str, str, str]:
    return (
        gettext("The record was never verified"),
        gettext("Run “tongban verify”."),
        "upkeep",
    )


def _verification_old(concern: Concern) -> tuple[str, str, str]:
    return (
        gettext("The record was last verified %(time)s ago", time=duration(concern.seconds)),
        gettext("Run “tongban verify” every week."),
        "upkeep",
    )


def _record_bad(concern: Concern) -> tuple[str, str, str]:
    return (
        ngettext("%(num)s record does not hold", "%(num)s records do not hold", concern.n),
        gettext(
            "Somebody changed the database past the program, or a key was lost. “tongban verify” names the "
            "entry; compare it with a backup."
        ),
        "upkeep",
    )


_WORDS: dict[str, Callable[[Concern], tuple[str, str, str]]] = {
    "no_worker": _no_worker,
    "clock_stands": _clock_stands,
    "worker_silent": _worker_silent,
    "other_version": _other_version,
    "queue_late": _queue_late,
    "jobs_failed": _jobs_failed,
    "mails_failed": _mails_failed,
    "timers_late": _timers_late,
    "incidents": _incidents,
    "resting": _resting,
    "little_room": _little_room,
    "no_backup": _no_backup,
    "backup_old": _backup_old,
    "backup_incomplete": _backup_incomplete,
    "no_verification": _no_verification,
    "verification_old": _verification_old,
    "record_bad": _record_bad,
}
