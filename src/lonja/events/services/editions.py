"""Make and change series and their editions."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lonja.accounts.models import Role
from lonja.accounts.policies import has_site_role
from lonja.accounts.services import facts as facts_of
from lonja.base import audit, jobs, outbox
from lonja.base.errors import Refused
from lonja.events import mails
from lonja.events.lifecycle import EditionState, next_edition_state
from lonja.events.models import Edition, Event, EventGrant
from lonja.events.services import days, hours

# What those who come were told of; other facts change without a mail.
WHEN_AND_WHERE = {"starts_on", "ends_on", "time_zone", "venue", "city", "country"}
# What stands in calendar files.
PRINTED = WHEN_AND_WHERE | {"title", "summary", "slug"}
REVISED = ("revision", "revised_at")


@transaction.atomic
def create_event(*, facts, actor):
    """Start a series; whoever starts it organises it, and an operator vets it.

    Raises:
        Refused: when the address is taken.
    """
    if Event.objects.filter(slug=facts["slug"]).exists():
        raise Refused(
            _("There is an event with the address “%(slug)s” already.") % {"slug": facts["slug"]},
            remedy=_("Choose another address."),
        )
    event = Event.objects.create(**facts)
    if has_site_role(actor, Role.OPERATOR):
        event.vetted_at = timezone.now()
        event.save(update_fields=["vetted_at"])
    else:
        for message in mails.series_waits(event):
            outbox.send(message, key=f"series-{event.pk}-{message.to[0]}")
    grant = EventGrant.objects.create(event=event, user=actor, role=Role.EVENT_ORGANISER, granted_by=actor)
    audit.record(actor, "role.granted", grant, **facts_of(grant))
    audit.record(actor, "event.created", event, vetted=event.vetted_at is not None)
    return event


@transaction.atomic
def vet_event(event, *, actor, now):
    """Let a series go public: an operator knows who organises it. Doing it twice changes nothing."""
    event = Event.objects.select_for_update().get(pk=event.pk)
    if event.vetted_at is None:
        event.vetted_at = now
        event.save(update_fields=["vetted_at"])
        for message in mails.series_vetted(event):
            outbox.send(message, key=f"series-{event.pk}-vetted-{message.to[0]}")
        audit.record(actor, "event.vetted", event)
    return event


@transaction.atomic
def create_edition(event, *, facts, actor):
    """Add an edition to a series, as a draft.

    Raises:
        Refused: when the series has an edition at this address already.
    """
    _refuse_taken(facts["slug"], event.editions.all())
    edition = Edition.objects.create(event=event, **facts)
    audit.record(actor, "edition.created", edition)
    return edition


def _refuse_taken(slug, others):
    taken = others.filter(slug=slug).select_related("event").first()
    if taken:
        raise Refused(
            _("%(event)s has an edition with the address “%(slug)s” already.")
            % {"event": taken.event, "slug": slug},
            remedy=_("Choose another address, such as the year."),
        )


@transaction.atomic
def edit_edition(edition, *, facts, actor, now, moves_hours=False):
    """Change what an edition says of itself; whoever comes is told of other days or another place.

    Args:
        moves_hours: whether talks, slots and stays move with the first day; one mail tells of all of it.

    Returns:
        The edition, and whether a job was queued that tells everybody.

    Raises:
        Refused: when another edition of the series has this address.
    """
    edition = Edition.objects.select_for_update(of=["self"]).select_related("event").get(pk=edition.pk)
    _refuse_taken(facts["slug"], Edition.objects.filter(event=edition.event_id).exclude(pk=edition.pk))
    changed = [name for name, value in facts.items() if getattr(edition, name) != value]
    first_day, zone_info, moved = edition.starts_on, edition.zone_info, {}
    if "starts_on" in changed and edition.state == EditionState.PUBLISHED:
        edition.put_off_from = edition.starts_on
    for name in changed:
        setattr(edition, name, facts[name])
    if not changed:
        return edition, False
    if PRINTED & set(changed):
        revise(edition, now)
    edition.save(update_fields=[*changed, *REVISED, "put_off_from"])
    if moves_hours and "starts_on" in changed:
        by_days = (edition.starts_on - first_day).days
        moved = {"days": by_days, **hours.move_all(edition, days=by_days, zone_info=zone_info, now=now)}
    is_told = bool(WHEN_AND_WHERE & set(changed)) and days.concerns_somebody(edition)
    if is_told:
        told = {"edition_id": edition.pk, "at": now.isoformat()}
        jobs.enqueue("events.days_changed", args=told, actor=actor)
    audit.record(actor, "edition.edited", edition, fields=sorted(changed), **moved)
    return edition, is_told


def revise(edition, now):
    """Number what calendars print of an edition anew; whoever calls has locked it, and saves `REVISED`."""
    edition.revision += 1
    edition.revised_at = now


@transaction.atomic
def move_edition(edition, verb, *, actor):
    """Publish an edition, take it back, close it or open it again.

    Raises:
        Refused: when it is not in a state for that, or its series is not vetted yet.
    """
    edition = Edition.objects.select_for_update(of=["self"]).select_related("event").get(pk=edition.pk)
    if verb == "publish" and edition.event.vetted_at is None:
        raise Refused(
            _("An operator of this site looks at each new series before it goes public; yours still waits."),
            remedy=_("They have been told by e-mail, and you will be too. Prepare the edition meanwhile."),
        )
    edition.state = next_edition_state(verb, edition.state)
    edition.save(update_fields=["state"])
    audit.record(actor, f"edition.{verb}", edition)
    return edition
