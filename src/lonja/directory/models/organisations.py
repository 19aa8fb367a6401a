"""Organisations: what they are, where, and which terms describe them."""

from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lonja.base.texts import TranslatedField
from lonja.directory.models.fields import FoldedField, country, partial_date, precision
from lonja.directory.models.terms import Term
from lonja.directory.querysets import OrganisationQuerySet


class Size(models.TextChoices):
    """Size classes of enterprises."""

    MICRO = "micro", _("Micro (under 10 people)")
    SMALL = "small", _("Small (10 to 49)")
    MEDIUM = "medium", _("Medium (50 to 249)")
    LARGE = "large", _("Large (250 or more)")
    UNKNOWN = "unknown", _("Not stated")


class Organisation(models.Model):
    """A company, university, public body, association…: anybody who can be a member of a cluster."""

    slug = models.SlugField(_("short address"), max_length=120, unique=True)
    name = models.CharField(_("name"), max_length=200)
    legal_name = models.CharField(_("legal name"), max_length=250, blank=True)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    actor_type = models.ForeignKey(
        Term,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("kind of actor"),
    )
    size = models.CharField(_("size"), max_length=10, choices=Size, default=Size.UNKNOWN, db_index=True)
    size_year = models.PositiveSmallIntegerField(
        _("size computed from the figures of"), null=True, blank=True, editable=False
    )
    parent_name = models.CharField(_("parent company"), max_length=200, blank=True)
    parent_country = country(_("country of the parent company"))
    country = country(_("country"))
    region = models.ForeignKey(
        Term, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("region")
    )
    city = models.CharField(_("town or city"), max_length=120, blank=True)
    street = models.CharField(_("street and number"), max_length=200, blank=True)
    postcode = models.CharField(_("postcode"), max_length=20, blank=True)
    website = models.URLField(_("website"), max_length=300, blank=True)
    founded = partial_date(_("founded"))
    founded_precision = precision(_("how sure is the founding date"))
    summary = TranslatedField(_("in one sentence"))
    description = TranslatedField(_("description"))
    languages = models.JSONField(_("working languages"), default=list, blank=True)
    vat_number = models.CharField(
        _("VAT number"),
        max_length=20,
        blank=True,
        validators=[
            RegexValidator(r"^[A-Z]{2}[0-9A-Z+*]{2,15}$", _("Write it with its country: ESB12345674."))
        ],
    )
    terms = models.ManyToManyField(
        Term, through="OrganisationTerm", related_name="organisations", verbose_name=_("fields of activity")
    )
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="merged",
        verbose_name=_("merged into"),
    )
    is_public = models.BooleanField(_("public"), default=False, db_index=True)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now)
    sort_name = FoldedField(source="name", db_index=True)
    search_text = FoldedField(source="searchable")

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["sort_name", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="organisation_has_a_name"),
            models.CheckConstraint(condition=~models.Q(slug=""), name="organisation_has_a_slug"),
            models.UniqueConstraint(
                fields=["vat_number"],
                condition=~models.Q(vat_number=""),
                name="one_organisation_per_vat_number",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("directory:organisation", args=[self.slug])

    def searchable(self):
        """The public texts that search looks through."""
        texts = [*self.summary.values(), *self.description.values()]
        return " ".join([self.name, self.legal_name, self.short_name, self.city, *texts])


class OrganisationTerm(models.Model):
    """That an organisation works in a field."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="described_by", verbose_name=_("organisation")
    )
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="+", verbose_name=_("term"))

    class Meta:
        verbose_name = _("field of an organisation")
        verbose_name_plural = _("fields of an organisation")
        ordering = ["term__scheme", "term__position"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "term"], name="one_term_once_per_organisation")
        ]

    def __str__(self):
        return f"{self.organisation_id}: {self.term_id}"
