"""The self-assessment of a cluster: a draft, then frozen with what the register said that day."""

from django.db import transaction
from django.utils.translation import gettext as _

from lonja.base import audit, files
from lonja.base.errors import Refused
from lonja.directory import evidence, excellence
from lonja.directory.models import Assessment, AssessmentAnswer, AssessmentState, Cluster

EVIDENCE_TYPES = (files.PDF, files.PNG, files.JPEG, files.XLSX, files.CSV)


@transaction.atomic
def begin(cluster, *, actor):
    """The draft of a cluster; a new one starts from what was said last time."""
    Cluster.objects.select_for_update().get(pk=cluster.pk)
    draft = cluster.assessments.filter(state=AssessmentState.DRAFT).first()
    if draft:
        return draft
    last = cluster.assessments.filter(state=AssessmentState.SUBMITTED).first()
    draft = Assessment.objects.create(cluster=cluster)
    AssessmentAnswer.objects.bulk_create(
        AssessmentAnswer(
            assessment=draft,
            indicator_id=answer.indicator_id,
            level=answer.level,
            note=answer.note,
            website=answer.website,
            evidence_id=answer.evidence_id,
        )
        for answer in (last.answers.all() if last else ())
    )
    audit.record(actor, "assessment.begun", draft)
    return draft


@transaction.atomic
def answer(assessment, answers, *, actor):
    """Write what a cluster says about some indicators.

    Args:
        answers: by indicator: dicts with level, note, website and upload.
    """
    assessment = _draft(assessment)
    present = {row.indicator_id: row for row in assessment.answers.all()}
    for indicator, said in answers.items():
        row = present.get(indicator.pk) or AssessmentAnswer(assessment=assessment, indicator=indicator)
        row.level, row.note, row.website = said["level"], said["note"], said["website"]
        if upload := said.get("upload"):
            row.evidence = files.keep(
                upload, name=upload.name, kind="assessment", owner=actor, types=EVIDENCE_TYPES
            )
        row.save()
    audit.record(actor, "assessment.answered", assessment, indicators=sorted(one.code for one in answers))
    return assessment


@transaction.atomic
def submit(assessment, *, actor, now):
    """Freeze a draft together with the facts of the register on that day."""
    assessment = _draft(assessment)
    answers = list(assessment.answers.select_related("indicator"))
    if not any(row.level is not None for row in answers):
        raise Refused(
            _("No indicator has an answer yet."), remedy=_("Answer at least one before you submit.")
        )
    found = evidence.read(assessment.cluster, today=now.date())
    for row in answers:
        row.facts = [fact.plain() for fact in found.get(row.indicator.code, [])]
    AssessmentAnswer.objects.bulk_update(answers, ["facts"])
    assessment.state, assessment.submitted_at, assessment.submitted_by = (
        AssessmentState.SUBMITTED,
        now,
        actor,
    )
    assessment.counts = excellence.counts(excellence.indicators(), {row.indicator_id: row for row in answers})
    assessment.save()
    audit.record(actor, "assessment.submitted", assessment, counts=assessment.counts)
    return assessment


@transaction.atomic
def show_summary(assessment, *, is_public, actor):
    """Let everybody see the counts of a submitted assessment, or nobody; of one at a time."""
    cluster = Cluster.objects.select_for_update().get(pk=assessment.cluster_id)
    cluster.assessments.filter(is_summary_public=True).update(is_summary_public=False)
    assessment.is_summary_public = is_public
    assessment.save(update_fields=["is_summary_public"])
    audit.record(actor, "assessment.shown" if is_public else "assessment.hidden", assessment)
    return assessment


def _draft(assessment):
    assessment = Assessment.objects.select_for_update().get(pk=assessment.pk)
    if assessment.state != AssessmentState.DRAFT:
        raise Refused(
            _("This self-assessment is submitted and cannot be changed."),
            remedy=_("Begin a new one: it starts from these answers."),
        )
    return assessment
