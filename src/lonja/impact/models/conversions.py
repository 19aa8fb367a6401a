"""What a meeting turned into inside the house, each with the way back to the request it began with."""

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lonja.directory.models import ClusterLink
from lonja.events.models import Participation
from lonja.impact.lifecycle import CollaborationState
from lonja.meetings.models import MeetingRequest
from lonja.partnering.models import Opportunity


class ConversionKind(models.TextChoices):
    """What a meeting can turn into here."""

    OPPORTUNITY = "opportunity", _("An offer or a need")
    COLLABORATION = "collaboration", _("A collaboration")
    IDEA = "idea", _("A project idea")


class ProjectIdea(models.Model):
    """A project that two might do together: read by both and the organiser, by others when it is public."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("the idea"), max_length=5000)
    author = models.ForeignKey(
        Participation, on_delete=models.CASCADE, related_name="project_ideas", verbose_name=_("written by")
    )
    written_at = models.DateTimeField(_("written at"))
    changed_at = models.DateTimeField(_("changed at"), null=True, blank=True)
    is_public = models.BooleanField(_("public"), default=False)

    class Meta:
        verbose_name = _("project idea")
        verbose_name_plural = _("project ideas")
        ordering = ["-written_at", "-pk"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("impact:idea", args=[self.uid])


class Collaboration(models.Model):
    """That two organisations work together since a meeting: claimed by one side, confirmed by the other."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    claimed_by = models.ForeignKey(
        Participation, on_delete=models.CASCADE, related_name="collaborations", verbose_name=_("claimed by")
    )
    text = models.TextField(_("what they do together"), max_length=2000)
    state = models.CharField(
        _("state"), max_length=10, choices=CollaborationState, default=CollaborationState.CLAIMED
    )
    # Where the two are clusters, the link in the directory is the claim, and its state counts.
    link = models.ForeignKey(
        ClusterLink,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("link between clusters"),
    )
    claimed_at = models.DateTimeField(_("claimed at"))
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    class Meta:
        verbose_name = _("collaboration")
        verbose_name_plural = _("collaborations")

    def __str__(self):
        return f"{self.claimed_by_id}: {self.state}"

    @property
    def standing(self):
        """Where it stands; a link of the directory says so itself."""
        return CollaborationState(self.link.state if self.link else self.state)


class Conversion(models.Model):
    """The way back: from an offer, a collaboration or an idea to the request where it began."""

    request = models.ForeignKey(
        MeetingRequest, on_delete=models.CASCADE, related_name="conversions", verbose_name=_("request")
    )
    made_by = models.ForeignKey(
        Participation, on_delete=models.CASCADE, related_name="conversions", verbose_name=_("made by")
    )
    kind = models.CharField(_("kind"), max_length=15, choices=ConversionKind)
    opportunity = models.OneToOneField(
        Opportunity, on_delete=models.CASCADE, null=True, blank=True, related_name="conversion"
    )
    collaboration = models.OneToOneField(
        Collaboration, on_delete=models.CASCADE, null=True, blank=True, related_name="conversion"
    )
    idea = models.OneToOneField(
        ProjectIdea, on_delete=models.CASCADE, null=True, blank=True, related_name="conversion"
    )
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("conversion")
        verbose_name_plural = _("conversions")
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(kind="opportunity", opportunity__isnull=False, collaboration=None, idea=None)
                    | Q(kind="collaboration", collaboration__isnull=False, opportunity=None, idea=None)
                    | Q(kind="idea", idea__isnull=False, opportunity=None, collaboration=None)
                ),
                name="conversion_leads_to_one_thing",
            ),
        ]

    def __str__(self):
        return f"{self.request_id} → {self.kind}"
