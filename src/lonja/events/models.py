"""Events: series, their editions, what happens there, and who comes."""

import secrets
import uuid
import zoneinfo

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lonja.accounts.models import RoleGrant, roles_fit
from lonja.base.texts import TranslatedField, worded
from lonja.events.lifecycle import EditionState, ParticipationState
from lonja.events.querysets import EditionQuerySet, EventQuerySet, ParticipationQuerySet, SessionQuerySet


class EventKind(models.TextChoices):
    """What sort of event a series is."""

    ENCOUNTER = "encounter", _("Encounter")
    CONFERENCE = "conference", _("Conference")
    STUDY_VISIT = "study_visit", _("Study visit")
    MISSION = "mission", _("Mission")
    WORKSHOP = "workshop", _("Creativity workshop")
    CLOSING = "closing", _("Closing conference")


class ZoneKind(models.TextChoices):
    """What a part of the hall is for."""

    MEETINGS = "meetings", _("Meetings at tables")
    CURATED = "curated", _("Meetings with selected groups")
    DEMONSTRATION = "demonstration", _("Demonstrations and stands")
    CONFERENCE = "conference", _("Talks")


class ParticipantType(models.TextChoices):
    """As what somebody takes part."""

    COMPANY = "company", _("Company")
    RESEARCH = "research", _("Research or technology centre")
    GROUP = "group", _("University research group")
    PUBLIC = "public", _("Public body")
    ASSOCIATION = "association", _("Association or cluster")
    INVESTOR = "investor", _("Investor")
    EXPERT = "expert", _("Independent expert")
    OTHER = "other", _("Other")


def known_time_zone(name):
    """Refuse a time zone that no calendar knows."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("No time zone has this name; write it like Europe/Madrid."))


def feed_token():
    """A secret address for a calendar subscription."""
    return secrets.token_urlsafe(24)


class Event(models.Model):
    """A series of editions, such as a yearly encounter, and who organises it."""

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    name = TranslatedField(_("name"))
    kind = models.CharField(_("kind"), max_length=20, choices=EventKind, default=EventKind.ENCOUNTER)
    description = TranslatedField(_("description"))
    organiser_organisation = models.ForeignKey(
        "directory.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="organised_events",
        verbose_name=_("organising organisation"),
    )
    organiser_cluster = models.ForeignKey(
        "directory.Cluster",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="organised_events",
        verbose_name=_("organising cluster"),
    )
    is_public = models.BooleanField(_("public"), default=True)
    # An edition goes public, and mails go out for it, only after somebody who answers for the
    # installation has looked at who organises.
    vetted_at = models.DateTimeField(_("vetted at"), null=True, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.CheckConstraint(
                condition=Q(organiser_organisation__isnull=False) | Q(organiser_cluster__isnull=False),
                name="event_has_an_organiser",
            )
        ]

    def __str__(self):
        return worded(self.name).text or self.slug

    def get_absolute_url(self):
        return reverse("events:event", args=[self.slug])

    @property
    def organiser(self):
        """The cluster that organises, else the organisation."""
        return self.organiser_cluster or self.organiser_organisation


class Edition(models.Model):
    """One time that an event takes place."""

    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, related_name="editions", verbose_name=_("event")
    )
    slug = models.SlugField(_("address"), max_length=80)
    title = TranslatedField(_("title"))
    summary = TranslatedField(_("summary"))
    description = TranslatedField(_("description"))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="Europe/Madrid", validators=[known_time_zone]
    )
    venue = models.CharField(_("venue"), max_length=200, blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=EditionState, default=EditionState.DRAFT)
    slot_minutes = models.PositiveSmallIntegerField(_("minutes per meeting"), default=15)
    most_meetings = models.PositiveSmallIntegerField(_("most meetings per person"), null=True, blank=True)
    most_in_a_row = models.PositiveSmallIntegerField(_("meetings in a row before a pause"), default=0)
    # What the organiser reported, where the rows themselves are not here (earlier editions).
    declared_organisations = models.PositiveIntegerField(_("declared organisations"), null=True, blank=True)
    declared_people = models.PositiveIntegerField(_("declared people"), null=True, blank=True)
    declared_meetings = models.PositiveIntegerField(_("declared meetings"), null=True, blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints = [
            models.UniqueConstraint(fields=["event", "slug"], name="one_edition_per_address"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="edition_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=Q(slot_minutes__gt=0), name="edition_slots_last_a_while"),
        ]

    def __str__(self):
        return worded(self.title).text or self.slug

    def get_absolute_url(self):
        return reverse("events:edition", args=[self.event.slug, self.slug])

    @property
    def zone_info(self):
        """The time zone of the venue."""
        return zoneinfo.ZoneInfo(self.time_zone)


class Zone(models.Model):
    """A part of the hall."""

    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, related_name="zones", verbose_name=_("edition")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    kind = models.CharField(_("kind"), max_length=20, choices=ZoneKind)
    name = TranslatedField(_("name"))
    description = TranslatedField(_("description"))

    class Meta:
        verbose_name = _("zone")
        verbose_name_plural = _("zones")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["edition", "position"], name="one_zone_per_position")]

    def __str__(self):
        return worded(self.name).text or self.get_kind_display()


class Session(models.Model):
    """A talk; while it lasts, those who attend it meet nobody."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, related_name="sessions", verbose_name=_("edition")
    )
    zone = models.ForeignKey(
        Zone,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=_("zone"),
    )
    code = models.CharField(_("code"), max_length=40)
    title = TranslatedField(_("title"))
    speaker = models.CharField(_("speaker"), max_length=200, blank=True)
    room = models.CharField(_("room"), max_length=120, blank=True)
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("talk")
        verbose_name_plural = _("talks")
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="one_session_per_code"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_it_starts"
            ),
        ]

    def __str__(self):
        return worded(self.title).text or self.code


class Participation(models.Model):
    """A person at an edition: for whom, as what, from when to when."""

    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, related_name="participations", verbose_name=_("edition")
    )
    person = models.ForeignKey(
        "directory.Person", on_delete=models.PROTECT, related_name="participations", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        "directory.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="participations",
        verbose_name=_("organisation"),
    )
    participant_type = models.CharField(
        _("takes part as"), max_length=20, choices=ParticipantType, default=ParticipantType.COMPANY
    )
    state = models.CharField(
        _("state"), max_length=20, choices=ParticipationState, default=ParticipationState.REGISTERED
    )
    arrives_at = models.DateTimeField(_("arrives at"), null=True, blank=True)
    leaves_at = models.DateTimeField(_("leaves at"), null=True, blank=True)
    remote = models.BooleanField(_("takes part remotely"), default=False)
    language = models.CharField(_("language"), max_length=10, blank=True)
    is_listed = models.BooleanField(_("shown to other participants"), default=True)
    feed_token = models.CharField(max_length=64, unique=True, default=feed_token, editable=False)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        indexes = [models.Index(fields=["edition", "state"])]
        constraints = [
            models.UniqueConstraint(fields=["edition", "person"], name="one_participation_per_person"),
            models.CheckConstraint(
                condition=Q(arrives_at__isnull=True)
                | Q(leaves_at__isnull=True)
                | Q(leaves_at__gt=F("arrives_at")),
                name="participant_leaves_after_arriving",
            ),
        ]

    def __str__(self):
        return str(self.person)


class Absence(models.Model):
    """A time in which a participant cannot meet anybody."""

    participation = models.ForeignKey(
        Participation, on_delete=models.CASCADE, related_name="absences", verbose_name=_("participation")
    )
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="absence_ends_after_it_starts"
            )
        ]

    def __str__(self):
        return f"{self.starts_at:%Y-%m-%d %H:%M}–{self.ends_at:%H:%M}"


class SessionPlace(models.Model):
    """A participant attends a talk."""

    participation = models.ForeignKey(
        Participation, on_delete=models.CASCADE, related_name="places", verbose_name=_("participation")
    )
    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, related_name="places", verbose_name=_("talk")
    )

    class Meta:
        verbose_name = _("place at a talk")
        verbose_name_plural = _("places at talks")
        constraints = [
            models.UniqueConstraint(fields=["participation", "session"], name="one_place_per_talk")
        ]

    def __str__(self):
        return f"{self.participation_id} @ {self.session_id}"


class EventGrant(RoleGrant):
    """A role for an event, or for one of its editions only."""

    KIND = "event"

    user = models.ForeignKey(
        "accounts.User", on_delete=models.CASCADE, related_name="event_grants", verbose_name=_("account")
    )
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="grants", verbose_name=_("event"))
    edition = models.ForeignKey(
        Edition,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="grants",
        verbose_name=_("edition"),
    )

    class Meta(RoleGrant.Meta):
        verbose_name = _("role for an event")
        verbose_name_plural = _("roles for events")
        constraints = [*RoleGrant.Meta.constraints, roles_fit("event")]
