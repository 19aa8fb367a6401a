"""The page of an edition for those who are not there yet: search engines and other sites."""

import hashlib
from collections import Counter

from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lonja.base import documents
from lonja.base.texts import worded
from lonja.directory.linked_data import script
from lonja.events import presenting
from lonja.events.lifecycle import EXPECTED
from lonja.events.models import ParticipantType

FEW = 5  # fewer of one kind could be found out
PICTURE_DAYS = 7


def who_comes(edition):
    """How many come as what: (label, number), the most first.

    Kinds of whom few come stand together, with as many more kinds as it takes: how many come in all is
    told too, so a single number left out could be worked out.
    """
    rows = edition.participations.filter(state__in=EXPECTED).order_by()
    counts = Counter(rows.values_list("participant_type", flat=True)).most_common()
    told = [(ParticipantType(kind).label, count) for kind, count in counts if count >= FEW]
    few = [count for _kind, count in counts if count < FEW]
    while few and told and (len(few) < 2 or sum(few) <= FEW):
        few.append(told.pop()[1])
    if sum(few) > FEW and len(few) > 1:
        told.append((_("Others"), sum(few)))
    return [{"label": label, "value": str(count)} for label, count in told]


def linked_data(edition):
    """The public facts of an edition as schema.org JSON-LD."""
    address = f"{settings.SITE_URL}{edition.get_absolute_url()}"
    place = {
        "@type": "Place",
        "name": edition.venue or edition.city,
        "address": {
            "@type": "PostalAddress",
            "addressLocality": edition.city,
            "addressCountry": edition.country,
        },
    }
    data = {
        "@context": "https://schema.org",
        "@type": "BusinessEvent",
        "@id": address,
        "url": address,
        "name": str(edition),
        "description": worded(edition.called_off_reason if edition.is_called_off else edition.summary).text,
        "startDate": edition.starts_on.isoformat(),
        "endDate": edition.ends_on.isoformat(),
        **_status(edition),
        "location": place if edition.venue or edition.city else None,
        "image": f"{settings.SITE_URL}{picture_address(edition)}",
        "organizer": {
            "@type": "Organization",
            "name": edition.event.organiser.name,
            "url": f"{settings.SITE_URL}{edition.event.organiser.get_absolute_url()}",
        },
    }
    return script({name: value for name, value in data.items() if value})


def _status(edition):
    """Whether it takes place, and whether on another day than was public before."""
    if edition.is_called_off:
        return {"eventStatus": "https://schema.org/EventCancelled"}
    if edition.put_off_from and edition.put_off_from != edition.starts_on:
        return {
            "eventStatus": "https://schema.org/EventRescheduled",
            "previousStartDate": edition.put_off_from.isoformat(),
        }
    return {"eventStatus": "https://schema.org/EventScheduled"}


def picture_address(edition):
    """Where the picture of an edition stands."""
    return reverse("events:edition-picture", args=[edition.event.slug, edition.slug])


def picture(edition):
    """The bytes of the PNG that other sites show beside the address, in the reader's language."""
    data = {
        "kicker": str(
            edition.get_state_display() if edition.is_called_off else edition.event.get_kind_display()
        ),
        "title": str(edition)[:120],
        "dates": presenting.dates(edition),
        "place": presenting.place(edition),
        "organiser": str(edition.event.organiser)[:60],
    }
    language = get_language()
    facts = "|".join([language, *data.values()])
    key = f"picture-{edition.pk}-{hashlib.sha256(facts.encode()).hexdigest()[:24]}"
    made = cache.get(key)
    if made is None:
        made = documents.picture("events/typeset/card.typ", data, language=language)
        cache.set(key, made, PICTURE_DAYS * 86_400)
    return made
