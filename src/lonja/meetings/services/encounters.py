"""Bring the workbook of an encounter into an edition, all of it or nothing."""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lonja.base import audit
from lonja.base.errors import Refused
from lonja.base.imports import Problems
from lonja.events.lifecycle import refuse_called_off
from lonja.events.models import Edition
from lonja.meetings.lifecycle import HOLDING
from lonja.meetings.models import PairRule, PlanRun, Slot, Table
from lonja.meetings.services import encounter_requests, encounter_talks, rules
from lonja.meetings.services.people import Arrivals


@dataclass(slots=True)
class Brought:
    """What a workbook has changed, or would change."""

    problems: Problems = field(default_factory=Problems)
    notes: list = field(default_factory=list)
    preview: list = field(default_factory=list)
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    # (action, rows, what the audit keeps of them): written last, so that nobody waits for the chain.
    deeds: list = field(default_factory=list)

    def note_deed(self, action, rows, **detail):
        """Remember for the audit what was done to some rows."""
        if rows:
            self.deeds.append((action, rows, detail))

    def count(self, what):
        """Count one thing as new, changed or unchanged."""
        match what:
            case "new":
                self.created += 1
            case "changed":
                self.changed += 1
            case _:
                self.unchanged += 1


def rehearse(edition, encounter, *, actor, now):
    """Say what `bring` would do; nothing stays."""
    with transaction.atomic():
        brought = bring(edition, encounter, actor=actor, now=now)
        transaction.set_rollback(True)
    return brought


@transaction.atomic
def bring(edition, encounter, *, actor, now):
    """Make an edition what the workbook says; returns what was done.

    The grid of slots and tables becomes that of the workbook, and drafts of plans made for
    another grid go. People, talks and requests are added and brought up to date; nobody is
    removed, because people may have registered elsewhere. When there are problems the caller
    rolls back.
    """
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    refuse_called_off(edition.state)
    brought = Brought(notes=list(encounter.notes))
    _frame(edition, encounter.event, brought)
    _refuse_other_days(edition, encounter, brought)
    slots = _slots(edition, encounter.slots, brought)
    people = Arrivals(edition, brought, actor).bring(encounter)
    if brought.problems:
        return brought
    _tables(edition, encounter, slots, people, brought)
    encounter_talks.bring_stays(people, encounter)
    encounter_talks.bring_talks(edition, encounter, people, brought, now=now)
    encounter_requests.bring(edition, encounter.requests, people, brought)
    encounter_requests.fix(edition, encounter.requests, people, brought, actor=actor, now=now)
    _pairs(edition, encounter.pairs, people, brought, actor=actor, now=now)
    if not brought.problems:
        for action, rows, detail in brought.deeds:
            audit.record_many(actor, action, rows, **detail)
        audit.record(actor, "edition.imported", edition, created=brought.created, changed=brought.changed)
    return brought


def _frame(edition, event, brought):
    """What holds for everybody; a limit of which the workbook says nothing stays as it is."""
    wanted = {"slot_minutes": event.minutes, **{name: getattr(event, name) for name in event.limits}}
    changed = [name for name, value in wanted.items() if getattr(edition, name) != value]
    for name in changed:
        setattr(edition, name, wanted[name])
    edition.save(update_fields=changed)
    brought.changed += bool(changed)


def _refuse_other_days(edition, encounter, brought):
    outside = sorted(
        {
            day
            for day in (slot.starts_at.astimezone(edition.zone_info).date() for slot in encounter.slots)
            if not edition.starts_on <= day <= edition.ends_on
        }
    )
    if outside:
        brought.problems.add(
            _("This edition is from %(first)s to %(last)s, but the workbook has slots on %(day)s. "
              "Change the days in the workbook or on the edition's page.")
            % {
                "first": date_format(edition.starts_on),
                "last": date_format(edition.ends_on),
                "day": date_format(outside[0]),
            },
            sheet=_("Slots"),
        )  # fmt: skip


def _slots(edition, facts, brought):
    """Make the slots those of the workbook; returns them by their beginning."""
    present = {slot.starts_at: slot for slot in Slot.objects.filter(edition=edition)}
    wanted = {fact.starts_at: fact for fact in facts}
    _remove([slot for at, slot in present.items() if at not in wanted], "slot", edition, brought)
    new = [
        Slot(edition=edition, starts_at=fact.starts_at, minutes=fact.minutes, block=fact.block)
        for at, fact in wanted.items()
        if at not in present
    ]
    Slot.objects.bulk_create(new)
    changed = []
    for at, slot in present.items():
        fact = wanted.get(at)
        if fact and (slot.minutes, slot.block) != (fact.minutes, fact.block):
            slot.minutes, slot.block = fact.minutes, fact.block
            changed.append(slot)
    Slot.objects.bulk_update(changed, ["minutes", "block"])
    brought.created += len(new)
    brought.changed += len(changed)
    brought.unchanged += len(wanted) - len(new) - len(changed)
    return {slot.starts_at: slot for slot in Slot.objects.filter(edition=edition)}


def _tables(edition, encounter, slots, people, brought):
    present = {
        table.number: table
        for table in Table.objects.filter(edition=edition).prefetch_related("closed_slots")
    }
    wanted = {fact.number: fact for fact in encounter.tables}
    _remove([table for number, table in present.items() if number not in wanted], "table", edition, brought)
    new = [
        Table(
            edition=edition,
            number=fact.number,
            label=fact.label,
            host=people.get(fact.host),
            remote_link=fact.remote_link,
        )
        for number, fact in wanted.items()
        if number not in present
    ]
    Table.objects.bulk_create(new)
    brought.created += len(new)
    for table in new:
        _close(table, wanted[table.number], encounter.slots, slots, set())
    for number, table in present.items():
        fact = wanted.get(number)
        if fact:
            brought.count("changed" if _change_table(table, fact, encounter.slots, slots, people) else "same")


def _change_table(table, fact, slot_facts, slots, people):
    host = people.get(fact.host)
    link = fact.remote_link or table.remote_link  # one that was written here stays
    wanted = (fact.label, host.pk if host else None, link)
    is_other = (table.label, table.host_id, table.remote_link) != wanted
    if is_other:
        table.label, table.host, table.remote_link = fact.label, host, link
        table.save(update_fields=["label", "host", "remote_link"])
    closed = {slot.pk for slot in table.closed_slots.all()}
    return _close(table, fact, slot_facts, slots, closed) or is_other


def _close(table, fact, slot_facts, slots, closed):
    """Close a table in the slots in which the workbook does not open it; whether anything changed."""
    wanted = {slots[slot.starts_at].pk for slot in slot_facts if fact.is_closed_in(slot)}
    if wanted != closed:
        table.closed_slots.set(wanted)
    return wanted != closed


def _remove(rows, what, edition, brought):
    """Take slots or tables away that the workbook no longer has, with the drafts made for them."""
    if not rows:
        return
    runs = PlanRun.objects.filter(edition=edition, **{f"meetings__{what}__in": rows}).distinct()
    if any(run.state in HOLDING for run in runs):
        brought.problems.add(
            _(
                "The published plan holds meetings in slots that are missing here. Keep them, or close "
                "tables instead."
            )
            if what == "slot"
            else _(
                "The published plan holds meetings at tables that are missing here. Keep them in the "
                "workbook."
            ),
            sheet=_("Slots") if what == "slot" else _("Tables"),
        )
        return
    for run in runs:
        brought.notes.append(
            _("Plan %(number)s was made for other slots or tables and is removed.") % {"number": run.number}
        )
        brought.note_deed("plan.removed", [edition], number=run.number)
        run.delete()
    type(rows[0]).objects.filter(pk__in=[row.pk for row in rows]).delete()
    brought.changed += len(rows)


def _pairs(edition, facts, people, brought, *, actor, now):
    """Who must meet and who must not; a rule that is there keeps standing, and no other goes."""
    known = {frozenset((one.one_id, one.other_id)): one for one in PairRule.objects.filter(edition=edition)}
    for fact in facts:
        one, other = people[fact.one], people[fact.other]
        rule = known.get(frozenset((one.pk, other.pk)))
        if rule is not None and (rule.kind, rule.reason) == (fact.kind, fact.reason):
            brought.count("same")
        elif rule is not None and rule.kind == fact.kind:
            rules.explain(rule, reason=fact.reason, actor=actor)
            brought.count("changed")
        else:
            try:
                rules.pair(
                    edition, one=one, other=other, kind=fact.kind, reason=fact.reason, actor=actor, now=now
                )
            except Refused as refused:
                sheet = _("Rules for two people")
                brought.problems.add(
                    f"{refused.sentence} {refused.remedy}".strip(), sheet=sheet, row=fact.row
                )
            brought.count("new")
