"""The controlled lists: each scheme is one list, each term one of its values."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lonja.base.texts import TranslatedField, worded


class TermStatus(models.TextChoices):
    """How sure we are that a list, or a value in it, stands exactly so in its source."""

    VERIFIED = "verified", _("Verified")
    DERIVED = "derived", _("Derived from sources")
    PROVISIONAL = "provisional", _("Provisional")


class Scheme(models.Model):
    """One controlled list, such as the actor types or the NUTS regions."""

    slug = models.SlugField(_("scheme"), primary_key=True, max_length=60)
    labels = TranslatedField(_("name"))
    source = models.TextField(_("source"), blank=True)
    licence = models.CharField(_("licence"), max_length=200, blank=True)
    status = models.CharField(_("status"), max_length=20, choices=TermStatus, default=TermStatus.PROVISIONAL)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("controlled list")
        verbose_name_plural = _("controlled lists")
        ordering = ["position", "slug"]

    def __str__(self):
        return str(worded(self.labels)) or self.slug


class Term(models.Model):
    """One value of a controlled list; never deleted, because profiles point to it."""

    scheme = models.ForeignKey(
        Scheme, on_delete=models.CASCADE, related_name="terms", db_column="scheme", verbose_name=_("scheme")
    )
    code = models.CharField(_("code"), max_length=40)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("above it"),
    )
    level = models.PositiveSmallIntegerField(_("level"), default=1)
    position = models.PositiveIntegerField(_("position"), default=0)
    labels = TranslatedField(_("name"))
    selectable = models.BooleanField(_("can be chosen"), default=True)
    status = models.CharField(_("status"), max_length=20, choices=TermStatus, default=TermStatus.VERIFIED)
    is_retired = models.BooleanField(_("retired"), default=False)
    note = models.TextField(_("note"), blank=True)
    extra = models.JSONField(_("more columns of the file"), default=dict, blank=True)

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["scheme", "position", "code"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code"], name="one_term_per_code"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="term_not_above_itself"
            ),
        ]

    def __str__(self):
        return str(worded(self.labels)) or self.code

    @property
    def helix(self):
        """The helix of an actor type: industry, academia, government, civil_society or intermediary."""
        return self.extra.get("helix", "")
