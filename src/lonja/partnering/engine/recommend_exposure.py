"""How the places of the lists shown were shared out: figures, no names."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from lonja.algorithms.relevance import exposure
from lonja.directory.models import Organisation
from lonja.partnering.engine.recommend import NEWCOMER_DAYS, SMALL
from lonja.partnering.models import Showing

DAYS = 90


@dataclass(frozen=True, slots=True)
class Report:
    """The lists shown in some weeks, beside who could have been shown.

    Attributes:
        share: group to its part of the places; `pool`: to its part of the organisations.
        coverage: part of the organisations that were shown at least once.
        gini: 0 when all were shown equally often.
        months: (first day, lists, places, share of small firms) for each month.
    """

    lists: int
    places: int
    organisations: int
    share: dict
    pool: dict
    coverage: float
    gini: float
    months: list


def report(*, today):
    """What was shown in the last ninety days."""
    rows = (
        Organisation.objects.public().order_by().values_list("pk", "size", "actor_type__code", "created_at")
    )
    since = today - timedelta(days=NEWCOMER_DAYS)
    everybody, small, new = [], set(), set()
    for pk, size, kind, made_at in rows:
        everybody.append(str(pk))
        if size in SMALL or kind == "STARTUP":
            small.add(str(pk))
        if made_at.date() > since:
            new.add(str(pk))
    known = frozenset(everybody)
    shown = Showing.objects.filter(shown_on__gt=today - timedelta(days=DAYS)).order_by("shown_on")
    lists = [
        (day, [str(pk) for pk in numbers if str(pk) in known])
        for day, numbers in shown.values_list("shown_on", "organisations")
    ]
    groups = {"small": frozenset(small), "new": frozenset(new)}
    if not everybody:
        return Report(0, 0, 0, dict.fromkeys(groups, 0.0), dict.fromkeys(groups, 0.0), 0.0, 0.0, [])
    found = exposure([names for _day, names in lists], groups=groups, everybody=everybody)
    return Report(
        len(lists),
        sum(len(names) for _day, names in lists),
        len(everybody),
        dict(found.share),
        {name: len(members) / len(everybody) for name, members in groups.items()},
        found.coverage,
        found.gini,
        months(lists, groups["small"]),
    )


def months(lists, small):
    """One row for each month in which lists were shown."""
    found = defaultdict(lambda: [0, 0, 0])
    for day, names in lists:
        row = found[day.replace(day=1)]
        row[0] += 1
        row[1] += len(names)
        row[2] += sum(name in small for name in names)
    return [
        (day, n, places, few / places if places else 0.0) for day, (n, places, few) in sorted(found.items())
    ]
