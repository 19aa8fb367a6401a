"""The demand before planning as pages and files show it: sentences first, then figures."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lonja.events.models import Participation
from lonja.meetings.agenda import clock
from lonja.meetings.models import Slot

SHOWN_PEOPLE = 25


def label_of(column):
    """The name of a column, numeric or not."""
    return column["label"] if isinstance(column, dict) else column


def numeric(label):
    """A column of numbers."""
    return {"label": label, "numeric": True}


class Names:
    """Names of the people and slots in the findings, read once."""

    def __init__(self, edition, findings):
        changes = findings["changes"]
        people = {row["who"] for row in findings["over_asked"]} | {one.get("who") for one in changes}
        rows = Participation.objects.filter(pk__in=people - {None}, edition=edition)
        self.people = {row.pk: row for row in rows.select_related("person", "organisation")}
        self.zone = edition.zone_info
        self.slots = {row.pk: row for row in Slot.objects.filter(edition=edition)}
        self.has_days = edition.starts_on != edition.ends_on

    def person(self, key):
        """Somebody's name, or that she is gone."""
        return str(self.people[key].person) if key in self.people else _("somebody who no longer comes")

    def organisation(self, key):
        """For whom somebody comes."""
        return str(self.people[key].organisation or "") if key in self.people else ""

    def slot(self, key):
        """When a slot starts."""
        row = self.slots.get(key)
        if row is None:
            return "–"
        day = f"{row.starts_at.astimezone(self.zone):%d/%m} " if self.has_days else ""
        return day + clock(row.starts_at, self.zone)


def over_asked(names, findings):
    """(columns, rows) of the people with more wishes than they can hold meetings."""
    columns = [
        _("Who"),
        _("Organisation"),
        numeric(_("Accepted wishes")),
        numeric(_("Slots present")),
        numeric(_("Meetings at most")),
        numeric(_("Too many")),
    ]
    rows = [
        [
            names.person(row["who"]),
            names.organisation(row["who"]) or "–",
            row["asked"],
            row["present"],
            row["most"],
            row["asked"] - row["most"],
        ]
        for row in findings["over_asked"]
    ]
    return columns, rows


def slots(names, findings):
    """(columns, rows) of each slot: what would be wanted, and what there is."""
    columns = [
        _("Slot"),
        numeric(_("Meetings wanted")),
        numeric(_("Tables open")),
        numeric(_("People present")),
        numeric(_("Wanted for each table")),
    ]
    rows = [
        [
            names.slot(row["slot"]),
            row["wanted"],
            row["room"],
            row["present"],
            f"{row['wanted'] / row['room']:.1f}" if row["room"] else "–",
        ]
        for row in findings["slots"]
    ]
    return columns, rows


def changes(names, findings):
    """(columns, rows) of what each change alone would give."""
    columns = [_("What changes"), numeric(_("Meetings at most")), numeric(_("Gain"))]
    rows = [
        [change_sentence(names, one), findings["most"] + one["gain"], _gain(one["gain"])]
        for one in findings["changes"]
    ]
    return columns, rows


def _gain(count):
    return f"+{count}" if count > 0 else "–"


def change_sentence(names, change):
    """One change, in words."""
    sentences = {
        "table": _("One more table, open all the time"),
        "slot": _("One more slot after %(slot)s"),
        "stay": _("%(who)s comes for the whole time"),
        "most": _("Everybody may hold %(count)s meetings"),
    }
    return sentences[change["kind"]] % {
        "slot": names.slot(change.get("after")),
        "who": names.person(change.get("who")),
        "count": change.get("count", ""),
    }


TABLES = {"people": over_asked, "slots": slots, "changes": changes}


def shown(edition, findings):
    """Everything that the page shows: headlines and figures."""
    names = Names(edition, findings)
    people_columns, people = over_asked(names, findings)
    slot_columns, slot_rows = slots(names, findings)
    change_columns, change_rows = changes(names, findings)
    return {
        "findings": findings,
        "headline": most_sentence(findings),
        "people_figure": {
            "headline": people_sentence(findings),
            "columns": people_columns,
            "rows": people[:SHOWN_PEOPLE],
            "hidden": max(0, findings["over_count"] - SHOWN_PEOPLE),
        },
        "slot_figure": {
            "headline": slot_sentence(names, findings),
            "columns": slot_columns,
            "rows": slot_rows,
            "chart": {
                "kind": "line",
                "labels": [row[0] for row in slot_rows],
                "series": [
                    {"name": str(_("Meetings wanted")), "values": [row[1] for row in slot_rows]},
                    {"name": str(_("Tables open")), "values": [row[2] for row in slot_rows]},
                ],
            },
        },
        "change_figure": {
            "headline": gain_sentence(names, findings),
            "columns": change_columns,
            "rows": change_rows,
        },
    }


def most_sentence(findings):
    """How many wishes can be met at most."""
    if findings["most"] >= findings["requests"]:
        return _(
            "All %(requests)s accepted requests could be met, as far as the planner's bound can tell."
        ) % {"requests": findings["requests"]}
    return _("At most %(most)s of %(requests)s accepted requests can be met.") % findings


def people_sentence(findings):
    """How many people are over-asked."""
    if not findings["over_count"]:
        return _("Nobody has more wishes than free slots.")
    return ngettext(
        "One person has more wishes than she can hold meetings.",
        "%(count)s people have more wishes than they can hold meetings.",
        findings["over_count"],
    ) % {"count": findings["over_count"]}


def slot_sentence(names, findings):
    """Where the tables are short."""
    busiest = max(
        (row for row in findings["slots"] if row["room"]),
        key=lambda row: row["wanted"] / row["room"],
        default=None,
    )
    if busiest is None:
        return _("No table is open in any slot.")
    words = {"slot": names.slot(busiest["slot"]), "wanted": busiest["wanted"], "room": busiest["room"]}
    if busiest["wanted"] > busiest["room"]:
        return (
            _("The bottleneck is %(slot)s: %(wanted)s meetings would be wanted for %(room)s tables.") % words
        )
    return (
        _("Tables are not the bottleneck: the busiest slot, %(slot)s, would hold %(wanted)s meetings at "
          "%(room)s tables.") % words
    )  # fmt: skip


def gain_sentence(names, findings):
    """The change that would help most."""
    best = findings["changes"][0] if findings["changes"] else None
    if best is None or best["gain"] <= 0:
        return _("No single change would raise the most that can be met.")
    return _("Helps most: %(change)s. Then %(most)s could be met, %(gain)s more.") % {
        "change": change_sentence(names, best),
        "most": findings["most"] + best["gain"],
        "gain": best["gain"],
    }
