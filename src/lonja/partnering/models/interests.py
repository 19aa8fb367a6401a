"""Interest of one organisation in an offer or need of another, and each step of it."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lonja.accounts.models import User
from lonja.base.models import StoredFile
from lonja.directory.models import Organisation
from lonja.partnering.lifecycle import OPENED, STANDING, InterestState
from lonja.partnering.models.mandates import Mandate
from lonja.partnering.models.opportunities import Opportunity
from lonja.partnering.querysets import InterestQuerySet


class Result(models.TextChoices):
    """What came of an interest."""

    PROJECT = "project", _("A project together")
    CONTRACT = "contract", _("A contract or an order")
    RESEARCH = "research", _("A research agreement")
    INVESTMENT = "investment", _("An investment")
    NONE = "none", _("Nothing this time")


class DeclineReason(models.TextChoices):
    """Why an interest was declined; the sender reads it."""

    OFF_TOPIC = "off_topic", _("It is not what we look for")
    BUSY = "busy", _("We have no time at present")
    TAKEN = "taken", _("We have found a partner already")
    PLACE = "place", _("We look for partners in other places")
    OTHER = "other", _("Another reason")


class Interest(models.Model):
    """That an organisation would like to talk about an offer or need of another."""

    opportunity = models.ForeignKey(
        Opportunity, on_delete=models.CASCADE, related_name="interests", verbose_name=_("offer or need")
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="interests", verbose_name=_("interested")
    )
    sender = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("sent by")
    )
    mandate = models.ForeignKey(
        Mandate,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("sent by an adviser"),
    )
    text = models.TextField(_("message"))
    file = models.ForeignKey(
        StoredFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("file")
    )
    state = models.CharField(_("state"), max_length=10, choices=InterestState, default=InterestState.SENT)
    is_held = models.BooleanField(_("kept back, because the recipient has blocked the sender"), default=False)
    sent_at = models.DateTimeField(_("sent at"), default=timezone.now)
    seen_at = models.DateTimeField(_("seen at"), null=True, blank=True)
    expires_on = models.DateField(_("expires on"))
    reminded_on = models.DateField(_("reminded on"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )
    reason = models.CharField(_("reason"), max_length=15, choices=DeclineReason, blank=True)
    note = models.CharField(_("a word to the sender"), max_length=500, blank=True)
    met_on = models.DateField(_("first met on"), null=True, blank=True)
    result = models.CharField(_("result"), max_length=15, choices=Result, blank=True)
    result_title = models.CharField(_("name of the project or contract"), max_length=200, blank=True)
    agreed_on = models.DateField(_("agreed on"), null=True, blank=True)
    agreed_by = models.ForeignKey(
        Organisation,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("agreement told by"),
    )
    confirmed_at = models.DateTimeField(_("confirmed by the other side at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    objects = InterestQuerySet.as_manager()

    class Meta:
        verbose_name = _("interest")
        verbose_name_plural = _("interests")
        ordering = ["-sent_at", "-pk"]
        indexes = [models.Index(fields=["state", "expires_on"])]
        constraints = [
            models.UniqueConstraint(
                fields=["opportunity", "organisation"],
                condition=Q(state__in=STANDING),
                name="one_standing_interest_per_pair",
            ),
            models.CheckConstraint(
                condition=Q(agreed_on__isnull=True) | Q(agreed_by__isnull=False),
                name="agreement_is_told_by_somebody",
            ),
        ]

    def __str__(self):
        return f"{self.opportunity_id} from {self.organisation_id}"

    def get_absolute_url(self):
        return reverse("partnering:interest", args=[self.pk])

    @property
    def is_opened(self):
        """Whether the two sides know each other."""
        return self.state in OPENED


class Side(models.TextChoices):
    """Who took a step."""

    SENDER = "sender", _("the interested")
    OWNER = "owner", _("the owner of the offer or need")
    HOUSE = "house", _("the platform")


class InterestStep(models.Model):
    """One step of an interest with its moment; from these, who answers whom can be learnt."""

    interest = models.ForeignKey(
        Interest, on_delete=models.CASCADE, related_name="steps", verbose_name=_("interest")
    )
    verb = models.CharField(_("step"), max_length=10)
    before = models.CharField(_("state before"), max_length=10, choices=InterestState, blank=True)
    after = models.CharField(_("state after"), max_length=10, choices=InterestState)
    side = models.CharField(_("taken by"), max_length=10, choices=Side)
    actor = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("account")
    )
    at = models.DateTimeField(_("moment"), db_index=True)

    class Meta:
        verbose_name = _("step of an interest")
        verbose_name_plural = _("steps of interests")
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.interest_id} {self.verb}"
