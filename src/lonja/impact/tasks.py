"""What each day brings (questions, reminders, data whose time is over), and publishing a report."""

from datetime import datetime

from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lonja.base import jobs
from lonja.base.errors import Refused
from lonja.events.policies import editions
from lonja.impact.models import ReportRound
from lonja.impact.services import followups, reports, retention


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


@jobs.handler("impact.publish", title=gettext_lazy("Counting the figures of the report"))
def publish(edition_id, actor_id, asked_at, *, report):
    """Publish the report of an edition once for each time somebody asked, while she may still do so."""
    actor = get_user_model().objects.get(pk=actor_id)
    row = editions.scope(actor, "organise").filter(pk=edition_id).first()
    if row is None:
        raise Refused(_("You do not organise this edition any more."))
    now = datetime.fromisoformat(asked_at)
    if ReportRound.objects.filter(report__edition=row, published_at=now).exists():
        return
    report(0.0, _("Judging what may be told of small groups"))
    reports.publish(row, actor=actor, now=now)
