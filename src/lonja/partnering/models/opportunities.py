"""Offers and needs: what an organisation can give, and what it looks for."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lonja.accounts.models import User
from lonja.base.models import StoredFile
from lonja.base.texts import TranslatedField, worded
from lonja.directory.models import Organisation, Term
from lonja.directory.models.fields import FoldedField, country
from lonja.partnering.lifecycle import OpportunityState
from lonja.partnering.querysets import OpportunityQuerySet


class OpportunityKind(models.TextChoices):
    """The five types of a partnering profile."""

    BUSINESS_OFFER = "BO", _("Business offer")
    TECHNOLOGY_OFFER = "TO", _("Technology offer")
    BUSINESS_REQUEST = "BR", _("Business request")
    TECHNOLOGY_REQUEST = "TR", _("Technology request")
    RESEARCH_REQUEST = "RDR", _("Search for research partners")


OFFERS = (OpportunityKind.BUSINESS_OFFER, OpportunityKind.TECHNOLOGY_OFFER)
NEEDS = (
    OpportunityKind.BUSINESS_REQUEST,
    OpportunityKind.TECHNOLOGY_REQUEST,
    OpportunityKind.RESEARCH_REQUEST,
)


class Opportunity(models.Model):
    """One offer or one need of an organisation, in one or more languages.

    Who stands behind an anonymous one is told by `policies.identities` alone: no page, mail,
    file or index may read `organisation` of a row that this policy does not give.
    """

    TEXTS = ("title", "summary", "description", "advantages", "technical", "partner_role", "ipr_notes")

    reference = models.CharField(_("reference"), max_length=30, unique=True)
    kind = models.CharField(_("type"), max_length=3, choices=OpportunityKind)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="opportunities", verbose_name=_("organisation")
    )
    author = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("written by")
    )
    state = models.CharField(
        _("state"), max_length=30, choices=OpportunityState, default=OpportunityState.DRAFT
    )
    language = models.CharField(_("language of the original"), max_length=5, default="en")
    title = TranslatedField(_("title"))
    summary = TranslatedField(_("summary"))
    description = TranslatedField(_("description"))
    advantages = TranslatedField(_("advantages and innovation"))
    technical = TranslatedField(_("technical specification or expertise sought"))
    partner_role = TranslatedField(_("role of the partner"))
    ipr_notes = TranslatedField(_("notes on intellectual property"))
    stage = models.ForeignKey(
        Term,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("stage of development"),
    )
    trl = models.ForeignKey(
        Term,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("technology readiness level"),
    )
    ipr = models.ForeignKey(
        Term,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("intellectual property status"),
    )
    terms = models.ManyToManyField(
        Term, through="OpportunityTerm", related_name="opportunities", verbose_name=_("keywords")
    )
    country = country(_("country"))
    target_countries = models.JSONField(_("countries sought"), default=list, blank=True)
    framework_program = models.CharField(_("framework programme"), max_length=200, blank=True)
    call_identifier = models.CharField(_("call title and identifier"), max_length=300, blank=True)
    submission_scheme = models.CharField(_("submission and evaluation scheme"), max_length=300, blank=True)
    project_title = models.CharField(_("project title and acronym"), max_length=300, blank=True)
    budget_eur = models.PositiveBigIntegerField(
        _("expected budget of the project (EUR)"), null=True, blank=True
    )
    duration_weeks = models.PositiveIntegerField(_("duration of the project (weeks)"), null=True, blank=True)
    coordinator_required = models.BooleanField(_("a coordinator is sought"), null=True, blank=True)
    interest_until = models.DateField(_("last day for interest"), null=True, blank=True)
    call_closes_on = models.DateField(_("the call closes on"), null=True, blank=True)
    call_link = models.URLField(_("page of the call"), max_length=300, blank=True)
    video_link = models.URLField(_("video"), max_length=300, blank=True)
    is_anonymous = models.BooleanField(_("anonymous until we accept an interest"), default=False)
    open_for_interest = models.BooleanField(_("open for interest"), default=True)
    annex = models.ForeignKey(
        StoredFile,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confidential annex"),
    )
    copied_from = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("copied from"),
    )
    decision_note = models.TextField(_("why it was sent back or flagged"), blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, db_index=True)
    first_published_on = models.DateField(_("first published on"), null=True, blank=True)
    expires_on = models.DateField(_("expires on"), null=True, blank=True)
    notice_sent_on = models.DateField(_("notice of expiry sent on"), null=True, blank=True)
    search_text = FoldedField(source="searchable")

    objects = OpportunityQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer or need")
        verbose_name_plural = _("offers and needs")
        ordering = ["-published_at", "-pk"]
        indexes = [models.Index(fields=["state", "expires_on"])]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=OpportunityState.PUBLISHED)
                | Q(expires_on__isnull=False, published_at__isnull=False, first_published_on__isnull=False),
                name="published_opportunity_has_its_days",
            ),
        ]

    def __str__(self):
        return str(worded(self.title)) or self.reference

    def get_absolute_url(self):
        return reverse("partnering:opportunity", args=[self.reference])

    @property
    def is_need(self):
        """Whether the organisation looks for something rather than offers it."""
        return self.kind in NEEDS

    def searchable(self):
        """The texts that search looks through; never who stands behind them."""
        texts = [text for name in self.TEXTS for text in getattr(self, name).values()]
        return " ".join([self.reference, *texts])


class OpportunityTerm(models.Model):
    """That an offer or need is about a term: a technology, a market, a goal, a kind of partner."""

    opportunity = models.ForeignKey(
        Opportunity, on_delete=models.CASCADE, related_name="described_by", verbose_name=_("offer or need")
    )
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="+", verbose_name=_("term"))

    class Meta:
        verbose_name = _("keyword of an offer or need")
        verbose_name_plural = _("keywords of an offer or need")
        ordering = ["term__scheme", "term__position"]
        constraints = [
            models.UniqueConstraint(fields=["opportunity", "term"], name="one_term_once_per_opportunity")
        ]

    def __str__(self):
        return f"{self.opportunity_id}: {self.term_id}"


class AnnexGrant(models.Model):
    """That an organisation may read the confidential annex of an offer or need."""

    opportunity = models.ForeignKey(
        Opportunity, on_delete=models.CASCADE, related_name="annex_grants", verbose_name=_("offer or need")
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", verbose_name=_("organisation")
    )
    granted_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("granted by")
    )
    granted_at = models.DateTimeField(_("granted at"), default=timezone.now)

    class Meta:
        verbose_name = _("right to a confidential annex")
        verbose_name_plural = _("rights to confidential annexes")
        constraints = [
            models.UniqueConstraint(fields=["opportunity", "organisation"], name="one_annex_grant_per_reader")
        ]

    def __str__(self):
        return f"{self.opportunity_id} to {self.organisation_id}"


class ReferenceCount(models.Model):
    """How many references of one type, country and day were given."""

    prefix = models.CharField(max_length=20, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self):
        return self.prefix
