"""Events: series, their editions, and what happens there."""

import uuid
import zoneinfo

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lonja.base.texts import TranslatedField, worded
from lonja.events.lifecycle import EXPECTED, EditionState
from lonja.events.querysets import EditionQuerySet, EventQuerySet, SessionQuerySet
from lonja.events.speaking import line_of


class EventKind(models.TextChoices):
    """What sort of event a series is."""

    ENCOUNTER = "encounter", _("Encounter")
    CONFERENCE = "conference", _("Conference")
    STUDY_VISIT = "study_visit", _("Study visit")
    MISSION = "mission", _("Mission")
    WORKSHOP = "workshop", _("Creativity workshop")
    CLOSING = "closing", _("Closing conference")


# People who travel, learn or listen together sit at no tables; their pages offer no way to meetings.
WITHOUT_TABLES = (EventKind.STUDY_VISIT, EventKind.WORKSHOP, EventKind.CLOSING)
TRAVELLING = (EventKind.STUDY_VISIT, EventKind.MISSION)


class ZoneKind(models.TextChoices):
    """What a part of the hall is for."""

    MEETINGS = "meetings", _("Meetings at tables")
    CURATED = "curated", _("Meetings with selected groups")
    DEMONSTRATION = "demonstration", _("Demonstrations and stands")
    CONFERENCE = "conference", _("Talks")


def known_time_zone(name):
    """Refuse a time zone that no calendar knows."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("No time zone has this name; write it like Europe/Madrid."))


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

    @property
    def has_tables(self):
        """Whether people sit down at tables here, as far as its kind says."""
        return self.kind not in WITHOUT_TABLES

    @property
    def travels(self):
        """Whether people travel together, in legs and delegations."""
        return self.kind in TRAVELLING


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
    opens_at = models.DateTimeField(_("registration opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("registration closes"), null=True, blank=True)
    places = models.PositiveIntegerField(_("places"), null=True, blank=True)
    slot_minutes = models.PositiveSmallIntegerField(_("minutes per meeting"), default=15)
    most_meetings = models.PositiveSmallIntegerField(_("most meetings per person"), null=True, blank=True)
    most_in_a_row = models.PositiveSmallIntegerField(_("meetings in a row before a pause"), default=0)
    # What the organiser reported, where the rows themselves are not here (earlier editions).
    declared_organisations = models.PositiveIntegerField(_("declared organisations"), null=True, blank=True)
    declared_people = models.PositiveIntegerField(_("declared people"), null=True, blank=True)
    declared_meetings = models.PositiveIntegerField(_("declared meetings"), null=True, blank=True)

    # Rises whenever something changes that calendars print; it is part of their SEQUENCE.
    revision = models.PositiveIntegerField(_("revision"), default=0, db_default=0, editable=False)
    revised_at = models.DateTimeField(_("revised at"), null=True, blank=True, editable=False)
    # The first day that was public before the newest change of days.
    put_off_from = models.DateField(_("put off from"), null=True, blank=True, editable=False)
    called_off_at = models.DateTimeField(_("called off at"), null=True, blank=True, editable=False)
    called_off_reason = TranslatedField(_("why it was called off"), editable=False)

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
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True)
                | Q(closes_at__isnull=True)
                | Q(closes_at__gt=F("opens_at")),
                name="registration_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=~Q(state=EditionState.CALLED_OFF) | Q(called_off_at__isnull=False),
                name="called_off_at_a_moment",
            ),
        ]

    def __str__(self):
        return worded(self.title).text or self.slug

    def get_absolute_url(self):
        return reverse("events:edition", args=[self.event.slug, self.slug])

    @property
    def zone_info(self):
        """The time zone of the venue."""
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def is_called_off(self):
        """Whether it does not take place."""
        return self.state == EditionState.CALLED_OFF

    def is_off_at(self, ends_at):
        """Whether what would end at that moment does not take place, because all of it was called off."""
        return self.called_off_at is not None and ends_at > self.called_off_at

    @property
    def over_on(self):
        """The day after which nothing more happens: the last one, or that on which it was called off."""
        if self.called_off_at is None:
            return self.ends_on
        return min(self.ends_on, self.called_off_at.astimezone(self.zone_info).date())


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
    abstract = TranslatedField(_("abstract"))
    room = models.CharField(_("room"), max_length=120, blank=True)
    stream = models.CharField(_("stream"), max_length=80, blank=True)
    is_bookable = models.BooleanField(_("participants book a place"), default=False)
    capacity = models.PositiveIntegerField(
        _("places"), null=True, blank=True, help_text=_("Empty: as many as come.")
    )
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    # Rises whenever something changes that calendars print of it; it is part of its SEQUENCE.
    revision = models.PositiveIntegerField(_("revision"), default=0, db_default=0, editable=False)
    revised_at = models.DateTimeField(_("revised at"), null=True, blank=True, editable=False)

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

    def get_absolute_url(self):
        return reverse("events:session", args=[self.edition.event.slug, self.edition.slug, self.uid])

    @property
    def speaker_line(self):
        """The names of those who give it, on one line."""
        return line_of(one.name for one in self.speakers.all())

    def printed(self):
        """What calendars print of it, but for who speaks."""
        return self.starts_at, self.ends_at, self.room, dict(self.title)

    def revise(self, now):
        """Number what calendars print of it anew; whoever calls saves it."""
        self.revision += 1
        self.revised_at = now

    def places_taken(self):
        """How many of those who are expected have a place."""
        return self.places.filter(participation__state__in=EXPECTED).count()
