"""What an organiser does to plans by hand: meetings that stay where they are, and moves on the board."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lonja.events.models import Edition, Participation
from lonja.meetings.models.grid import Slot, Table
from lonja.meetings.models.plans import PlanRun
from lonja.meetings.models.requests import MeetingRequest


class Lock(models.Model):
    """Every later plan keeps this request at this time, at this table, with these two."""

    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, related_name="locks", verbose_name=_("edition")
    )
    request = models.OneToOneField(
        MeetingRequest, on_delete=models.CASCADE, related_name="lock", verbose_name=_("request")
    )
    slot = models.ForeignKey(Slot, on_delete=models.CASCADE, related_name="+", verbose_name=_("slot"))
    table = models.ForeignKey(Table, on_delete=models.CASCADE, related_name="+", verbose_name=_("table"))
    sender = models.ForeignKey(
        Participation, on_delete=models.CASCADE, related_name="+", verbose_name=_("for the side that asks")
    )
    recipient = models.ForeignKey(
        Participation,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("for the side that is asked"),
    )
    locked_at = models.DateTimeField(_("locked at"))
    locked_by = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("locked by")
    )

    class Meta:
        verbose_name = _("lock")
        verbose_name_plural = _("locks")
        constraints = [
            models.UniqueConstraint(fields=["edition", "slot", "table"], name="one_lock_per_table_and_slot")
        ]

    def __str__(self):
        return f"{self.request_id} @ {self.slot_id}"


class Move(models.Model):
    """A meeting that an organiser moved in one plan; without a slot it is off the plan."""

    run = models.ForeignKey(PlanRun, on_delete=models.CASCADE, related_name="moves", verbose_name=_("plan"))
    request = models.ForeignKey(
        MeetingRequest, on_delete=models.CASCADE, related_name="+", verbose_name=_("request")
    )
    from_slot = models.ForeignKey(Slot, on_delete=models.CASCADE, null=True, related_name="+")
    from_table = models.ForeignKey(Table, on_delete=models.CASCADE, null=True, related_name="+")
    to_slot = models.ForeignKey(Slot, on_delete=models.CASCADE, null=True, related_name="+")
    to_table = models.ForeignKey(Table, on_delete=models.CASCADE, null=True, related_name="+")
    moved_at = models.DateTimeField(_("moved at"))
    moved_by = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("moved by")
    )
    is_undone = models.BooleanField(_("undone"), default=False)
    # The other move of a swap, made just before: the two are taken back together.
    along = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="+")

    class Meta:
        verbose_name = _("move")
        verbose_name_plural = _("moves")

    def __str__(self):
        return f"{self.request_id}: {self.from_slot_id} → {self.to_slot_id}"


class DemandStudy(models.Model):
    """What the planner's bound says about the wishes of an edition, as they were then."""

    edition = models.OneToOneField(
        Edition, on_delete=models.CASCADE, related_name="demand", verbose_name=_("edition")
    )
    digest = models.CharField(_("digest of what was studied"), max_length=64)
    findings = models.JSONField(_("findings"), default=dict)
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("study of the demand")
        verbose_name_plural = _("studies of the demand")

    def __str__(self):
        return self.digest[:12]
