"""What a second pair of eyes looks at: new clusters, changes to a profile, facts that may be wrong."""

import uuid

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lonja.accounts.models import User
from lonja.base.errors import Refused
from lonja.base.texts import TranslatedField
from lonja.directory.models.clusters import Cluster
from lonja.directory.models.fields import country
from lonja.directory.models.organisations import Organisation


class RegistrationState(models.TextChoices):
    """Where the registration of a cluster stands."""

    SUBMITTED = "submitted", gettext_lazy("Being looked at")
    RETURNED = "returned", gettext_lazy("Returned")
    APPROVED = "approved", gettext_lazy("Approved")
    WITHDRAWN = "withdrawn", gettext_lazy("Withdrawn")


class Waiver(models.TextChoices):
    """Why the rules on size do not apply to a cluster."""

    NONE = "", gettext_lazy("None: the rules apply")
    PROGRAMME = "programme", gettext_lazy("Recognised by a national or regional cluster programme")
    SOCIAL = "social", gettext_lazy("Recognised as a cluster of the social economy")


class ChangeState(models.TextChoices):
    """Where a proposed change stands."""

    WAITING = "waiting", gettext_lazy("Waiting")
    APPLIED = "applied", gettext_lazy("Applied")
    DECLINED = "declined", gettext_lazy("Declined")
    WITHDRAWN = "withdrawn", gettext_lazy("Withdrawn")


class ReportState(models.TextChoices):
    """Where the report of a wrong fact stands."""

    OPEN = "open", gettext_lazy("Open")
    CORRECTED = "corrected", gettext_lazy("Corrected")
    KEPT = "kept", gettext_lazy("Stays as it is")


MODERATION_MOVES = {
    ("resubmit", RegistrationState.RETURNED): RegistrationState.SUBMITTED,
    ("approve", RegistrationState.SUBMITTED): RegistrationState.APPROVED,
    ("return", RegistrationState.SUBMITTED): RegistrationState.RETURNED,
    ("withdraw", RegistrationState.SUBMITTED): RegistrationState.WITHDRAWN,
    ("withdraw", RegistrationState.RETURNED): RegistrationState.WITHDRAWN,
    ("apply", ChangeState.WAITING): ChangeState.APPLIED,
    ("decline", ChangeState.WAITING): ChangeState.DECLINED,
    ("withdraw", ChangeState.WAITING): ChangeState.WITHDRAWN,
    ("correct", ReportState.OPEN): ReportState.CORRECTED,
    ("keep", ReportState.OPEN): ReportState.KEPT,
}


def next_moderation_state(verb, row):
    """The state of a row after `verb`; raises `Refused` when the table has no such move."""
    states = type(row)._meta.get_field("state").choices
    for (move, before), after in MODERATION_MOVES.items():
        if move == verb and before == row.state and after in dict(states):
            return after
    raise Refused(
        _("This is “%(state)s” already, so that is not possible now.") % {"state": row.get_state_display()},
        remedy=_("Look at it again: somebody may have been faster."),
    )


class Registration(models.Model):
    """That somebody wants to enter a cluster, with what the rules ask of it."""

    uuid = models.UUIDField(gettext_lazy("public id"), default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(gettext_lazy("name"), max_length=200)
    acronym = models.CharField(gettext_lazy("acronym"), max_length=40, blank=True)
    summary = TranslatedField(gettext_lazy("in one sentence"))
    country = country(gettext_lazy("country"))
    city = models.CharField(gettext_lazy("town or city"), max_length=120, blank=True)
    website = models.URLField(gettext_lazy("website"), max_length=300)
    has_english_website = models.BooleanField(gettext_lazy("the website can be read in English"))
    members = models.JSONField(gettext_lazy("committed members by helix"), default=dict)
    staff = models.DecimalField(gettext_lazy("people in the team"), max_digits=6, decimal_places=1)
    waiver = models.CharField(
        gettext_lazy("exception"), max_length=10, choices=Waiver, default=Waiver.NONE, blank=True
    )
    waiver_reason = models.CharField(
        gettext_lazy("programme or register that recognises it"), max_length=200, blank=True
    )
    consented_at = models.DateTimeField(gettext_lazy("agreed at"))
    state = models.CharField(
        gettext_lazy("state"), max_length=10, choices=RegistrationState, default=RegistrationState.SUBMITTED
    )
    submitted_by = models.ForeignKey(
        User,
        on_delete=models.CASCADE,
        related_name="registrations",
        verbose_name=gettext_lazy("submitted by"),
    )
    submitted_at = models.DateTimeField(gettext_lazy("submitted at"), default=timezone.now)
    answer = models.TextField(gettext_lazy("answer"), max_length=2000, blank=True)
    answered_by = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=gettext_lazy("answered by"),
    )
    answered_at = models.DateTimeField(gettext_lazy("answered at"), null=True, blank=True)
    cluster = models.OneToOneField(
        Cluster,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="registration",
        verbose_name=gettext_lazy("cluster"),
    )

    class Meta:
        verbose_name = gettext_lazy("registration of a cluster")
        verbose_name_plural = gettext_lazy("registrations of clusters")
        ordering = ["-submitted_at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="registration_has_a_name")]

    def __str__(self):
        return self.name

    @property
    def total_members(self):
        """All committed members, whatever their helix."""
        return sum(self.members.values())


class EditingRule(models.Model):
    """That a cluster wants every change of its profile to be seen by a second person."""

    cluster = models.OneToOneField(
        Cluster, on_delete=models.CASCADE, related_name="editing_rule", verbose_name=gettext_lazy("cluster")
    )
    since = models.DateTimeField(gettext_lazy("since"), default=timezone.now)

    class Meta:
        verbose_name = gettext_lazy("rule for editing")
        verbose_name_plural = gettext_lazy("rules for editing")

    def __str__(self):
        return f"{self.cluster_id}: two people"


class ProposedChange(models.Model):
    """A change of a cluster's profile that waits for a second person."""

    cluster = models.ForeignKey(
        Cluster,
        on_delete=models.CASCADE,
        related_name="proposed_changes",
        verbose_name=gettext_lazy("cluster"),
    )
    before = models.JSONField(gettext_lazy("before"), default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(gettext_lazy("after"), default=dict, encoder=DjangoJSONEncoder)
    note = models.CharField(gettext_lazy("why"), max_length=500, blank=True)
    state = models.CharField(
        gettext_lazy("state"), max_length=10, choices=ChangeState, default=ChangeState.WAITING
    )
    proposed_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=gettext_lazy("proposed by")
    )
    proposed_at = models.DateTimeField(gettext_lazy("proposed at"), default=timezone.now)
    answer = models.CharField(gettext_lazy("answer"), max_length=500, blank=True)
    answered_by = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=gettext_lazy("answered by"),
    )
    answered_at = models.DateTimeField(gettext_lazy("answered at"), null=True, blank=True)

    class Meta:
        verbose_name = gettext_lazy("proposed change")
        verbose_name_plural = gettext_lazy("proposed changes")
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="applied")
                | Q(proposed_by__isnull=True)
                | Q(answered_by__isnull=True)
                | ~Q(answered_by=models.F("proposed_by")),
                name="a_second_person_applies_a_change",
            )
        ]

    def __str__(self):
        return f"{self.cluster_id}: {self.state} {self.pk}"


class FactReport(models.Model):
    """What a reader found wrong on a profile, and what its editors did about it."""

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="fact_reports",
        verbose_name=gettext_lazy("organisation"),
    )
    cluster = models.ForeignKey(
        Cluster,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="fact_reports",
        verbose_name=gettext_lazy("cluster"),
    )
    what = models.CharField(gettext_lazy("which fact is wrong"), max_length=200)
    text = models.TextField(gettext_lazy("what would be right"), max_length=2000)
    source = models.CharField(gettext_lazy("how do you know"), max_length=300, blank=True)
    reported_by = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=gettext_lazy("reported by"),
    )
    reported_at = models.DateTimeField(gettext_lazy("reported at"), default=timezone.now)
    state = models.CharField(
        gettext_lazy("state"), max_length=10, choices=ReportState, default=ReportState.OPEN
    )
    answer = models.TextField(gettext_lazy("answer"), max_length=1000, blank=True)
    answered_by = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=gettext_lazy("answered by"),
    )
    answered_at = models.DateTimeField(gettext_lazy("answered at"), null=True, blank=True)

    class Meta:
        verbose_name = gettext_lazy("reported fact")
        verbose_name_plural = gettext_lazy("reported facts")
        ordering = ["-reported_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=True, cluster__isnull=False)
                | Q(organisation__isnull=False, cluster__isnull=True),
                name="fact_report_has_one_profile",
            )
        ]

    def __str__(self):
        return f"{self.what}: {self.state}"

    @property
    def owner(self):
        """The profile on which the fact stands."""
        return self.organisation or self.cluster
