"""Who gives a talk."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lonja.events.models.editions import Session
from lonja.events.models.people import Participation

# Lists on one line separate speakers by commas.
COMMA = ","


class Speaker(models.Model):
    """Somebody who gives a talk, in the order in which the programme names them."""

    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, related_name="speakers", verbose_name=_("talk")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    name = models.CharField(_("name"), max_length=200)
    affiliation = models.CharField(_("organisation or role"), max_length=200, blank=True)
    # Somebody of the same edition, who may be registered or not.
    participation = models.ForeignKey(
        Participation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="talks_given",
        verbose_name=_("registered as"),
    )

    class Meta:
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["session", "position"], name="one_speaker_per_position"),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(name__contains=COMMA), name="speaker_has_one_name"
            ),
        ]

    def __str__(self):
        return self.name
