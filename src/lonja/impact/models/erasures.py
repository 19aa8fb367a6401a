"""What was erased when its time was over: by number only, so that the log holds nobody's name."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lonja.events.models import Edition


class Erasure(models.Model):
    """That the personal data of one participation are gone, when, and how much it was."""

    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="erasures", verbose_name=_("edition")
    )
    participation_id = models.BigIntegerField(_("number of the participation"), unique=True)
    erased_at = models.DateTimeField(_("erased at"))
    counts = models.JSONField(_("what was erased"), default=dict)

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.participation_id} at {self.erased_at:%Y-%m-%d}"
