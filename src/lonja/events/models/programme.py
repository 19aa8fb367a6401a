"""Who can be asked for in a zone where only some can."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lonja.events.models.editions import Zone
from lonja.events.models.people import Participation


class ZoneHost(models.Model):
    """A participant whom the organiser has selected for a curated zone; only such can be asked for there."""

    zone = models.ForeignKey(Zone, on_delete=models.CASCADE, related_name="hosts", verbose_name=_("zone"))
    participation = models.ForeignKey(
        Participation, on_delete=models.CASCADE, related_name="hosted_zones", verbose_name=_("participation")
    )

    class Meta:
        verbose_name = _("selected participant")
        verbose_name_plural = _("selected participants")
        constraints = [
            models.UniqueConstraint(fields=["zone", "participation"], name="selected_once_per_zone"),
        ]

    def __str__(self):
        return f"{self.participation_id} @ {self.zone_id}"
