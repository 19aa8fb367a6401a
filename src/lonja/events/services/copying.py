"""Begin the next edition with what the last one was made of: its frame, without its people."""

from datetime import timedelta

from django.db import transaction

from lonja.base import audit
from lonja.events.models import Edition, Session, Speaker, TypeRule, Zone
from lonja.events.services.editions import create_edition
from lonja.events.services.hours import shifted

FRAME = (
    "summary", "description", "time_zone", "venue", "city", "country", "places", "slot_minutes",
    "most_meetings", "most_in_a_row",
)  # fmt: skip


@transaction.atomic
def copy_edition(edition, *, title, slug, starts_on, actor):
    """Make a draft of the next edition: texts, zones, talks, speakers and conditions, its dates shifted.

    Nobody comes along: no participant, place at a talk, invoice or request, and no declared figure.

    Raises:
        Refused: when the series has an edition at this address already.
    """
    days = (starts_on - edition.starts_on).days
    facts = {name: getattr(edition, name) for name in FRAME}

    def later(moment):
        return shifted(moment, days=days, zone_info=edition.zone_info)

    made = create_edition(
        edition.event,
        facts={
            **facts,
            "title": title,
            "slug": slug,
            "starts_on": starts_on,
            "ends_on": edition.ends_on + timedelta(days=days),
            "opens_at": later(edition.opens_at),
            "closes_at": later(edition.closes_at),
        },
        actor=actor,
    )
    zones = {zone.pk: _copy(zone, edition=made) for zone in edition.zones.all()}
    Zone.objects.bulk_create(zones.values())
    talks = {
        talk.pk: _copy(
            talk, edition=made, zone=zones.get(talk.zone_id), starts_at=later(talk.starts_at),
            ends_at=later(talk.ends_at), revision=0, revised_at=None,
        )
        for talk in edition.sessions.all()
    }  # fmt: skip
    Session.objects.bulk_create(talks.values())
    Speaker.objects.bulk_create(
        _copy(one, session=talks[one.session_id], participation=None)
        for one in Speaker.objects.filter(session__edition=edition)
    )
    TypeRule.objects.bulk_create(_copy(rule, edition=made) for rule in edition.type_rules.all())
    audit.record(actor, "edition.copied", made, source=edition.pk, days=days)
    return Edition.objects.select_related("event").get(pk=made.pk)


def _copy(row, **changed):
    """A new row like this one, not yet written."""
    kept = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key and not field.unique and field.name not in changed
    }
    return type(row)(**kept, **changed)
