"""Who covers which stage of a value chain, who is missing, and who could close the gaps."""

from dataclasses import dataclass
from enum import Enum

import numpy as np
from django.db.models import BigIntegerField, CharField, Value

from lonja.algorithms.alliances import (
    AllianceProblem,
    Cover,
    Method,
    Standing,
    complete,
    irreplaceable,
    standing,
)
from lonja.directory import policies as directory
from lonja.directory.models import ClusterTerm, OrganisationTerm
from lonja.partnering.alliances_lifecycle import PartyState
from lonja.partnering.models import AllianceParty

ENOUGH = 0.5
SAME, ABOVE = 0.85, 0.4  # the code itself; only the field above it
BY_MEMBERS = (0.0, 0.35, 0.6, 0.75)  # of a cluster, by how many members bear a code of the stage
MOST_CANDIDATES = 1000


class Answers(Enum):
    """Where a fit comes from."""

    SAID = "said"  # the party says so itself
    CODES = "codes"  # its fields of activity
    MEMBERS = "members"  # the fields of its members


@dataclass(frozen=True, slots=True)
class Cell:
    """How one party stands towards one stage.

    Attributes:
        fit: 0 to 1.
        source: where it comes from; none when there is nothing.
        terms: the codes that answer, in the party's own words when it said so.
        note: what the party says itself.
    """

    fit: float = 0.0
    source: Answers | None = None
    terms: tuple = ()
    note: str = ""

    @property
    def level(self):
        """covers, partly or none, for the page."""
        return "covers" if self.fit >= ENOUGH else "partly" if self.fit > 0 else "none"


@dataclass(frozen=True, slots=True)
class Matrix:
    """Stages by parties, and how the chain stands.

    Attributes:
        stages: in their order.
        parties: those who said yes, then those invited, as the reader may see them.
        rows: for each party its cells.
        standing: of the confirmed parties alone.
        critical: position of a party to the stages that only it covers.
    """

    stages: list
    parties: list
    rows: list
    standing: Standing | None
    critical: dict

    def columns(self):
        """Each stage with how it stands and the cells of all parties."""
        return [
            Column(
                stage,
                self.standing.cover[place] if self.standing else Cover.MISSING,
                [(party, row[place]) for party, row in zip(self.parties, self.rows, strict=True)],
            )
            for place, stage in enumerate(self.stages)
        ]


@dataclass(frozen=True, slots=True)
class Column:
    """One stage: how it stands, and each party's cell."""

    stage: object
    cover: Cover
    cells: list


def matrix(alliance, parties, *, codes=None):
    """The matrix of an alliance over the parties that the reader may see.

    Args:
        codes: those of the parties, where the caller has read them already.
    """
    stages = list(alliance.stages.prefetch_related("terms"))
    parties = [party for party in parties if party.state in (PartyState.CONFIRMED, PartyState.INVITED)]
    parties.sort(key=lambda party: (party.state != PartyState.CONFIRMED, party.pk))
    if codes is None:
        codes = codes_of(numbers("cluster", parties), numbers("organisation", parties))
    said = {(cover.party_id, cover.stage_id): cover for party in parties for cover in party.covers.all()}
    rows = [
        [cell(stage, codes[subject(party)], said.get((party.pk, stage.pk))) for stage in stages]
        for party in parties
    ]
    confirmed = [place for place, party in enumerate(parties) if party.state == PartyState.CONFIRMED]
    if not stages or not parties:
        return Matrix(stages, parties, rows, None, {})
    problem = AllianceProblem(
        np.array([[one.fit for one in row] for row in rows]),
        weight=[stage.weight for stage in stages],
        need=[stage.need for stage in stages],
        enough=ENOUGH,
    )
    found = standing(problem, confirmed)
    return Matrix(stages, parties, rows, found, irreplaceable(problem, tuple(confirmed)))


def subject(party):
    """The cluster or organisation of a party, as (kind, number)."""
    return ("cluster", party.cluster_id) if party.cluster_id else ("organisation", party.organisation_id)


def codes_of(clusters, organisations):
    """(kind, number) to its own terms, and from each term to its public active members that bear it."""
    own = {("cluster", pk): (set(), {}) for pk in clusters}
    own |= {("organisation", pk): (set(), {}) for pk in organisations}
    theirs = OrganisationTerm.objects.filter(organisation__in=organisations)
    members = OrganisationTerm.objects.filter(
        organisation__memberships__cluster__in=clusters,
        organisation__memberships__status="active",
        organisation__is_public=True,
    )
    rows = of_kind("cluster", ClusterTerm.objects.filter(cluster__in=clusters), "cluster").union(
        of_kind("organisation", theirs, "organisation"),
        of_kind("cluster", members, "organisation__memberships__cluster", "organisation"),
    )
    for kind, pk, term, member in rows.order_by():
        if (kind, pk) in own and member:
            own[kind, pk][1].setdefault(term, set()).add(member)
        elif (kind, pk) in own:
            own[kind, pk][0].add(term)
    return own


def of_kind(kind, links, path, member="nobody_"):
    """(kind, number, term, member or 0) of the links between rows of one kind and terms."""
    links = links.order_by().annotate(
        kind_=Value(kind, output_field=CharField()), nobody_=Value(0, output_field=BigIntegerField())
    )
    return links.values_list("kind_", path, "term", member)


def cell(stage, codes, said):
    """How well these codes cover a stage; what the party says itself comes first."""
    if said is not None:
        return Cell(said.level / 100, Answers.SAID, (), said.note)
    own, members = codes
    best, terms = fit_of(stage, own)
    through, theirs = fit_through(stage, members)
    if through > best:
        return Cell(through, Answers.MEMBERS, theirs)
    return Cell(best, Answers.CODES, terms) if best else Cell()


def fit_through(stage, members):
    """How well members cover a stage for their cluster: one alone covers a part, two cover it."""
    terms = [term for term in stage.terms.all() if term.pk in members]
    bearers = set().union(*(members[term.pk] for term in terms))
    return BY_MEMBERS[min(len(bearers), len(BY_MEMBERS) - 1)], tuple(terms)


def fit_of(stage, codes):
    """The best fit of any code with any capability of the stage, and the capabilities it answers."""
    best, answered = 0.0, []
    for term in stage.terms.all():
        fit = SAME if term.pk in codes else ABOVE if term.parent_id in codes else 0.0
        if fit:
            answered.append(term)
            best = max(best, fit)
    if len(answered) > 1 and best == SAME:
        best = min(1.0, best + 0.05 * (len(answered) - 1))
    return best, tuple(answered)


@dataclass(frozen=True, slots=True)
class Rules:
    """What the coordinator asks of those who join.

    Attributes:
        kind: "cluster", "organisation", or empty for both.
        countries: where they may be; empty for anywhere.
        actors: kinds of actor that they may be; empty for any.
        different: how many different countries the alliance must have.
        trusted: only those who worked with a party before.
        most: how many members the alliance may have; 0 for any number.
    """

    kind: str = ""
    countries: frozenset = frozenset()
    actors: frozenset = frozenset()
    different: int = 0
    trusted: bool = False
    most: int = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could join, with the stages that it would cover."""

    row: object
    stages: tuple

    @property
    def kind(self):
        """cluster or organisation."""
        return self.row._meta.model_name


@dataclass(frozen=True, slots=True)
class Way:
    """One way to complete the chain: who joins, what each brings, what stays open."""

    candidates: list
    open_stages: list
    countries_short: int
    proven: bool


def ways(alliance, parties, rules, *, actor, trusted=frozenset(), count=3):
    """The smallest sets of partners that close the gaps, and for each gap who could.

    Returns:
        (ways, for each open stage its candidates, the best first).
    """
    rows = candidates(rules, {subject(party) for party in parties}, actor, trusted)
    codes = codes_of(*(numbers(kind, [*parties, *rows]) for kind in KINDS))
    known = matrix(alliance, parties, codes=codes)
    if not known.stages:
        return [], []
    fits = [
        [cell(stage, codes[row._meta.model_name, row.pk], None).fit for stage in known.stages] for row in rows
    ]
    confirmed = [
        row for party, row in zip(known.parties, known.rows, strict=True) if party.state == "confirmed"
    ]
    standing_now = [[one.fit for one in row] for row in confirmed]
    if not standing_now and not fits:
        return [], [(stage, []) for stage in known.stages]
    problem = problem_of(known, standing_now, fits, rows, rules)
    holes = standing(problem, range(len(standing_now))).holes
    could = [(known.stages[hole], best(rows, fits, hole)) for hole in holes]
    useful = any(fits[place][hole] >= ENOUGH for place in range(len(rows)) for hole in holes)
    if not holes or not useful:
        return [], could
    found = complete(problem, method=Method.EXACT, ways=count)
    return [way(each, known, fits, rows, holes, len(standing_now)) for each in found if each.newcomers], could


KINDS = ("cluster", "organisation")


def numbers(kind, rows):
    """The numbers of the parties and candidates of one kind."""
    pairs = (
        subject(row) if isinstance(row, AllianceParty) else (row._meta.model_name, row.pk) for row in rows
    )
    return [pk for one, pk in pairs if one == kind]


def candidates(rules, inside, actor, trusted):
    """Public clusters and organisations outside the alliance that fit the rules and that the actor sees."""
    found = []
    for kind, policy in zip(KINDS, (directory.clusters, directory.organisations), strict=True):
        if rules.kind in ("", kind):
            rows = policy.scope(actor).filter(is_public=True)
            rows = rows.exclude(pk__in=[pk for side, pk in inside if side == kind])
            if rules.countries:
                rows = rows.filter(country__in=rules.countries)
            if rules.actors and kind == "organisation":
                rows = rows.filter(actor_type__code__in=rules.actors)
            if rules.trusted:
                rows = rows.filter(pk__in=[pk for side, pk in trusted if side == kind])
            found.extend(bearing(rows)[:MOST_CANDIDATES])
    return found


def bearing(rows):
    """Those with any field of activity, in the order of their names; nobody else could cover a stage."""
    return rows.filter(described_by__isnull=False).distinct().order_by("sort_name", "pk")


def problem_of(known, standing_now, fits, rows, rules):
    """The gaps as a problem: parties first, then candidates."""
    count = len(standing_now) + len(fits)
    parties = [party for party in known.parties if party.state == "confirmed"]
    lands = [country_of(party) for party in parties] + [row.country for row in rows]
    code = {land: number for number, land in enumerate(sorted(set(lands)))}
    return AllianceProblem(
        np.array([*standing_now, *fits]),
        weight=[stage.weight for stage in known.stages],
        need=[stage.need for stage in known.stages],
        enough=ENOUGH,
        member=[place < len(standing_now) for place in range(count)],
        country=[code[land] for land in lands],
        countries=min(rules.different, len(code)),
        most=max(rules.most, len(standing_now)) if rules.most else 0,
    )


def country_of(party):
    """Where a party is."""
    return (party.cluster or party.organisation).country


def best(rows, fits, hole, most=6):
    """The candidates that cover one stage, the best fit first."""
    ranked = sorted(range(len(rows)), key=lambda place: (-fits[place][hole], place))
    return [rows[place] for place in ranked if fits[place][hole] >= ENOUGH][:most]


def way(found, known, fits, rows, holes, before):
    """One solution in rows and stages."""
    joining = [place - before for place in found.newcomers]
    return Way(
        [
            Candidate(rows[place], tuple(known.stages[hole] for hole in holes if fits[place][hole] >= ENOUGH))
            for place in joining
        ],
        [known.stages[slot] for slot in found.standing.holes],
        found.standing.countries_short,
        found.proven,
    )


__all__ = ["Answers", "Candidate", "Cell", "Cover", "Matrix", "Rules", "Way", "matrix", "subject", "ways"]
