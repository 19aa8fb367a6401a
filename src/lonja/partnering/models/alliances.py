"""Alliances along a value chain: its stages, its parties, what they cover and do together."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lonja.accounts.models import User
from lonja.base.models import StoredFile
from lonja.base.texts import TranslatedField, worded
from lonja.directory.models import Cluster, Organisation, Term
from lonja.partnering.alliances_lifecycle import ActionState, PartyState


class Alliance(models.Model):
    """Clusters or organisations that together cover a value chain, led by one cluster."""

    slug = models.SlugField(_("short address"), max_length=120, unique=True)
    name = TranslatedField(_("name"))
    aim = TranslatedField(_("aim"))
    coordinator = models.ForeignKey(
        Cluster, on_delete=models.PROTECT, related_name="alliances", verbose_name=_("coordinating cluster")
    )
    countries_wanted = models.PositiveSmallIntegerField(_("different countries wanted"), default=0)
    is_public = models.BooleanField(_("public"), default=False, db_index=True)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now)

    class Meta:
        verbose_name = _("alliance")
        verbose_name_plural = _("alliances")
        ordering = ["slug"]

    def __str__(self):
        return str(worded(self.name)) or self.slug

    def get_absolute_url(self):
        return reverse("partnering:alliance", args=[self.slug])


class AllianceStage(models.Model):
    """One stage of the chain, with the capabilities that cover it."""

    alliance = models.ForeignKey(
        Alliance, on_delete=models.CASCADE, related_name="stages", verbose_name=_("alliance")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    name = TranslatedField(_("name"))
    need = models.PositiveSmallIntegerField(_("how many should cover it"), default=1)
    weight = models.PositiveSmallIntegerField(_("how much it matters"), default=1)
    terms = models.ManyToManyField(Term, related_name="+", blank=True, verbose_name=_("capabilities"))

    class Meta:
        verbose_name = _("stage of a value chain")
        verbose_name_plural = _("stages of a value chain")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(need__gte=1, weight__gte=1), name="stage_matters"),
        ]

    def __str__(self):
        return str(worded(self.name)) or str(self.position)


class AllianceParty(models.Model):
    """A cluster or organisation of an alliance; it counts when it has said yes itself."""

    alliance = models.ForeignKey(
        Alliance, on_delete=models.CASCADE, related_name="parties", verbose_name=_("alliance")
    )
    cluster = models.ForeignKey(
        Cluster, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("cluster")
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisation"),
    )
    state = models.CharField(_("state"), max_length=10, choices=PartyState, default=PartyState.INVITED)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )

    class Meta:
        verbose_name = _("party to an alliance")
        verbose_name_plural = _("parties to an alliance")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(cluster__isnull=False, organisation__isnull=True)
                | Q(cluster__isnull=True, organisation__isnull=False),
                name="alliance_party_is_one_thing",
            ),
            models.UniqueConstraint(
                fields=["alliance", "cluster"],
                condition=Q(cluster__isnull=False),
                name="cluster_once_per_alliance",
            ),
            models.UniqueConstraint(
                fields=["alliance", "organisation"],
                condition=Q(organisation__isnull=False),
                name="organisation_once_per_alliance",
            ),
        ]

    def __str__(self):
        return f"{self.alliance_id}: {self.cluster_id or self.organisation_id}"


class CoverLevel(models.IntegerChoices):
    """How well a party says that it covers a stage, in hundredths."""

    NOT = 0, _("Does not cover it")
    PARTLY = 35, _("Covers a part of it")
    FULLY = 90, _("Covers it")


class AllianceCover(models.Model):
    """What a party says itself of a stage; it counts before anything that was computed."""

    party = models.ForeignKey(
        AllianceParty, on_delete=models.CASCADE, related_name="covers", verbose_name=_("party")
    )
    stage = models.ForeignKey(
        AllianceStage, on_delete=models.CASCADE, related_name="covers", verbose_name=_("stage")
    )
    level = models.PositiveSmallIntegerField(_("how well"), choices=CoverLevel)
    note = models.CharField(_("with what"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("cover of a stage")
        verbose_name_plural = _("covers of stages")
        constraints = [
            models.UniqueConstraint(fields=["party", "stage"], name="one_cover_per_party_and_stage")
        ]

    def __str__(self):
        return f"{self.party_id} × {self.stage_id}: {self.level}"


class JointAction(models.Model):
    """Something that the parties of an alliance do together."""

    alliance = models.ForeignKey(
        Alliance, on_delete=models.CASCADE, related_name="actions", verbose_name=_("alliance")
    )
    title = models.CharField(_("what"), max_length=200)
    text = models.TextField(_("how"), blank=True)
    due_on = models.DateField(_("until when"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ActionState, default=ActionState.PROPOSED)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)

    class Meta:
        verbose_name = _("joint action")
        verbose_name_plural = _("joint actions")
        ordering = ["due_on", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="joint_action_has_a_title")]

    def __str__(self):
        return self.title


class AllianceDocument(models.Model):
    """A document of an alliance, for its parties; a new text is a new document."""

    alliance = models.ForeignKey(
        Alliance, on_delete=models.CASCADE, related_name="documents", verbose_name=_("alliance")
    )
    title = models.CharField(_("title"), max_length=200)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("file"))
    added_at = models.DateTimeField(_("added at"), default=timezone.now)
    added_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("added by")
    )

    class Meta:
        verbose_name = _("document of an alliance")
        verbose_name_plural = _("documents of alliances")
        ordering = ["-added_at", "-pk"]

    def __str__(self):
        return self.title


class AllianceConfirmation(models.Model):
    """That a party agrees to a joint action, or confirms a document."""

    party = models.ForeignKey(
        AllianceParty, on_delete=models.CASCADE, related_name="confirmations", verbose_name=_("party")
    )
    action = models.ForeignKey(
        JointAction,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="confirmations",
        verbose_name=pgettext_lazy("of an alliance", "joint action"),
    )
    document = models.ForeignKey(
        AllianceDocument,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="confirmations",
        verbose_name=_("document"),
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), default=timezone.now)
    confirmed_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("confirmed by")
    )

    class Meta:
        verbose_name = _("confirmation")
        verbose_name_plural = _("confirmations")
        constraints = [
            models.CheckConstraint(
                condition=Q(action__isnull=False, document__isnull=True)
                | Q(action__isnull=True, document__isnull=False),
                name="confirmation_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["party", "action"], condition=Q(action__isnull=False), name="one_yes_per_action"
            ),
            models.UniqueConstraint(
                fields=["party", "document"], condition=Q(document__isnull=False), name="one_yes_per_document"
            ),
        ]

    def __str__(self):
        return f"{self.party_id}: {self.action_id or self.document_id}"
