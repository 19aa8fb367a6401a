"""What stands in the way of a place on the board, in the reader's words."""

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lonja.directory.models import Person
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
        rows = [
            *(
                (row.pk, row.sender_id, str(row.sender), row.recipient_id, str(row.recipient))
                for row in known
            ),
            *_pairs(_keys(conflicts, "other") - {row.pk for row in known}),
        ]
        self.pairs = {key: f"{one} – {other}" for key, _a, one, _b, other in rows}
        self.people = {who: name for _key, a, one, b, other in rows for who, name in ((a, one), (b, other))}
        unknown = Participation.objects.filter(pk__in=_keys(conflicts, "who") - self.people.keys())
        self.people |= dict(unknown.values_list("pk", "person__name"))

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


def _pairs(requests):
    """(request, sender, her name, recipient, her name) of hundreds of requests at a time.

    The names are asked for row by row: of a join with so many keys SQLite reads all participations.
    """
    sender, recipient = (_name_of(side) for side in ("sender", "recipient"))
    rows = MeetingRequest.objects.filter(pk__in=requests).order_by()
    return rows.values_list("pk", "sender_id", sender, "recipient_id", recipient)


def _name_of(side):
    return Subquery(Person.objects.filter(participations=OuterRef(side)).order_by().values("name")[:1])


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
