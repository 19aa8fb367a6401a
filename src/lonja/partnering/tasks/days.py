"""What each day brings: expiries, notices, reminders."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lonja.base import jobs
from lonja.partnering import rules
from lonja.partnering.services import publishing, waiting


@jobs.handler("partnering.day", title=gettext_lazy("Looking after offers, needs and interests"), daily=True)
def look_after(*, report):
    """End what has passed its last day, and tell those whom it concerns; running twice changes nothing."""
    today, now = timezone.localdate(), timezone.now()
    report(0.0, _("Offers and needs"))
    publishing.expire_due(today=today)
    publishing.send_notices(today=today, until=today + timedelta(days=rules.NOTICE_DAYS_BEFORE))
    report(0.5, _("Interests"))
    waiting.expire_due(today=today, now=now)
    waiting.send_reminders(today=today)
    waiting.end_introductions(today=today)
