"""Tells the outbox whom it must ask before news of an organiser leaves."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "lonja.events"
    verbose_name = _("Events")

    def ready(self):
        from lonja.base import outbox
        from lonja.events.message_mails import PURPOSES
        from lonja.events.models import MessagePurpose
        from lonja.events.services.messages import may_leave  # models are there only now

        outbox.gate(PURPOSES[MessagePurpose.NEWS], may_leave)
