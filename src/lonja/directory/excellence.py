"""The indicators of cluster excellence: which label looks at which, and what is missing for it."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from lonja.directory.models import Level, Term, TermStatus

SCHEME = "ecei_indicators"
# What the house asks of an indicator before it counts for an audit; the audits have their own scales.
NEEDED = {"silver": Level.IN_PLACE, "gold": Level.SHOWN}
NAMES = {"silver": _("Silver"), "gold": _("Gold")}


@dataclass(frozen=True, slots=True)
class Gap:
    """An indicator that is not yet where a label needs it."""

    indicator: Term
    level: int | None
    needed: Level

    @property
    def said(self):
        """What the cluster says today."""
        return Level(self.level).label if self.level is not None else _("No answer yet")


def indicators():
    """The indicators in their order, without the headings above them."""
    rows = Term.objects.filter(scheme=SCHEME, selectable=True, is_retired=False)
    return list(rows.select_related("parent").order_by("position"))


def areas(rows):
    """(heading, its indicators) in their order."""
    found = {}
    for row in rows:
        found.setdefault(row.parent, []).append(row)
    return list(found.items())


def belongs_to(indicator, grade):
    """Whether a label looks at an indicator."""
    return indicator.extra.get(grade) == "yes"


def is_provisional(indicator):
    """Whether the indicator was not found in a source that we could read."""
    return indicator.status == TermStatus.PROVISIONAL


def gaps(rows, answers, grade):
    """What is missing for a label, in the order of the indicators; `answers` by indicator."""
    found = []
    for row in rows:
        level = answers[row.pk].level if row.pk in answers else None
        if belongs_to(row, grade) and (level is None or level < NEEDED[grade]):
            found.append(Gap(row, level, NEEDED[grade]))
    return found


def counts(rows, answers):
    """How many indicators are answered, and how many stand where each label needs them."""
    answered = sum(1 for row in rows if row.pk in answers and answers[row.pk].level is not None)
    result = {"all": len(rows), "answered": answered}
    for grade in NEEDED:
        asked = sum(1 for row in rows if belongs_to(row, grade))
        result[grade] = {"asked": asked, "met": asked - len(gaps(rows, answers, grade))}
    return result
