"""The next publication of a report: its figures, and what is kept to judge later ones against.

A number changes between two publications by five at least, or it stays as it was and keeps its date.
"""

from lonja.impact import breakdown, engine, figures, group_figures
from lonja.impact.breakdown import ALL, ANY, Round
from lonja.impact.disclosure import LEAST
from lonja.impact.facts import Fact, facts
from lonja.impact.models import ReportRound

WHO = ("organisations", "people", "helix", "countries")


def next_round(report, edition, *, now):
    """(figures, round) of a report as it would be published at this moment; nothing is saved."""
    today = now.date().isoformat()
    earlier = list(report.rounds.all())
    declared = engine.declared(edition)
    judged = {} if declared else engine.judgements(edition)
    found = declared or engine.of_judged(judged.values())
    made = figures.public_figures(edition, found, today=now.date())
    counts = true_counts(edition, found, made)
    kept = [each.counts for each in earlier]
    staying = {name for name, numbers in counts.items() if name != "outcomes" and stays(name, numbers, kept)}
    this = Round(facts(edition, judged) if judged else {})
    was_declared = any(each.get("outcomes", {}).get("declared") for each in kept)
    if (declared or was_declared) and stays("outcomes", counts["outcomes"], kept):
        staying.add("outcomes")
    if 0 < len(this.facts) < LEAST or "outcomes" in staying:
        # Nothing is told of so few meetings, and nothing of groups whose whole stays as it was.
        made["by"] = report.figures.get("by", {})
    else:
        made["by"] = _broken_down([*(_read(each) for each in earlier), this], made, report, today)
        if this.facts and ALL not in this.told:
            staying.add("outcomes")
    return _merged(made, report.figures, staying, today), ReportRound(
        report=report,
        published_at=now,
        facts={str(request): fact.kept() for request, fact in this.facts.items()},
        told=[[*unit, *names] for unit, names in this.told.items()],
        counts={name: numbers for name, numbers in counts.items() if name not in staying}
        | {"values": [[*unit, *kinds] for unit, kinds in this.values.items()]},
    )


def _read(kept):
    """A round of earlier, from its row."""
    return Round(
        {int(request): Fact.read(fact) for request, fact in kept.facts.items()},
        {(axis, code): names for axis, code, *names in kept.told},
        {(axis, code): kinds for axis, code, *kinds in kept.counts.get("values", [])},
    )


def _broken_down(rounds, made, report, today):
    """The figures by sector, region, kind of actor and level; the sum of money goes when it must."""
    if not rounds[-1].facts:
        return {}
    outcomes = made["outcomes"]
    told = [name for name in figures.OUTCOME_FIGURES if outcomes[name] is not None]
    for part in ("kind", "level"):
        told += [f"{part}:{code}" for code, count in outcomes[f"{part}s"].items() if count is not None]
    breakdown.choose(rounds, told)
    if ANY not in rounds[-1].values.get(ALL, ()):
        outcomes["value"] = None
    return group_figures.told_figures(rounds, as_of=today, before=report.figures.get("by", {}))


def true_counts(edition, found, made):
    """The numbers of each part of a report before any is hidden."""
    helix, countries = engine.helix(edition), engine.countries(edition)
    ratings, _mean, not_going_on = engine.impressions(edition)
    return {
        "who": {"organisations": made["organisations"], "people": made["people"]}
        | {f"as:{code}": count for code, count in helix.items()}
        | {f"of:{code}": count for code, count in countries.items()},
        "impressions": {"ratings": ratings, "not": not_going_on},
        "conversions": engine.conversions(edition),
        "outcomes": {name: getattr(found, name) for name in figures.OUTCOME_FIGURES}
        | {f"kind:{code}": count for code, count in found.kinds.items()}
        | {"declared": int(found.is_declared)},
    }


def stays(name, counts, earlier):
    """Whether some number of a part would differ by one to four from what an earlier round told.

    >>> stays("who", {"people": 12}, [{"who": {"people": 10}}]), stays("who", {"people": 15}, [{"who": {}}])
    (True, False)
    """
    for before in (each[name] for each in earlier if name in each):
        differences = {
            abs(counts.get(key, 0) - before.get(key, 0)) for key in {*counts, *before} - {"declared"}
        }
        if any(0 < each < LEAST for each in differences):
            return True
        # The same number of ratings with another mean would tell of one who changed her mind.
        if name == "impressions" and differences == {0}:
            return True
    return False


def _merged(made, before, staying, today):
    """The figures with what stays taken from the last publication, each part with its day."""
    parts = {"who": WHO, "impressions": ("impressions",), "conversions": ("conversions",)}
    parts["outcomes"] = ("outcomes",)
    days = {}
    for part, names in parts.items():
        if part in staying and before:
            made |= {name: before[name] for name in names}
            days[part] = before.get("counted_on", {}).get(part, before["as_of"])
        else:
            days[part] = today
    return made | {"counted_on": days}
