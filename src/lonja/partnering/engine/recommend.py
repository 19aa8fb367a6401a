"""Partners that fit: both sides gain, nobody is shown five times the same, newcomers get their share.

A recommendation rests on what its reader may see and on nothing else: my offers and needs are
those that she may read, and so are theirs. Who has written neither is compared by her profile.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import numpy as np

from lonja.algorithms.relevance import (
    Affinities,
    Ask,
    Cause,
    Facts,
    How,
    Partner,
    Quota,
    Recipe,
    Surroundings,
    Wishes,
    diversified,
    likeness_of,
    recommend,
    with_quotas,
)
from lonja.directory import policies as directory
from lonja.directory.models import Organisation
from lonja.partnering import policies
from lonja.partnering.engine import index, index_files, index_sources
from lonja.partnering.engine.search import LEAST_MEANING
from lonja.partnering.models import NEEDS, DismissalReason

READ = (index_files, index_sources)
LONGEST_ASK = 90  # words; what follows in a description tells little more
FAINT = 0.2  # of the best answer: what is weaker is chance, and nobody is recommended for it
LEAST_SHARE = 0.1  # of the score: smaller terms are not told as reasons
POOL = 60  # of the best, among which variety and shares choose
VOTES = Recipe(statements=300, least_meaning=LEAST_MEANING)
SMALL_SHARE = 0.6  # of the share that small firms have among those who fit
NEWCOMER_SHARE = 0.1
NEWCOMER_DAYS = 180
SMALL = {"micro", "small"}

# Which kinds of actor complete each other; what is left out counts one half.
TYPES = {
    ("SME", "RTO"): 0.9,
    ("SME", "UNI"): 0.85,
    ("STARTUP", "LARGE"): 0.9,
    ("STARTUP", "INVESTOR"): 0.9,
    ("SME", "LARGE"): 0.8,
    ("LARGE", "RTO"): 0.8,
    ("SME", "SME"): 0.4,
    ("UNI", "UNI"): 0.3,
    ("LARGE", "LARGE"): 0.3,
}


@dataclass(frozen=True, slots=True)
class Side:
    """Somebody, or some offer or need, for whom partners are sought.

    Attributes:
        owner: its key; never recommended to itself.
        needs, offers: the keys of the things that ask, beside the asks themselves.
        facts: what is known of it.
        without: keys that may not be recommended.
        lowered: key to a factor for those who look like somebody dismissed.
    """

    owner: str
    needs: tuple = ()
    need_keys: tuple = ()
    offers: tuple = ()
    offer_keys: tuple = ()
    facts: Facts = Facts()
    without: frozenset = frozenset()
    lowered: dict = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fit:
    """One recommended organisation with the terms that are told.

    Attributes:
        row: the organisation.
        partner: its score and terms.
        side: who asked, with the keys of the needs and offers, as the terms count them.
        snapshot: the index that answered.
        shared_clusters: names of clusters that both belong to.
    """

    row: Organisation
    partner: Partner
    side: Side
    snapshot: index.Snapshot
    shared_clusters: tuple = ()

    @property
    def terms(self):
        """The terms that carry at least a tenth of the score and are no chance, the weightiest first."""
        least = LEAST_SHARE * self.partner.score
        told = [t for t in self.partner.terms if t.part >= least and not (t.because and t.strength < FAINT)]
        return sorted(told, key=lambda term: -term.part)


def for_organisation(organisation, *, actor, today, count=6, dismissals=()):
    """Organisations that fit this one, for this reader."""
    snapshot = index.current()
    rows = policies.opportunities.scope(actor, "identify").filter(organisation=organisation)
    rows = rows.filter(pk__in=policies.opportunities.scope(actor).values("pk")).open_on(today)
    needs, offers = [], []
    for row in rows.order_by("pk"):
        (needs if row.kind in NEEDS else offers).append(
            f"{'need' if row.kind in NEEDS else 'offer'}:{row.pk}"
        )
    side = side_of(snapshot, f"organisation:{organisation.pk}", needs, offers)
    return fits(snapshot, dismissing(snapshot, side, dismissals), actor=actor, today=today, count=count)


def for_opportunity(opportunity, *, actor, today, count=6):
    """Organisations that could answer this offer or need, for this reader."""
    snapshot = index.current()
    key = f"{'need' if opportunity.is_need else 'offer'}:{opportunity.pk}"
    side = side_of(snapshot, key, [key] if opportunity.is_need else [], [] if opportunity.is_need else [key])
    owner = f"organisation:{opportunity.organisation_id}"
    side = Side(owner, side.needs, side.need_keys, side.offers, side.offer_keys, side.facts, frozenset({key}))
    return fits(snapshot, side, actor=actor, today=today, count=count)


def for_cluster(cluster, *, actor, today, count=6):
    """Organisations outside a cluster that fit what it says of itself, for this reader."""
    snapshot = index.current()
    key = f"cluster:{cluster.pk}"
    side = side_of(snapshot, key, [], [])
    targets = frozenset(cluster.targets.values_list("country", flat=True))
    members = directory.memberships.scope(actor).active().filter(cluster=cluster)
    inside = frozenset(f"organisation:{pk}" for pk in members.values_list("organisation", flat=True))
    around = [pk for pk in (cluster.promoter_id, cluster.coordinator_id) if pk]
    side = Side(
        key,
        side.needs,
        side.need_keys,
        facts=Facts(country=cluster.country, wishes_countries=targets),
        without=inside | {f"organisation:{pk}" for pk in around},
    )
    return fits(snapshot, side, actor=actor, today=today, count=count)


def for_participants(organisation, *, among, actor, today, count=10, without=()):
    """Whom of an event's participants one of them should meet, for this reader.

    The domain above decides who takes part and who has met already.

    Args:
        organisation: of the participant who asks.
        among: numbers of the organisations that take part.
        without: numbers of organisations already asked, met or declined.
    """
    snapshot = index.current()
    rows = policies.opportunities.scope(actor, "identify").filter(organisation=organisation)
    rows = rows.filter(pk__in=policies.opportunities.scope(actor).values("pk")).open_on(today)
    keys = [(row.kind in NEEDS, f"{'need' if row.kind in NEEDS else 'offer'}:{row.pk}") for row in rows]
    side = side_of(
        snapshot,
        f"organisation:{organisation.pk}",
        [key for is_need, key in keys if is_need],
        [key for is_need, key in keys if not is_need],
    )
    left_out = frozenset(f"organisation:{pk}" for pk in without)
    side = Side(side.owner, side.needs, side.need_keys, side.offers, side.offer_keys, side.facts, left_out)
    return fits(snapshot, side, actor=actor, today=today, count=count, among=frozenset(among))


def side_of(snapshot, owner, needs, offers):
    """What somebody asks: her needs and offers, else her profile in place of what is missing."""
    own = [owner] if owner in snapshot.cards else []
    asked, given = needs or own, offers or own
    card = snapshot.cards.get(owner)
    facts = Facts()
    if card is not None:
        facts = Facts(
            next(iter(card.facets.get("actor", ())), ""), next(iter(card.facets.get("country", ())), "")
        )
    return Side(
        owner,
        tuple(ask_of(snapshot.cards[key]) for key in asked if key in snapshot.cards),
        tuple(key for key in asked if key in snapshot.cards),
        tuple(ask_of(snapshot.cards[key]) for key in given if key in snapshot.cards),
        tuple(key for key in given if key in snapshot.cards),
        facts,
    )


def ask_of(card):
    """What a thing asks, in the language in which it says most."""
    written = {language: pair for language, pair in card.texts.items() if language} or card.texts
    language = "en" if "en" in written else next(iter(written))
    headline, body = written[language]
    # The headline twice, as in what answers: a description ends in words that everybody uses.
    words = f"{headline} {headline} {body}".split()[:LONGEST_ASK]
    return Ask(" ".join(words), language=language, concepts=card.concepts)


def dismissing(snapshot, side, dismissals):
    """The same side without those dismissed, and with those lowered who are like them in that respect."""
    gone, lowered = set(), {}
    for one in dismissals:
        key = f"organisation:{one.partner_id}"
        gone.add(key)
        card = snapshot.cards.get(key)
        if card is None or one.reason in (DismissalReason.KNOWN, DismissalReason.OTHER):
            continue
        for other in snapshot.cards.values():
            if other.kind == "organisation" and is_like(card, other, one.reason):
                lowered[other.key] = lowered.get(other.key, 1.0) * 0.6
    return Side(
        side.owner,
        side.needs,
        side.need_keys,
        side.offers,
        side.offer_keys,
        side.facts,
        frozenset(gone),
        lowered,
    )


def is_like(dismissed, other, reason):
    """Whether somebody shares with the dismissed the trait for which it was dismissed."""
    if reason == DismissalReason.FAR:
        return dismissed.facets.get("country") == other.facets.get("country")
    shared = set(dismissed.facets.get("technology", ())) & set(other.facets.get("technology", ()))
    if reason == DismissalReason.COMPETITOR:
        return bool(shared) and dismissed.facets.get("actor") == other.facets.get("actor")
    return bool(shared)


def fits(snapshot, side, *, actor, today, count, among=None):
    """The recommended organisations, loaded by policy: what this reader may not see is not there."""
    if not side.needs and not side.offers:
        return []
    grants = index.granted(snapshot, actor, kinds=("organisation", "offer", "need"))
    partners = ranked(snapshot, side, grants, among)
    numbers = [index.split(partner.owner)[1] for partner in partners]
    rows = directory.organisations.scope(actor).select_related("actor_type").in_bulk(numbers)
    partners = [partner for partner in partners if index.split(partner.owner)[1] in rows]
    chosen = [partners[place] for place in choose(snapshot, partners, rows, today=today, count=count)]
    shared = shared_clusters(side, [index.split(partner.owner)[1] for partner in chosen], actor)
    return [
        Fit(rows[pk], partner, side, snapshot, shared.get(pk, ()))
        for partner in chosen
        for pk in [index.split(partner.owner)[1]]
    ]


def ranked(snapshot, side, grants, among):
    """The best organisations by fit, before variety and shares."""
    keys = None if among is None else frozenset(f"organisation:{pk}" for pk in among)
    wishes = Wishes(
        side.owner,
        tuple(granting(ask, grants) for ask in side.needs),
        tuple(granting(ask, grants) for ask in side.offers),
        side.facts,
        among=keys,
        without=side.without,
    )
    facts = {
        card.key: Facts(
            next(iter(card.facets.get("actor", ())), ""),
            next(iter(card.facets.get("country", ())), ""),
            availability=side.lowered.get(card.key, 1.0),
        )
        for card in snapshot.cards.values()
        if card.kind == "organisation"
    }
    around = Surroundings(facts, Affinities(TYPES))
    found = recommend(snapshot.index, wishes, around=around, count=5 * POOL, recipe=VOTES)
    return [partner for partner in found if partner.owner.startswith("organisation:") and answers(partner)][
        :POOL
    ]


def answers(partner):
    """Whether somebody says more than chance would bring together, in one direction at least."""
    return any(term.strength >= FAINT for term in partner.terms)


def granting(ask, grants):
    """The same ask, by somebody who may also see these statements."""
    return Ask(ask.text, ask.language, ask.concepts, granted=grants)


def choose(snapshot, partners: Sequence[Partner], rows, *, today, count):
    """Places of those shown: varied, and with their share of small firms and newcomers."""
    if not partners:
        return []
    traits = [frozenset(traits_of(snapshot.cards[partner.owner])) for partner in partners]
    order = diversified([p.score for p in partners], likeness_of(traits), count=len(partners), fit=0.85)
    chosen = [rows[index.split(partners[place].owner)[1]] for place in order]
    small = np.array([is_small(row) for row in chosen])
    new = np.array([row.created_at.date() > today - timedelta(days=NEWCOMER_DAYS) for row in chosen])
    # When nearly everybody is new, being so is no disadvantage.
    newcomers = NEWCOMER_SHARE if new.mean() < 0.5 else 0.0
    quotas = [Quota(small, SMALL_SHARE * float(small.mean())), Quota(new, newcomers)]
    return [order[place] for place in with_quotas(len(order), quotas, count=count)]


def traits_of(card):
    """What makes two candidates alike: their codes, their country, their kind."""
    yield from card.concepts
    yield from card.facets.get("country", ())
    yield from card.facets.get("actor", ())


def is_small(row):
    """Whether an organisation is a small firm, or a beginning one."""
    return row.size in SMALL or (row.actor_type is not None and row.actor_type.code == "STARTUP")


def shared_clusters(side, numbers, actor):
    """For each organisation, the clusters that it shares with the asking one, as the reader may see."""
    if not side.owner.startswith("organisation:") or not numbers:
        return {}
    mine = index.split(side.owner)[1]
    rows = directory.memberships.scope(actor).active().filter(organisation__in=[mine, *numbers])
    seen = directory.clusters.scope(actor).values("pk")
    rows = rows.filter(cluster__in=seen).values_list("organisation", "cluster", "cluster__name")
    rows = list(rows.order_by("cluster__sort_name"))
    own = {cluster for organisation, cluster, _name in rows if organisation == mine}
    found = {}
    for organisation, cluster, name in rows:
        if organisation != mine and cluster in own:
            found.setdefault(organisation, []).append(name)
    return {pk: tuple(names) for pk, names in found.items()}


def asked_of(fit, term):
    """The key of my need, offer or profile that a term answers; empty for other terms."""
    keys = {Cause.THEY_OFFER: fit.side.need_keys, Cause.THEY_NEED: fit.side.offer_keys}.get(term.cause, ())
    return keys[term.asked] if 0 <= term.asked < len(keys) else ""


__all__ = [
    "TYPES",
    "Cause",
    "Fit",
    "How",
    "asked_of",
    "for_cluster",
    "for_opportunity",
    "for_organisation",
    "for_participants",
]
