"""What each day brings: questions, reminders, and data whose time is over."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lonja.base import jobs
from lonja.impact.services import followups, retention


@jobs.handler("impact.ask", title=gettext_lazy("Asking what came of the meetings"), daily=True)
def ask(*, report):
    """Ask both sides of the meetings whose day has come, and remind the silent once."""
    now = timezone.now()
    report(0.0, _("New questions"))
    followups.ask_due(now=now)
    report(0.5, _("Reminders"))
    followups.remind_due(now=now)


@jobs.handler("impact.retention", title=gettext_lazy("Erasing personal data whose time is over"), daily=True)
def erase(*, report):
    """Erase what has been kept for thirteen months without consent; a second run finds nothing."""
    now = timezone.now()
    due = retention.editions_due(now.date())
    for number, edition in enumerate(due):
        report(number / len(due), str(edition))
        retention.erase(edition, actor=None, now=now)
