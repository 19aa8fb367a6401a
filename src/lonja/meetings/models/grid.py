"""When and where meetings can be held: slots and tables."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lonja.events.models import Edition, Participation, Zone


class Slot(models.Model):
    """A time in which each table can hold one meeting."""

    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, related_name="slots", verbose_name=_("edition")
    )
    starts_at = models.DateTimeField(_("starts at"))
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    block = models.PositiveSmallIntegerField(
        _("half-day"), help_text=_("Slots of one half-day follow each other.")
    )

    class Meta:
        verbose_name = _("slot")
        verbose_name_plural = _("slots")
        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "starts_at"], name="one_slot_per_start"),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="slot_lasts_a_while"),
        ]

    def __str__(self):
        return f"{self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def ends_at(self):
        """When the slot ends."""
        return self.starts_at + timedelta(minutes=self.minutes)


class Table(models.Model):
    """A place for two."""

    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, related_name="tables", verbose_name=_("edition")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    label = models.CharField(_("label"), max_length=80, blank=True)
    zone = models.ForeignKey(
        Zone, on_delete=models.SET_NULL, null=True, blank=True, related_name="tables", verbose_name=_("zone")
    )
    host = models.ForeignKey(
        Participation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="own_tables",
        verbose_name=_("host"),
        help_text=_("The participant who always sits here; the table then serves only her meetings."),
    )
    # Shown to the two who meet here, and to nobody else.
    remote_link = models.CharField(_("address of its remote meetings"), max_length=300, blank=True)
    closed_slots = models.ManyToManyField(
        Slot, blank=True, related_name="closed_tables", verbose_name=_("closed in")
    )

    class Meta:
        verbose_name = _("table")
        verbose_name_plural = _("tables")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="one_table_per_number"),
            models.CheckConstraint(condition=Q(number__gt=0), name="table_number_is_positive"),
        ]

    def __str__(self):
        return self.label or str(self.number)
