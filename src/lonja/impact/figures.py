"""The figures of a report as everybody may read them: built from a list of what may leave, small ones hidden.

What this makes is plain data, is kept as published, and feeds page, PDF, CSV and JSON alike.
"""

from lonja.events.presenting import figures as head_counts
from lonja.impact import engine
from lonja.impact.counting import DIFFERING, UNSTATED
from lonja.impact.hiding import LEAST, hide
from lonja.impact.lifecycle import Level

OUTCOME_FIGURES = (
    "held", "answered", "unanswered", "materialised", "both", "one_side", "contradicted", "nothing",
)  # fmt: skip
LEVELS = (*Level.values, DIFFERING, UNSTATED)
OUTCOME_SUMS = [
    ("held", ("answered", "unanswered")),
    ("answered", ("materialised", "contradicted", "nothing")),
]


def public_figures(edition, found, *, today):
    """Everything that the report of an edition says in numbers; `edition` comes with its counts.

    Args:
        found: what came of its meetings.
    """
    return head_figures(edition, found) | {
        "as_of": today.isoformat(),
        "helix": parts_of(engine.helix(edition)),
        "countries": parts_of(engine.countries(edition)),
        "impressions": impression_figures(*engine.impressions(edition)),
        "conversions": {
            kind: count if count >= LEAST else None for kind, count in engine.conversions(edition).items()
        },
    }


def head_figures(edition, found):
    """How many came, and what came of their meetings."""
    organisations, people, _meetings = head_counts(edition)
    return {
        "organisations": organisations or 0,
        "people": people or 0,
        "outcomes": outcome_figures(found),
    }


def outcome_figures(found):
    """The outcomes with small numbers hidden in all the sums that tie them together."""
    figures = {name: getattr(found, name) for name in OUTCOME_FIGURES}
    kinds = {f"kind:{code}": count for code, count in engine.counted_kinds(found.kinds).items()}
    levels = {f"level:{code}": found.levels[code] for code in LEVELS if found.levels.get(code)}
    sums = list(OUTCOME_SUMS)
    for parts in (kinds, levels):
        if parts:
            sums.append(("materialised", tuple(parts)))
    if found.is_declared:
        figures["both"] = figures["one_side"] = 0
    else:
        sums.append(("materialised", ("both", "one_side")))
    everything = {**figures, **kinds, **levels}
    # How many meetings an edition has stands on its page: with fewer than five, what is nothing would
    # tell what is something, so nothing at all is told.
    shown = dict.fromkeys(everything) if 0 < found.held < LEAST else hide(everything, sums)
    return {
        **{name: shown[name] for name in OUTCOME_FIGURES},
        "kinds": {name.removeprefix("kind:"): shown[name] for name in kinds},
        "levels": {name.removeprefix("level:"): shown[name] for name in levels},
        "value": _value(found),
        "is_declared": found.is_declared,
    }


def _value(found):
    """Money named by five meetings at least, in whole thousands of euros; None when fewer named any."""
    if found.valued < LEAST:
        return None
    thousand = 100_000
    return {
        "meetings": found.valued,
        "low_eur": round(found.low_cents / thousand) * 1000,
        "high_eur": round(found.high_cents / thousand) * 1000,
    }


def impression_figures(count, mean, not_going_on):
    """The mean of the ratings and how many go on; None below five."""
    if count < LEAST:
        return None
    shown = hide(
        {"ratings": count, "going_on": count - not_going_on, "not": not_going_on},
        [("ratings", ("going_on", "not"))],
    )
    return {"ratings": count, "mean": round(mean, 1), "going_on": shown["going_on"]}


def parts_of(parts):
    """The parts of a total that stands on the page anyway; all hidden when the total gives them away."""
    named = {f"part:{name}": count for name, count in parts.items()}
    shown = hide({"total": sum(parts.values()), **named}, [("total", tuple(named))])
    if shown["total"] is None:
        return dict.fromkeys(parts)
    return {name.removeprefix("part:"): shown[name] for name in named}


def comparison(edition, own, earlier):
    """One row for each edition of the series, the newest last: what the table of a report shows."""
    lines = []
    for each in earlier:
        organisations, people, meetings = head_counts(each)
        lines.append(_line(each, organisations, people, meetings, _outcomes_of(each)))
    held = own["outcomes"]["held"]
    organisations, people, meetings = head_counts(edition)
    lines.append(_line(edition, own["organisations"], own["people"], meetings or held, own["outcomes"]))
    return lines


def _outcomes_of(edition):
    """The outcomes of an earlier edition that are public: published here, or declared."""
    report = getattr(edition, "outcome_report", None)
    if report and report.is_public:
        return report.figures.get("outcomes", {})
    declared = getattr(edition, "declared_outcomes", None)
    return outcome_figures(engine.of_declared(edition, declared)) if declared else {}


def _line(edition, organisations, people, meetings, outcomes):
    return {
        "year": edition.starts_on.year,
        "slug": edition.slug,
        "organisations": organisations or 0,
        "people": people or 0,
        "meetings": meetings or 0,
        "held": outcomes.get("held"),
        "answered": outcomes.get("answered"),
        "materialised": outcomes.get("materialised"),
        "is_declared": outcomes.get("is_declared", False),
    }
