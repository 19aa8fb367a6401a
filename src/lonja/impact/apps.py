"""Tells the outbox whom it must ask before a question leaves, and search where good practices are."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImpactConfig(AppConfig):
    name = "lonja.impact"
    verbose_name = _("Impact")

    def ready(self):
        from lonja.base import outbox
        from lonja.impact import practices_found
        from lonja.impact.services import followups  # models are there only now
        from lonja.partnering.engine.index import source

        source(practices_found.SOURCE)
        outbox.gate(followups.PURPOSE, followups.may_leave)
