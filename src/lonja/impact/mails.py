"""The questions that go out by mail, each in its reader's language."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from lonja.base.outbox import Mail
from lonja.events.mails import language_of
from lonja.impact.lifecycle import Came
from lonja.impact.tokens import token_of
from lonja.meetings.mails import addresses

__all__ = ["addresses", "questions"]


def questions(follow_up, lines, address, *, again=False):
    """One mail that asks about several meetings.

    Args:
        lines: (counterpart, question) for each meeting.
        again: whether it is the reminder.
    """
    one = follow_up.participation
    language = language_of(one)
    with override(language):
        words = {
            "person": one.person,
            "edition": one.edition,
            "count": len(lines),
            "stop": _full("impact:stop", token_of("stop", follow_up.uid)),
        }
        subject = _("What came of your meetings at %(edition)s?")
        if again:
            subject = _("A reminder: what came of your meetings at %(edition)s?")
        text = "\n\n".join([_opening(words), *(_question(*line) for line in lines), _closing() % words])
        return Mail(
            to=[address], subject=subject % words, text=f"{text}\n", purpose="follow_up", language=language,
            unsubscribe_url=words["stop"],
        )  # fmt: skip


def _opening(words):
    return (
        ngettext(
            "Hello %(person)s,\n\nyou had one meeting at %(edition)s. Did something come of it? One press "
            "and a confirmation are enough; you need not sign in.",
            "Hello %(person)s,\n\nyou had %(count)s meetings at %(edition)s. Did something come of them? One "
            "press and a confirmation for each are enough; you need not sign in.",
            words["count"],
        )
        % words
    )


def _question(other, question):
    who = f"{other.person} ({other.organisation})" if other.organisation else str(other.person)
    address = _full("impact:answer", token_of("answer", question.uid))
    return "\n".join([who, *(f"  {came.label}: {address}?came={came.value}" for came in Came)])


def _closing():
    return _(
        "Your answers show whether such meetings are worth while. Only the organiser reads what you write; "
        "in public there are only sums of five or more.\n\nNo more of these questions: %(stop)s"
    )


def _full(name, token):
    return f"{settings.SITE_URL}{reverse(name, args=[token])}"
