"""The published outcomes of many editions by sector, region, kind of actor or level.

Built from what reports have told in public and from nothing else: whoever adds the editions up
herself comes to the same numbers, so no choice of editions tells anything new.
"""

from collections import defaultdict
from dataclasses import dataclass

from lonja.impact import opendata
from lonja.impact.breakdown import ANY, KINDS, TOLD
from lonja.impact.models import OutcomeReport
from lonja.impact.policies import on_public_edition, reports

AXES = ("sector", "region", "kind_of_actor", "level")
COLUMNS = (
    "event", "edition", "as_of", "axis", "group", "indicator", "category", "value", "unit", "status",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sum:
    """Numbers of several editions together.

    Attributes:
        shown: those that are told.
        is_whole: whether none of them is hidden.
    """

    shown: int = 0
    is_whole: bool = True

    def plus(self, count):
        """One more number; None when it is hidden."""
        return Sum(self.shown, False) if count is None else Sum(self.shown + count, self.is_whole)


@dataclass(slots=True)
class Line:
    """One group over the chosen editions."""

    numbers: dict
    kinds: dict
    low: dict
    high: dict
    days: set

    @classmethod
    def empty(cls):
        """Nothing counted yet."""
        return cls(*(defaultdict(Sum) for _ in range(4)), set())

    def add(self, told):
        """Add what one edition tells of the group."""
        for name in (*TOLD, "at_most"):
            self.numbers[name] = self.numbers[name].plus(told["numbers"][name])
        for kind in KINDS:
            self.kinds[kind] = self.kinds[kind].plus(told["kinds"].get(kind, 0))
        for kind in (*KINDS, ANY):
            low, high = told["value"].get(kind, [0, 0]) or (None, None)
            self.low[kind], self.high[kind] = self.low[kind].plus(low), self.high[kind].plus(high)
        self.days |= {told[part]["as_of"] for part in ("numbers", "kinds")}

    @property
    def is_hidden(self):
        """Whether nothing of the group is told."""
        return not any(each.shown for each in (*self.numbers.values(), *self.kinds.values()))


def published(actor):
    """The reports that everybody may read, newest edition first."""
    found = reports.scope(actor).filter(on_public_edition(), is_public=True)
    return (
        found.select_related(
            "edition__event__organiser_organisation", "edition__event__organiser_cluster"
        ).order_by("-edition__starts_on", "edition__slug")
    )  # fmt: skip


def chosen(found: list[OutcomeReport], *, event="", edition="", year=""):
    """Those of a series, of one edition ("series/edition"), or of a year."""
    return [
        each
        for each in found
        if (not event or each.edition.event.slug == event)
        and (not edition or f"{each.edition.event.slug}/{each.edition.slug}" == edition)
        and (not year or str(each.edition.starts_on.year) == year)
    ]


def lines(found, axis):
    """Code of each group of an axis to its line over these reports."""
    made = defaultdict(Line.empty)
    for report in found:
        for code, told in report.figures.get("by", {}).get(axis, {}).items():
            if axis == "level":  # the report itself says how many reach so far
                reach = report.figures["outcomes"]["levels"].get(code, 0)
                told = told | {"numbers": told["numbers"] | {"materialised": reach}}
            made[code].add(told)
    return dict(made)


def whole(found):
    """All meetings of these reports together, each once."""
    made = Line.empty()
    for report in found:
        by = report.figures.get("by")
        if by:
            outcomes, told = report.figures["outcomes"], by["all"][""]
            counts = {name: outcomes[name] for name in TOLD if name != "asked"}
            parts = [outcomes[name] for name in ("materialised", "contradicted", "unanswered")]
            numbers = counts | {
                "asked": told["numbers"]["asked"],
                "at_most": None if None in parts else sum(parts),
                "as_of": told["numbers"]["as_of"],
            }
            kinds = outcomes["kinds"] | {"as_of": told["kinds"]["as_of"]}
            made.add({"numbers": numbers, "kinds": kinds, "value": told["value"]})
    return made


def open_rows(found, axes=AXES):
    """Every published number of these reports by group, one value in each row."""
    for report in found:
        edition = report.edition
        for axis in axes:
            for code, told in report.figures.get("by", {}).get(axis, {}).items():
                for day, indicator, category, value, unit in _open_values(axis, told):
                    status = opendata.status_of(value)
                    yield (
                        edition.event.slug, edition.slug, day, axis, code.strip("/") or "unknown",
                        indicator, category, value, unit, status,
                    )  # fmt: skip


def _open_values(axis, told):
    numbers, kinds, value = told["numbers"], told["kinds"], told["value"]
    if axis != "level":
        for name in (*TOLD, "at_most"):
            yield numbers["as_of"], name, "", numbers[name], "meetings"
    for kind, count in kinds.items():
        if kind != "as_of":
            yield kinds["as_of"], "materialised_by_type", kind, count, "meetings"
    for kind, both in value.items():
        if kind != "as_of":
            low, high = both or (None, None)
            yield value["as_of"], "value_low", "" if kind == ANY else kind, low, "euros"
            yield value["as_of"], "value_high", "" if kind == ANY else kind, high, "euros"
