"""Plan the money of an edition, enter what came in and went out, and name who helps."""

from django.db import transaction
from django.utils.translation import gettext as _

from lonja.accounts.models import Role, User
from lonja.accounts.services import grant, revoke
from lonja.base import audit, files
from lonja.base.errors import Refused
from lonja.events.models import BudgetEntry, BudgetLine, Edition, EventGrant, Helper

EVIDENCE_TYPES = (files.PDF, files.PNG, files.JPEG)


@transaction.atomic
def add_line(edition, *, facts, actor):
    """Plan money that is to come in or go out."""
    line = BudgetLine.objects.create(edition=edition, added_by=actor, **facts)
    audit.record(actor, "budget_line.added", line, category=str(line.category), planned=line.planned_cents)
    return line


@transaction.atomic
def edit_line(line, *, facts, actor):
    """Change a plan.

    Raises:
        Refused: when money was entered already and the line would change sides.
    """
    line = BudgetLine.objects.select_for_update().get(pk=line.pk)
    was_income, planned = line.is_income, line.planned_cents
    for name, value in facts.items():
        setattr(line, name, value)
    if line.is_income != was_income and line.entries.exists():
        raise Refused(
            _("Money is entered here already, so income cannot become a cost."),
            remedy=_("Add another line."),
        )
    line.save()
    audit.record(actor, "budget_line.edited", line, before=planned, planned=line.planned_cents)
    return line


@transaction.atomic
def remove_line(line, *, actor):
    """Take a line away.

    Raises:
        Refused: when money was entered for it.
    """
    line = BudgetLine.objects.select_for_update().get(pk=line.pk)
    if line.entries.exists():
        raise Refused(
            _("Money is entered for this line, so it stays."),
            remedy=_("Plan it with zero instead."),
        )
    audit.record(actor, "budget_line.removed", line, planned=line.planned_cents)
    line.delete()


@transaction.atomic
def enter(line, *, cents, on, note, evidence, actor):
    """Enter money that came in or went out; a negative amount sets an entry right.

    Raises:
        Refused: when the amount is zero, or less would be left than nothing.
    """
    line = BudgetLine.objects.select_for_update().get(pk=line.pk)
    if cents == 0:
        raise Refused(_("Enter an amount that is not zero."))
    if sum(line.entries.values_list("cents", flat=True)) + cents < 0:
        raise Refused(_("More would be taken back than was entered for this line."))
    kept = (
        files.keep(evidence, name=evidence.name, kind="budget", owner=actor, types=EVIDENCE_TYPES)
        if evidence
        else None
    )
    entry = BudgetEntry.objects.create(
        line=line, cents=cents, on=on, note=note, evidence=kept, entered_by=actor
    )
    audit.record(actor, "budget_entry.entered", entry, cents=cents, line=line.pk)
    return entry


@transaction.atomic
def add_helper(edition, *, facts, actor):
    """Write down who helps to run an edition."""
    helper = Helper.objects.create(edition=edition, **facts)
    audit.record(actor, "helper.added", helper, kind=str(helper.kind))
    return helper


@transaction.atomic
def remove_helper(helper, *, actor):
    """Take somebody off the list of those who help."""
    audit.record(actor, "helper.removed", helper, edition=helper.edition_id)
    helper.delete()


@transaction.atomic
def admit_to_door(edition, *, email, valid_from, valid_until, actor):
    """Let the account with this address check people in at this edition, from when to when.

    Raises:
        Refused: when nobody signs in with this address, or holds the role already.
    """
    edition = Edition.objects.select_related("event").get(pk=edition.pk)
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    if user is None:
        raise Refused(
            _("Nobody can be given a role under this address."),
            remedy=_("Ask for the address with which the person signs in here."),
        )
    return grant(
        EventGrant,
        user,
        role=Role.CHECK_IN_STAFF,
        actor=actor,
        valid_from=valid_from,
        valid_until=valid_until,
        event=edition.event,
        edition=edition,
    )


def end_at_door(given, *, actor):
    """End a role at the door now."""
    return revoke(given, actor=actor)
