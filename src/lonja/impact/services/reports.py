"""The report of an edition: its words, and when it goes public."""

from django.db import transaction

from lonja.base import audit
from lonja.events.models import Edition
from lonja.impact import engine, figures, publishing
from lonja.impact.models import DeclaredOutcomes, OutcomeReport


@transaction.atomic
def write(edition, *, facts, actor):
    """Keep the words of a report; its figures stay as they were published."""
    Edition.objects.select_for_update(of=["self"]).get(pk=edition.pk)
    report, _is_new = OutcomeReport.objects.get_or_create(edition=edition)
    changed = [name for name, value in facts.items() if getattr(report, name) != value]
    for name in changed:
        setattr(report, name, facts[name])
    report.save()
    audit.record(actor, "report.written", report, fields=sorted(changed))
    return report


@transaction.atomic
def publish(edition, *, actor, now):
    """Count anew, hide what is small, and show the report to everybody.

    Whatever differs by less than five from an earlier publication stays as it was, with its day.
    """
    Edition.objects.select_for_update(of=["self"]).get(pk=edition.pk)
    edition = Edition.objects.with_figures().select_related("event").get(pk=edition.pk)
    report, _is_new = OutcomeReport.objects.get_or_create(edition=edition)
    made, this_round = publishing.next_round(report, edition, now=now)
    this_round.save()
    report.figures = made | {"comparison": figures.comparison(edition, made, engine.series(edition))}
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
