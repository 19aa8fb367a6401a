"""Labels and registers: who vouches for an organisation or a cluster, from when to when."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lonja.accounts.models import User
from lonja.base.models import StoredFile
from lonja.directory.models.clusters import Cluster
from lonja.directory.models.organisations import Organisation
from lonja.directory.models.terms import Term
from lonja.directory.querysets import LabelQuerySet

LABEL_KINDS = "label_kinds"  # the controlled list of labels and registers


class Grade(models.TextChoices):
    """The steps of a label that has steps."""

    NONE = "", _("no grade")
    BRONZE = "bronze", _("Bronze")
    SILVER = "silver", _("Silver")
    GOLD = "gold", _("Gold")


class LabelState(models.TextChoices):
    """Who says so."""

    DECLARED = "declared", _("Declared")
    VERIFIED = "verified", _("Verified")


class Label(models.Model):
    """A label that an organisation or a cluster holds or held."""

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="labels",
        verbose_name=_("organisation"),
    )
    cluster = models.ForeignKey(
        Cluster,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="labels",
        verbose_name=_("cluster"),
    )
    kind = models.ForeignKey(
        Term,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("label"),
    )
    other_name = models.CharField(_("another label, please specify"), max_length=200, blank=True)
    other_issuer = models.CharField(_("who issues it"), max_length=200, blank=True)
    grade = models.CharField(_("grade"), max_length=10, choices=Grade, default=Grade.NONE, blank=True)
    number = models.CharField(_("number in the register"), max_length=80, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    website = models.URLField(_("link to the register"), max_length=300, blank=True)
    evidence = models.ForeignKey(
        StoredFile,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("evidence"),
    )
    state = models.CharField(_("who says so"), max_length=10, choices=LabelState, default=LabelState.DECLARED)
    checked_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("checked by")
    )
    checked_at = models.DateTimeField(_("checked at"), null=True, blank=True)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)

    objects = LabelQuerySet.as_manager()

    class Meta:
        verbose_name = _("label")
        verbose_name_plural = _("labels")
        ordering = ["kind__position", "-valid_until", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=True, cluster__isnull=False)
                | Q(organisation__isnull=False, cluster__isnull=True),
                name="label_has_one_holder",
            ),
            models.CheckConstraint(
                condition=Q(kind__isnull=False, other_name="") | (Q(kind__isnull=True) & ~Q(other_name="")),
                name="label_is_known_or_named",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                name="label_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~Q(state="verified") | Q(checked_at__isnull=False),
                name="verified_label_was_checked",
            ),
        ]

    def __str__(self):
        return f"{self.kind_id or self.other_name} {self.grade}".strip()

    @property
    def holder(self):
        """The organisation or cluster whose label it is."""
        return self.organisation or self.cluster

    @property
    def name(self):
        """The label in the reader's language, with its grade."""
        name = str(self.kind) if self.kind_id else self.other_name
        return f"{name}: {self.get_grade_display()}" if self.grade else name

    @property
    def issuer(self):
        """Who issues it, as far as known."""
        return self.kind.extra.get("issuer", "") if self.kind_id else self.other_issuer

    def has_expired(self, today):
        """Whether its last day has passed."""
        return self.valid_until is not None and self.valid_until < today
