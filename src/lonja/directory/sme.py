"""How large an enterprise is, by the European definition of micro, small and medium-sized enterprises.

Own figures, all of each linked enterprise, and of each partner enterprise its share are
added up and held against the ceilings; a ceiling counts as crossed, in either direction,
after two consecutive periods. Plain numbers in, every step of the arithmetic out.

Source: Commission Recommendation 2003/361/EC, annex, articles 2 to 6.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

LINKED_OVER = 50
PARTNER_FROM = 25
PUBLIC_FROM = 25
# Owners that hold up to half without becoming partners, and owners that are no enterprise at all.
EXEMPT = {"venture", "angel", "university", "institution", "authority"}
NO_ENTERPRISE = {"public", "authority", "angel"}
LARGE = "large"


@dataclass(frozen=True, slots=True)
class Ceiling:
    """What an enterprise of a class stays under: people, and euros of turnover or of balance sheet."""

    size: str
    staff_under: int
    turnover_up_to: int
    balance_up_to: int

    def holds(self, figures):
        """Whether the figures stay within: people always, and one of the two amounts."""
        return figures.staff < self.staff_under and (
            figures.turnover <= self.turnover_up_to * 100 or figures.balance <= self.balance_up_to * 100
        )


CEILINGS = (
    Ceiling("micro", 10, 2_000_000, 2_000_000),
    Ceiling("small", 50, 10_000_000, 10_000_000),
    Ceiling("medium", 250, 50_000_000, 43_000_000),
)


@dataclass(frozen=True, slots=True)
class Figures:
    """One period: people in annual work units, turnover and balance sheet total in cents."""

    staff: Fraction
    turnover: Fraction
    balance: Fraction

    def __add__(self, other):
        return Figures(self.staff + other.staff, self.turnover + other.turnover, self.balance + other.balance)

    def part(self, percent):
        """So many per cent of everything."""
        share = Fraction(percent) / 100
        return Figures(*(Fraction(value) * share for value in (self.staff, self.turnover, self.balance)))


NOTHING = Figures(Fraction(0), Fraction(0), Fraction(0))


@dataclass(frozen=True, slots=True)
class Holding:
    """That `owner` holds `share` per cent of `owned` in the years from `since` to `until`."""

    owner: int
    owned: int
    share: Decimal
    kind: str = "enterprise"
    since: int | None = None
    until: int | None = None

    def is_held_in(self, year):
        """Whether it counts for that year."""
        return (self.since is None or self.since <= year) and (self.until is None or year <= self.until)


@dataclass(frozen=True, slots=True)
class Line:
    """One step of the sum: an enterprise, how it is related, and what of it counts."""

    enterprise: int
    relation: str  # own, linked, partner, through_partner
    percent: Fraction
    figures: Figures | None  # None: not known
    counted: Figures | None


@dataclass(frozen=True, slots=True)
class Year:
    """The arithmetic of one year; `size` is None while figures are missing."""

    year: int
    lines: list
    total: Figures | None
    size: str | None
    public_share: Fraction
    status: str | None = None

    @property
    def is_public(self):
        """Whether public bodies hold so much that it can be no small or medium-sized enterprise."""
        return self.public_share >= PUBLIC_FROM


@dataclass(frozen=True, slots=True)
class Assessment:
    """What follows for an enterprise, year by year, the newest first."""

    years: list = field(default_factory=list)

    @property
    def size(self):
        """The class that counts now: the status of the newest year, None while it is not known."""
        return self.years[0].status if self.years else None


def assess(enterprise, figures, holdings):
    """Return the `Assessment` of an enterprise.

    Args:
        enterprise: its key in `figures`.
        figures: by enterprise and year, `Figures`.
        holdings: every `Holding` that is known around it; of two for one pair the larger counts.
    """
    years = sorted(figures.get(enterprise, ()))
    plain = [_year(enterprise, year, figures, holdings) for year in years]
    return Assessment(_with_status(plain)[::-1])


def size_of(figures):
    """The class whose ceilings the figures stay within.

    >>> size_of(Figures(249, 50_000_000_00, 99_000_000_00))
    'medium'
    >>> size_of(Figures(250, 0, 0))
    'large'
    """
    return next((ceiling.size for ceiling in CEILINGS if ceiling.holds(figures)), LARGE)


def _year(enterprise, year, figures, holdings):
    held = _strongest(holding for holding in holdings if holding.is_held_in(year))
    groups = linked_groups(held)
    own_group = groups.get(enterprise, frozenset([enterprise]))
    lines = [_line(enterprise, "own", 100, figures, year)]
    lines += [_line(other, "linked", 100, figures, year) for other in sorted(own_group - {enterprise})]
    for partner, percent, group in _partners(own_group, groups, held):
        lines.append(_line(partner, "partner", percent, figures, year))
        others = sorted(group - {partner})
        lines += [_line(other, "through_partner", percent, figures, year) for other in others]
    total = None
    if all(line.counted for line in lines):
        total = sum((line.counted for line in lines), NOTHING)
    public = public_share(enterprise, held)
    size = LARGE if public >= PUBLIC_FROM else size_of(total) if total else None
    return Year(year, lines, total, size, public)


def _line(enterprise, relation, percent, figures, year):
    known = figures.get(enterprise, {}).get(year)
    return Line(enterprise, relation, Fraction(percent), known, known.part(percent) if known else None)


def _strongest(holdings):
    """One holding for each pair: the larger, when both sides declared it."""
    found = {}
    for holding in holdings:
        pair = holding.owner, holding.owned
        if pair not in found or found[pair].share < holding.share:
            found[pair] = holding
    return list(found.values())


def linked_groups(holdings):
    """The linked enterprises around each enterprise, itself among them.

    Enterprises that are linked hold jointly: two of them with 30 per cent each of a third
    control it. So groups grow until nothing is added any more.
    """
    group = {}
    for holding in holdings:
        group.setdefault(holding.owner, frozenset([holding.owner]))
        group.setdefault(holding.owned, frozenset([holding.owned]))
    grows = True
    while grows:
        grows = False
        joint = defaultdict(Fraction)
        for holding in holdings:
            if holding.kind not in NO_ENTERPRISE and holding.owner not in group[holding.owned]:
                joint[group[holding.owner], holding.owned] += Fraction(holding.share)
        for (owners, owned), share in joint.items():
            if share > LINKED_OVER and owned not in owners and owners == group[min(owners)]:
                together = owners | group[owned]
                group.update(dict.fromkeys(together, together))
                grows = True
    return group


def _partners(own_group, groups, holdings):
    """(enterprise, per cent, its group) of each partner next to the own group, up or down."""
    joint = defaultdict(Fraction)
    for holding in holdings:
        owners, owned = groups[holding.owner], groups[holding.owned]
        if owners == owned or holding.kind in EXEMPT | NO_ENTERPRISE:
            continue
        if owned == own_group:
            joint[owners, holding.owned, "up"] += Fraction(holding.share)
        elif owners == own_group:
            joint[owned, holding.owned, "down"] += Fraction(holding.share)
    found = {}
    for (group, owned, way), share in joint.items():
        if share < PARTNER_FROM:
            continue
        nearest = owned if way == "down" else _first_owner(group, owned, holdings)
        if group not in found or found[group][1] < share:
            found[group] = (nearest, share, group)
    return sorted(found.values(), key=lambda partner: (-partner[1], partner[0]))


def _first_owner(group, owned, holdings):
    """The member of a group that holds the largest part itself."""
    shares = [(one.share, one.owner) for one in holdings if one.owned == owned and one.owner in group]
    return max(shares)[1]


def public_share(enterprise, holdings):
    """The per cent that public bodies hold, themselves or through enterprises that they control."""
    controlled = {holding.owner for holding in holdings if _is_public(holding)}
    grows = True
    while grows:
        held = defaultdict(Fraction)
        for holding in holdings:
            if holding.owner in controlled and (holding.kind not in EXEMPT or _is_public(holding)):
                held[holding.owned] += Fraction(holding.share)
        new = {owned for owned, share in held.items() if share > LINKED_OVER} - controlled
        controlled |= new
        grows = bool(new)
    return held[enterprise]


def _is_public(holding):
    """Whether a public body holds it; a small local authority is spared up to the half."""
    return holding.kind == "public" or (holding.kind == "authority" and holding.share > LINKED_OVER)


def _with_status(years):
    """Carry the class forward: a ceiling is crossed for good in the second period in a row."""
    result, within, before = [], None, None
    for year in years:
        if year.total is None and not year.is_public:
            within = before = None
            result.append(year)
            continue
        now = [ceiling.holds(year.total) for ceiling in CEILINGS] if year.total else None
        if now is None:
            within = before = None
        elif before is None or result[-1].year != year.year - 1:
            within = now
        else:
            within = [new if new == old else kept for new, old, kept in zip(now, before, within, strict=True)]
        before = now
        result.append(_settled(year, within))
    return result


def _settled(year, within):
    kept = next(
        (ceiling.size for ceiling, is_in in zip(CEILINGS, within or (), strict=False) if is_in), LARGE
    )
    status = LARGE if year.is_public else kept
    return Year(year.year, year.lines, year.total, year.size, year.public_share, status)
