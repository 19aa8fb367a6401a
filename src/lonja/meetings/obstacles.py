"""What stands in the way of a place on the board, in the reader's words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lonja.events.models import Participation
from lonja.meetings.agenda import clock
from lonja.meetings.models import MeetingRequest, Slot, Table

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
    "most": gettext_lazy("%(who)s would have more than %(count)s meetings, the most for one person."),
    "no_pause": gettext_lazy("%(who)s would have more than %(count)s meetings in a row."),
    "never": gettext_lazy("These two must not meet: the organiser has said so."),
    "no_table": gettext_lazy("Every table that they may use is taken or closed then."),
}


class Words:
    """Says conflicts of a plan; the names of everything concerned are read once, in four queries."""

    def __init__(self, edition, conflicts):
        self.zone = edition.zone_info
        self.people = {
            row.pk: str(row.person)
            for row in Participation.objects.filter(pk__in=_keys(conflicts, "who")).select_related("person")
        }
        self.pairs = {
            row.pk: f"{row.sender} – {row.recipient}"
            for row in MeetingRequest.objects.filter(pk__in=_keys(conflicts, "other")).select_related(
                "sender__person", "recipient__person"
            )
        }
        self.tables = {row.pk: str(row) for row in Table.objects.filter(pk__in=_keys(conflicts, "table"))}
        self.slots = {row.pk: row for row in Slot.objects.filter(pk__in=_keys(conflicts, "slot"))}

    def say(self, conflict) -> str:
        """One conflict as a sentence."""
        slot = self.slots.get(conflict.slot)
        return SENTENCES[conflict.rule] % {
            "who": self.people.get(conflict.who, ""),
            "pair": self.pairs.get(conflict.other, ""),
            "table": self.tables.get(conflict.table, ""),
            "slot": clock(slot.starts_at, self.zone) if slot else "",
            "count": conflict.count,
        }


def _keys(conflicts, name):
    return {getattr(one, name) for one in conflicts} - {None}


def sentences(run, conflicts) -> list[str]:
    """Each conflict as a sentence."""
    words = Words(run.edition, conflicts)
    return list(dict.fromkeys(words.say(one) for one in conflicts))


def where_sentence(run, meeting) -> str:
    """Where a meeting stands now."""
    if meeting is None:
        return _("It has no place in the plan now.")
    return _("It stands now at %(slot)s, table %(table)s.") % {
        "slot": clock(meeting.slot.starts_at, run.edition.zone_info),
        "table": meeting.table,
    }
