"""Tells the outbox whom it must ask before a question about outcomes leaves."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImpactConfig(AppConfig):
    name = "lonja.impact"
    verbose_name = _("Impact")

    def ready(self):
        from lonja.base import outbox
        from lonja.impact.services import followups  # models are there only now

        outbox.gate(followups.PURPOSE, followups.may_leave)
