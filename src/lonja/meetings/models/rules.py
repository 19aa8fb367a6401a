"""What an organiser lays down for requests, and what a participant says about her own presence."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _

from lonja.events.models import Edition, ParticipantType, Participation


class RequestRules(models.Model):
    """Limits and times that hold for the requests of an edition; without a row, the defaults here."""

    edition = models.OneToOneField(
        Edition, on_delete=models.CASCADE, related_name="request_rules", verbose_name=_("edition")
    )
    most_per_person = models.PositiveSmallIntegerField(
        _("most requests per person"), null=True, blank=True,
        help_text=_("Those that wait or are accepted count. Empty: no limit."),
    )  # fmt: skip
    most_per_organisation = models.PositiveSmallIntegerField(
        _("most requests per organisation"), null=True, blank=True,
        help_text=_("Of all its people together. Empty: no limit."),
    )  # fmt: skip
    answer_days = models.PositiveSmallIntegerField(
        _("days to answer"), default=5,
        help_text=_("After that a request without an answer expires."),
    )  # fmt: skip
    remind_days = models.PositiveSmallIntegerField(
        _("days before the end for a reminder"), default=2, help_text=_("0: no reminder."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("rules for requests")
        verbose_name_plural = _("rules for requests")
        constraints = [
            models.CheckConstraint(condition=Q(answer_days__gt=0), name="an_answer_may_take_a_day"),
        ]

    def __str__(self):
        return str(self.edition_id)


class AskingBar(models.Model):
    """Participants of one type may not ask those of another; what no row bars is allowed."""

    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, related_name="asking_bars", verbose_name=_("edition")
    )
    asking = models.CharField(_("who asks"), max_length=20, choices=ParticipantType)
    asked = models.CharField(_("who is asked"), max_length=20, choices=ParticipantType)

    class Meta:
        verbose_name = _("bar between types of participants")
        verbose_name_plural = _("bars between types of participants")
        constraints = [
            models.UniqueConstraint(fields=["edition", "asking", "asked"], name="one_bar_per_two_types"),
        ]

    def __str__(self):
        return f"{self.asking} ↛ {self.asked}"


class Promise(models.Model):
    """How many meetings the organiser would like everybody to have at least; a wish, not a limit."""

    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, related_name="promises", verbose_name=_("edition")
    )
    # Empty: everybody for whose type there is no row.
    participant_type = models.CharField(
        _("type of participant"), max_length=20, choices=ParticipantType, blank=True
    )
    fewest = models.PositiveSmallIntegerField(_("meetings at least"))

    class Meta:
        verbose_name = _("promised number of meetings")
        verbose_name_plural = _("promised numbers of meetings")
        constraints = [
            models.UniqueConstraint(fields=["edition", "participant_type"], name="one_promise_per_type"),
            models.CheckConstraint(
                condition=Q(fewest__gt=0) | ~Q(participant_type=""), name="a_promise_is_of_something"
            ),
        ]

    def __str__(self):
        return f"{self.participant_type or '*'}: {self.fewest}"


class PairKind(models.TextChoices):
    """What an organiser lays down for two people."""

    MUST = "must", _("Must meet")
    NEVER = "never", _("Must not meet")


class PairRule(models.Model):
    """Two people who must meet, or must not, by the organiser's word; its reason is the organiser's alone."""

    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, related_name="pair_rules", verbose_name=_("edition")
    )
    one = models.ForeignKey(
        Participation, on_delete=models.CASCADE, related_name="+", verbose_name=_("one person")
    )
    other = models.ForeignKey(
        Participation, on_delete=models.CASCADE, related_name="+", verbose_name=_("the other person")
    )
    kind = models.CharField(_("rule"), max_length=10, choices=PairKind)
    reason = models.CharField(_("reason"), max_length=300)

    class Meta:
        verbose_name = _("rule for two people")
        verbose_name_plural = _("rules for two people")
        constraints = [
            models.UniqueConstraint(
                F("edition"), Least(F("one"), F("other")), Greatest(F("one"), F("other")),
                name="one_rule_per_pair",
            ),
            models.CheckConstraint(condition=~Q(one=F("other")), name="a_rule_is_for_two"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.one_id} {self.kind} {self.other_id}"


class Presence(models.Model):
    """What a participant says about how she can be met, beside her times."""

    participation = models.OneToOneField(
        Participation, on_delete=models.CASCADE, related_name="presence", verbose_name=_("participation")
    )
    languages = models.JSONField(_("languages"), default=list, blank=True)
    wants_table = models.BooleanField(_("would like a table of her own"), default=False)

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")

    def __str__(self):
        return str(self.participation_id)
