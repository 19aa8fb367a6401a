"""Who comes, as one who comes too looks through it: figures beside the filters, reasons, what stands."""

from collections import Counter

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from lonja.directory.composition import HELICES
from lonja.directory.models import Block
from lonja.directory.places import country_name, folded, language_name
from lonja.directory.policies import organisations
from lonja.events.lifecycle import EXPECTED
from lonja.events.models import ParticipantType
from lonja.events.policies import participations
from lonja.meetings.lifecycle import HOLDING, STANDING, MeetingState, RequestState
from lonja.meetings.models import MeetingRequest, Seat
from lonja.partnering import recommend_lines
from lonja.partnering.engine import recommend

MOST_WORDS, REASONS_SHOWN, BEST_SHOWN = 8, 3, 6


def listed(edition, me, actor):
    """Those who come, agreed to be listed, and are not oneself."""
    return (participations.scope(actor).filter(edition=edition, state__in=EXPECTED, is_listed=True)).exclude(
        pk=me.pk
    )


class Hall:
    """Facts of everybody on the list, read once: the figures beside the filters come from the same rows.

    Country and kind of house count only where the reader may see the organisation itself.
    """

    def __init__(self, rows, edition, actor):
        seen = organisations.scope(actor).filter(participations__edition=edition)
        facts = seen.values_list("pk", "country", "actor_type__extra", "languages").distinct()
        self.houses = {
            pk: (country, (extra or {}).get("helix", ""), languages)
            for pk, country, extra, languages in facts
        }
        self.people = list(
            rows.values_list("pk", "participant_type", "organisation_id", "presence__languages")
        )

    def facts_of(self, row):
        """(type, country, helix, languages) of one row."""
        _pk, kind, house, spoken = row
        country, helix, languages = self.houses.get(house, ("", "", ()))
        return {
            "kind": [kind],
            "country": [country] if country else [],
            "helix": [helix] if helix else [],
            "language": spoken or languages or [],
        }

    def choices(self):
        """(value, label, count) of each filter, the most frequent first."""
        counts = {name: Counter() for name in ("kind", "country", "helix", "language")}
        for row in self.people:
            for name, values in self.facts_of(row).items():
                counts[name].update(values)
        labels = {
            "kind": lambda value: ParticipantType(value).label,
            "country": country_name,
            "helix": lambda value: HELICES.get(value, value),
            "language": language_name,
        }
        return {
            name: [(value, labels[name](value), count) for value, count in counter.most_common()]
            for name, counter in counts.items()
        }

    def chosen(self, wanted):
        """Ids of those who fit the filters; None when none is set."""
        wanted = {name: value for name, value in wanted.items() if value}
        if not wanted:
            return None
        return [
            row[0]
            for row in self.people
            if all(value in self.facts_of(row)[name] for name, value in wanted.items())
        ]


def narrowed(rows, hall, cleaned):
    """The rows that fit what was typed and chosen."""
    for word in folded(cleaned.get("q", "")).split()[:MOST_WORDS]:
        rows = rows.filter(Q(person__sort_name__contains=word) | Q(organisation__sort_name__contains=word))
    ids = hall.chosen({name: cleaned.get(name) for name in ("kind", "country", "helix", "language")})
    return rows if ids is None else rows.filter(pk__in=ids)


def cards(people, me):
    """What the page shows of each of a few people; reasons come by themselves."""
    standing = requests_with(people, me)
    met = met_before(people, me)
    return [
        {
            "one": one,
            "request": standing.get(one.pk),
            "met": met.get(one.person_id),
        }
        for one in people
    ]


def reasons_for(people, me, *, actor, today, language):
    """Sentences by organisation why one's own should meet it, from facts that the reader may see."""
    among = {one.organisation_id for one in people} - {None, me.organisation_id}
    if me.organisation_id is None or not among:
        return {}
    fits = recommend.for_participants(
        me.organisation, among=sorted(among), actor=actor, today=today, count=len(among)
    )
    return {
        line.row.pk: line.reasons[:REASONS_SHOWN]
        for line in recommend_lines.lines(fits, actor=actor, language=language)
    }


def best(rows, me, *, actor, today, language):
    """Whom to meet first: some of those who come, each with reasons, one of an organisation.

    A house with which `me` has a request or a draft is left out, and whoever one has blocked.
    """
    if me.organisation_id is None:
        return []
    wished = MeetingRequest.objects.open()
    wished = wished.filter(Q(sender=me, recipient=OuterRef("pk")) | Q(sender=OuterRef("pk"), recipient=me))
    rows = welcome(rows, me, actor)
    known = rows.exclude(organisation=None).annotate(is_known=Exists(wished)).for_list()
    houses, done = {}, {me.organisation_id}
    for pk, house, is_known in known.values_list("pk", "organisation_id", "is_known"):
        houses.setdefault(house, pk)
        done |= {house} if is_known else set()
    fits = recommend.for_participants(
        me.organisation, among=sorted(houses), actor=actor, today=today, count=2 * BEST_SHOWN, without=done
    )
    lines = recommend_lines.lines(fits, actor=actor, language=language)[:BEST_SHOWN]
    people = rows.select_related("person", "organisation").in_bulk([houses[line.row.pk] for line in lines])
    return [
        {"card": {"one": people[houses[line.row.pk]]}, "reasons": line.reasons[:REASONS_SHOWN]}
        for line in lines
    ]


def welcome(rows, me, actor):
    """Those whom neither oneself nor one's house has blocked."""
    away = Block.objects.filter(Q(by_organisation=me.organisation_id) | Q(by_user=actor.pk)).order_by()
    rows = rows.exclude(organisation__in=away.exclude(organisation=None).values("organisation"))
    return rows.exclude(person__user__in=away.exclude(user=None).values("user"))


def requests_with(people, me):
    """The request between oneself and each of them: one's own draft, or what stands."""
    rows = MeetingRequest.objects.filter(
        Q(sender=me, recipient__in=people, state__in=[RequestState.DRAFT, *STANDING])
        | Q(sender__in=people, recipient=me, state__in=STANDING)
    )
    found = {}
    for row in rows.order_by("-state"):
        other = row.recipient_id if row.sender_id == me.pk else row.sender_id
        found[other] = {"row": row, "is_mine": row.sender_id == me.pk}
    return found


def met_before(people, me):
    """At which earlier edition one met each of these people, by person; known from published plans."""
    theirs = Seat.objects.filter(
        run__state__in=HOLDING,
        meeting__state__in=[MeetingState.PLANNED, MeetingState.HELD],
        meeting__seats__participation__person=me.person_id,
        participation__person__in=[one.person_id for one in people],
        run__edition__ends_on__lt=me.edition.starts_on,
    ).order_by("run__edition__starts_on")
    rows = theirs.select_related("run__edition", "participation")
    return {seat.participation.person_id: seat.run.edition for seat in rows}


def use_sentences(use):
    """How much of each limit is used, in words."""
    words = {
        "person": _("%(used)s of your %(most)s requests are used."),
        "organisation": _("%(used)s of the %(most)s requests of your organisation are used."),
    }
    return [words[whose] % {"used": used, "most": most} for whose, (used, most) in use.items()]
