"""The report of an edition: its words, and when it goes public."""

from django.db import transaction
from django.utils.translation import gettext as _

from lonja.base import audit
from lonja.base.errors import Refused
from lonja.events.models import Edition
from lonja.impact import engine, figures, publishing
from lonja.impact.models import DeclaredOutcomes, OutcomeReport


@transaction.atomic
def write(edition, *, facts, actor):
    """Keep the words of a report; its figures stay as they were published."""
    report, _is_new = OutcomeReport.objects.get_or_create(edition=edition)
    report = OutcomeReport.objects.select_for_update(of=["self"]).get(pk=report.pk)
    changed = [name for name, value in facts.items() if getattr(report, name) != value]
    for name in changed:
        setattr(report, name, facts[name])
    report.save()
    audit.record(actor, "report.written", report, fields=sorted(changed))
    return report


def publish(edition, *, actor, now):
    """Count anew, hide what is small, and show the report to everybody.

    Whatever differs by less than five from an earlier publication stays as it was, with its day. Judging what
    may be told takes seconds for a large edition, so nothing is locked meanwhile; who published first wins.

    Raises:
        Refused: when the report was published while this was being counted.
    """
    edition = Edition.objects.with_figures().select_related("event").get(pk=edition.pk)
    report, _is_new = OutcomeReport.objects.get_or_create(edition=edition)
    rounds = report.rounds.count()
    made, this_round = publishing.next_round(report, edition, now=now)
    compared = figures.comparison(edition, made, engine.series(edition))
    with transaction.atomic():
        report = OutcomeReport.objects.select_for_update(of=["self"]).get(pk=report.pk)
        if report.rounds.count() != rounds:
            raise Refused(
                _("The report was published meanwhile."),
                remedy=_("Look at it, and publish again if it should tell more."),
            )
        this_round.save()
        report.figures = made | {"comparison": compared}
        report.is_public, report.published_at = True, now
        report.save(update_fields=["figures", "is_public", "published_at"])
        audit.record(actor, "report.published", report, as_of=now.date().isoformat())
    return report


@transaction.atomic
def hide(report, *, actor):
    """Take a report back; its words and figures stay with the organiser."""
    report = OutcomeReport.objects.select_for_update(of=["self"]).get(pk=report.pk)
    report.is_public = False
    report.save(update_fields=["is_public"])
    audit.record(actor, "report.hidden", report)
    return report


@transaction.atomic
def declare(edition, *, answered, by_type, method, actor):
    """Keep what an organiser reported of an edition whose meetings are not here one by one."""
    declared, _is_new = DeclaredOutcomes.objects.update_or_create(
        edition=edition, defaults={"answered": answered, "by_type": by_type, "method": method}
    )
    audit.record(actor, "outcomes.declared", declared, by_type=by_type, answered=answered)
    return declared
