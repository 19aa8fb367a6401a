"""What decides the size of an enterprise: its figures, its owners, and who may read them."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lonja.directory.models.clusters import Cluster
from lonja.directory.models.organisations import Organisation


class EnterpriseFigures(models.Model):
    """Staff, turnover and balance sheet total of one closed accounting period; private."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="figures", verbose_name=_("organisation")
    )
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(1900), MaxValueValidator(2200)]
    )
    staff = models.DecimalField(
        _("staff in annual work units"),
        max_digits=9,
        decimal_places=2,
        validators=[MinValueValidator(0)],
    )
    turnover_cents = models.PositiveBigIntegerField(_("annual turnover"))
    balance_cents = models.PositiveBigIntegerField(_("balance sheet total"))

    class Meta:
        verbose_name = _("figures of a year")
        verbose_name_plural = _("figures of years")
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "year"], name="one_set_of_figures_a_year"),
            models.CheckConstraint(condition=Q(staff__gte=0), name="figures_count_people_from_zero"),
        ]

    def __str__(self):
        return f"{self.organisation_id}: {self.year}"


class OwnerKind(models.TextChoices):
    """What an owner is, as far as the definition of an SME treats it apart."""

    ENTERPRISE = "enterprise", _("An enterprise")
    VENTURE = "venture", _("A venture capital company or public investment corporation")
    ANGEL = "angel", _("Business angels, up to 1.25 million euros together")
    UNIVERSITY = "university", _("A university or non-profit research centre")
    INSTITUTION = "institution", _("An institutional investor or regional development fund")
    SMALL_AUTHORITY = (
        "authority",
        _("A local authority under 10 million euros a year and 5,000 inhabitants"),
    )
    PUBLIC = "public", _("Another public body")


class Ownership(models.Model):
    """That one organisation holds a part of another, as one of the two has declared; private."""

    owner = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="holdings", verbose_name=_("owner")
    )
    owned = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="owners", verbose_name=_("owned organisation")
    )
    declared_by = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", verbose_name=_("declared by")
    )
    owner_kind = models.CharField(
        _("what the owner is"), max_length=12, choices=OwnerKind, default=OwnerKind.ENTERPRISE
    )
    share = models.DecimalField(
        _("share in per cent"),
        max_digits=6,
        decimal_places=3,
        help_text=_("Of the capital or of the votes, whichever is higher."),
    )
    since = models.PositiveSmallIntegerField(_("from the year"), null=True, blank=True)
    until = models.PositiveSmallIntegerField(_("to the year"), null=True, blank=True)

    class Meta:
        verbose_name = _("holding")
        verbose_name_plural = _("holdings")
        ordering = ["-share", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(owner=F("owned")), name="nobody_owns_itself"),
            models.CheckConstraint(
                condition=Q(declared_by=F("owner")) | Q(declared_by=F("owned")),
                name="a_holding_is_declared_by_one_side",
            ),
            models.CheckConstraint(condition=Q(share__gt=0, share__lte=100), name="holding_is_a_share"),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")),
                name="holding_ends_after_it_starts",
            ),
        ]

    def __str__(self):
        return f"{self.owner_id} holds {self.share} % of {self.owned_id}"


class FiguresReader(models.Model):
    """That an organisation lets another, or a cluster's managers, read its figures and holdings."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="figures_readers", verbose_name=_("organisation")
    )
    reader = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="readable_figures",
        verbose_name=_("reading organisation"),
    )
    cluster = models.ForeignKey(
        Cluster,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="readable_figures",
        verbose_name=_("reading cluster"),
    )

    class Meta:
        verbose_name = _("reader of figures")
        verbose_name_plural = _("readers of figures")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reader__isnull=False, cluster__isnull=True)
                | Q(reader__isnull=True, cluster__isnull=False),
                name="figures_are_read_by_one",
            ),
            models.CheckConstraint(
                condition=Q(reader__isnull=True) | ~Q(reader=F("organisation")),
                name="figures_are_read_by_others",
            ),
            models.UniqueConstraint(fields=["organisation", "reader"], name="one_reader_once"),
            models.UniqueConstraint(fields=["organisation", "cluster"], name="one_reading_cluster_once"),
        ]

    def __str__(self):
        return f"{self.organisation_id} read by {self.reader_id or self.cluster_id}"
