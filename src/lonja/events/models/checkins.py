"""Who is here: the badge somebody wears, and what was scanned at the door."""

import hashlib
import secrets
import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lonja.events.models.people import Participation

HANDLE = 20  # letters of a token's digest that stand for a badge on a device
CODE = 8  # the first of them stand on the badge, to be typed where no camera works


def badge_token():
    """The secret in the code on a badge; it says nothing of whoever wears it."""
    return secrets.token_urlsafe(15)


def handle_of(token):
    """What stands for a badge on a device: it opens nothing, and cannot be turned back."""
    return hashlib.sha256(token.encode()).hexdigest()[:HANDLE]


class Badge(models.Model):
    """What a participant shows at the door, and whether she is here."""

    participation = models.OneToOneField(
        Participation, on_delete=models.CASCADE, related_name="badge", verbose_name=_("participation")
    )
    token = models.CharField(max_length=64, unique=True, default=badge_token, editable=False)
    came_at = models.DateTimeField(_("came at"), null=True, blank=True)
    left_at = models.DateTimeField(_("left at"), null=True, blank=True)

    class Meta:
        verbose_name = _("badge")
        verbose_name_plural = _("badges")
        constraints = [
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(came_at__isnull=False, left_at__gte=F("came_at")),
                name="nobody_leaves_before_she_came",
            )
        ]

    def __str__(self):
        return str(self.participation_id)

    @property
    def code(self):
        """What is written under the drawing of the badge: 7F3A 90C2."""
        code = handle_of(self.token)[:CODE].upper()
        return f"{code[: CODE // 2]} {code[CODE // 2 :]}"

    @property
    def is_here(self):
        """Whether she came and has not left."""
        return self.came_at is not None and self.left_at is None


class ScanVerb(models.TextChoices):
    """What a scan at the door says."""

    IN = "in", _("Came in")
    OUT = "out", _("Left")
    UNDO = "undo", _("Taken back")


class Scan(models.Model):
    """One scan at the door, from any device, sent once or several times; `uid` makes it count once."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    participation = models.ForeignKey(
        Participation, on_delete=models.CASCADE, related_name="scans", verbose_name=_("participation")
    )
    verb = models.CharField(_("what"), max_length=10, choices=ScanVerb)
    scanned_at = models.DateTimeField(_("scanned at"))
    received_at = models.DateTimeField(_("received at"))
    noted_by = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("noted by")
    )

    class Meta:
        verbose_name = _("scan")
        verbose_name_plural = _("scans")

    def __str__(self):
        return f"{self.participation_id} {self.verb}"
