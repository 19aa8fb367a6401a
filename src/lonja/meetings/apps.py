"""Offers the organiser groups of participants by their meetings."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    name = "lonja.meetings"
    verbose_name = _("Meetings")

    def ready(self):
        from lonja.meetings import segments  # models are there only now

        segments.offer()
