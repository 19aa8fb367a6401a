"""What is written to those who promised something after an edition."""

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lonja.directory.mails.readers import to_account


def follow_up_due(follow_up):
    """Remind somebody of what she promised to do."""
    edition = follow_up.edition

    def write():
        names = {
            "edition": edition,
            "what": follow_up.text,
            "day": date_format(follow_up.due_on, "DATE_FORMAT"),
            "address": f"{settings.SITE_URL}{reverse('events:follow-ups')}",
        }
        return (
            _("To do after %(edition)s") % names,
            _(
                "After %(edition)s you took this on, until %(day)s:\n\n%(what)s\n\n"
                "When it is done, say so here: %(address)s\n"
            )
            % names,
        )

    return to_account(follow_up.responsible, write, purpose="events")
