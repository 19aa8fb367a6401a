"""What stands in the way of a place on the board, in the reader's words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lonja.events.models import Participation
from lonja.meetings.agenda import clock
from lonja.meetings.models import MeetingRequest

SENTENCES = {
    "absence": gettext_lazy("%(who)s is away then."),
    "not_here": gettext_lazy("%(who)s is not here then."),
    "talk": gettext_lazy("%(who)s is in a talk then."),
    "busy": gettext_lazy("%(who)s sits in another meeting then: %(pair)s."),
    "table_closed": gettext_lazy("Table %(table)s is closed then."),
    "table_taken": gettext_lazy("Table %(table)s is taken then: %(pair)s."),
    "table_of_another": gettext_lazy("Table %(table)s belongs to %(who)s, who does not take part."),
    "own_table": gettext_lazy("%(who)s has a table of her own: table %(table)s."),
    "locked": gettext_lazy("The meeting is locked at %(slot)s, table %(table)s."),
    "most": gettext_lazy("%(who)s would go over the limit of meetings for one person (%(count)s)."),
    "no_pause": gettext_lazy("%(who)s would go over the limit of meetings in a row (%(count)s)."),
    "never": gettext_lazy("These two must not meet: the organiser has said so."),
    "no_table": gettext_lazy("Every table that they may use is taken or closed then."),
}


class Words:
    """Says conflicts of a plan; the names of everybody concerned are read once, in two queries at most."""

    def __init__(self, hall, zone_info, conflicts, *, known=()):
        """Read the names; of the requests `known` the two are at hand already."""
        self.hall, self.zone = hall, zone_info
        other = MeetingRequest.objects.filter(pk__in=_keys(conflicts, "other")).with_parties()
        rows = [*known, *other]
        self.pairs = {row.pk: f"{row.sender} – {row.recipient}" for row in rows}
        self.people = {one.pk: str(one.person) for row in rows for one in (row.sender, row.recipient)}
        unknown = _keys(conflicts, "who") - self.people.keys()
        for row in Participation.objects.filter(pk__in=unknown).select_related("person"):
            self.people[row.pk] = str(row.person)

    def say(self, conflict) -> str:
        """One conflict as a sentence."""
        slot, table = self.hall.slots.get(conflict.slot), self.hall.tables.get(conflict.table)
        return SENTENCES[conflict.rule] % {
            "who": self.people.get(conflict.who, ""),
            "pair": self.pairs.get(conflict.other, ""),
            "table": table.label if table else "",
            "slot": clock(slot.starts_at, self.zone) if slot else "",
            "count": conflict.count,
        }


def _keys(conflicts, name):
    return {getattr(one, name) for one in conflicts} - {None}


def sentences(words, conflicts) -> list[str]:
    """Each conflict as a sentence, each sentence once."""
    return list(dict.fromkeys(words.say(one) for one in conflicts))


def where_sentence(zone_info, starts_at=None, table="") -> str:
    """Where a meeting stands now; without a time it has no place."""
    if starts_at is None:
        return _("It has no place in the plan now.")
    return _("It stands now at %(slot)s, table %(table)s.") % {
        "slot": clock(starts_at, zone_info),
        "table": table,
    }
