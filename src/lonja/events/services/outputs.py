"""Keep what an edition brings home: outputs, follow-ups, and the report for all."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from lonja.base import audit, outbox
from lonja.base.errors import Refused
from lonja.events import mission_mails
from lonja.events.models import EditionReport, FollowUp, Output, OutputKind, ReportFigure
from lonja.events.outputs_lifecycle import next_output_state

DAYS_TO_FOLLOW_UP = 30


def due_day(edition):
    """Until when something is to be followed up, unless somebody says otherwise."""
    return edition.ends_on + timedelta(days=DAYS_TO_FOLLOW_UP)


@transaction.atomic
def note_output(edition, *, facts, actor):
    """Note something that came out of an edition."""
    _refuse_public_contact(facts)
    output = Output.objects.create(edition=edition, author=actor, **facts)
    audit.record(actor, "output.noted", output, kind=str(output.kind))
    return output


@transaction.atomic
def edit_output(output, *, facts, actor):
    """Change the words or the kind of an output."""
    _refuse_public_contact(facts)
    output = Output.objects.select_for_update().get(pk=output.pk)
    for name, value in facts.items():
        setattr(output, name, value)
    output.save()
    audit.record(actor, "output.edited", output, fields=sorted(facts))
    return output


def _refuse_public_contact(facts):
    if facts.get("is_public") and facts.get("kind") == OutputKind.CONTACT:
        raise Refused(_("Whom somebody met stays inside; the public report only counts contacts."))


@transaction.atomic
def move_output(output, verb, *, actor):
    """Promote an output to an idea, drop it, or open it again.

    Raises:
        Refused: when it is not in a state for that.
    """
    output = Output.objects.select_for_update().get(pk=output.pk)
    output.state = next_output_state(verb, output.state)
    output.save(update_fields=["state"])
    audit.record(actor, f"output.{verb}", output)
    return output


@transaction.atomic
def add_follow_up(edition, *, text, responsible, due_on, output=None, actor):
    """Write down what somebody promised to do, and until when."""
    follow_up = FollowUp.objects.create(
        edition=edition, output=output, text=text, responsible=responsible, due_on=due_on
    )
    audit.record(actor, "follow_up.added", follow_up, edition=edition.pk)
    return follow_up


@transaction.atomic
def finish_follow_up(follow_up, *, actor, now):
    """Say that it is done; saying it twice changes nothing."""
    follow_up = FollowUp.objects.select_for_update().get(pk=follow_up.pk)
    if follow_up.done_at is None:
        follow_up.done_at = now
        follow_up.save(update_fields=["done_at"])
        audit.record(actor, "follow_up.done", follow_up)
    return follow_up


@transaction.atomic
def remind_due(*, today, now, most=500):
    """Write once to whoever promised something whose day has come; returns how many were reminded."""
    open_ones = FollowUp.objects.filter(due_on__lte=today, done_at__isnull=True, reminded_at__isnull=True)
    open_ones = open_ones.filter(responsible__is_active=True)
    due = list(
        open_ones.select_for_update(of=["self"]).select_related("responsible", "edition__event")[:most]
    )
    for follow_up in due:
        outbox.send(mission_mails.follow_up_due(follow_up), key=f"follow-up-{follow_up.pk}")
    FollowUp.objects.filter(pk__in=[one.pk for one in due]).update(reminded_at=now)
    audit.record_many(None, "follow_up.reminded", due)
    return len(due)


@transaction.atomic
def write_report(edition, *, facts, actor, now):
    """Write the report of an edition, for the organiser's eyes or for all."""
    report, _made = EditionReport.objects.select_for_update().get_or_create(edition=edition)
    was_public = report.is_public
    for name, value in facts.items():
        setattr(report, name, value)
    report.changed_at = now
    report.save()
    action = "report.published" if report.is_public and not was_public else "report.written"
    audit.record(actor, action, report, public=report.is_public)
    return report


@transaction.atomic
def add_figure(edition, *, facts, actor, now):
    """Add a number to the report, with how it is meant."""
    report, _made = EditionReport.objects.select_for_update().get_or_create(edition=edition)
    figure = ReportFigure.objects.create(report=report, **facts)
    report.changed_at = now
    report.save(update_fields=["changed_at"])
    audit.record(actor, "report.figure_added", report, number=figure.number)
    return figure


@transaction.atomic
def remove_figure(figure, *, actor):
    """Take a number out of the report."""
    audit.record(actor, "report.figure_removed", figure.report, number=figure.number)
    figure.delete()
