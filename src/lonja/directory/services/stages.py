"""Take a cluster through the stages of its life, with the evidence of each."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lonja.base import audit, files
from lonja.base.errors import Refused
from lonja.directory.lifecycle import NEEDS_NO_EVIDENCE_BEFORE, STAGE_MOVES
from lonja.directory.models import Cluster, ClusterStage, Promotion
from lonja.directory.services.profiles import touch


@transaction.atomic
def reach(cluster, *, stage, facts, document=None, actor):
    """Enter that a cluster reached a stage; the first one may be any, the others follow the table.

    Args:
        stage: a term of the list `lifecycle_stages`.
        facts: `reached_on`, `reached_on_precision`, `responsible`, `evidence_note`.
        document: the evidence as uploaded; it may also follow later, but before the next stage.

    Raises:
        Refused: the stage does not follow, the stage before lacks its evidence, or the dates
            run backwards.
    """
    cluster = Cluster.objects.select_for_update().get(pk=cluster.pk)
    last = cluster.stages.select_related("stage").order_by("position").last()
    if last:
        _refuse_jump(last, stage)
        _refuse_backwards(last.reached_on, facts["reached_on"])
    row = ClusterStage.objects.create(
        cluster=cluster,
        position=last.position + 1 if last else 1,
        stage=stage,
        evidence=_keep(document, actor),
        recorded_by=actor,
        **facts,
    )
    cluster.stage = stage
    touch(cluster)
    audit.record(actor, "cluster.stage_reached", cluster, stage=stage.code, reached_on=row.reached_on)
    return row


@transaction.atomic
def amend(row, *, facts, document=None, actor):
    """Correct a stage or hand in its evidence; a new document takes the place of the one before."""
    cluster = Cluster.objects.select_for_update().get(pk=row.cluster_id)
    row = ClusterStage.objects.select_related("stage").get(pk=row.pk)
    before = cluster.stages.filter(position=row.position - 1).first()
    after = cluster.stages.filter(position=row.position + 1).first()
    if before:
        _refuse_backwards(before.reached_on, facts["reached_on"])
    if after:
        _refuse_backwards(facts["reached_on"], after.reached_on)
    for name, value in facts.items():
        setattr(row, name, value)
    if document:
        row.evidence = _keep(document, actor)
    row.save()
    audit.record(
        actor,
        "cluster.stage_amended",
        cluster,
        stage=row.stage.code,
        evidence=row.evidence.sha256 if document else "",
    )
    return row


@transaction.atomic
def answer_promotion(cluster, *, agrees, actor):
    """Say for the promoter that a cluster named it rightly, or take its name off the cluster."""
    cluster = Cluster.objects.select_for_update(of=["self"]).select_related("promoter").get(pk=cluster.pk)
    if cluster.promoter is None:
        raise Refused(_("%(cluster)s names no promoter any more.") % {"cluster": cluster})
    promoter = cluster.promoter
    if agrees:
        Promotion.objects.get_or_create(
            cluster=cluster, organisation=promoter, defaults={"agreed_at": timezone.now()}
        )
    else:
        Promotion.objects.filter(cluster=cluster, organisation=promoter).delete()
        cluster.promoter = None
        touch(cluster)
    audit.record(
        actor,
        "cluster.promotion_agreed" if agrees else "cluster.promotion_declined",
        cluster,
        organisation=promoter.pk,
    )
    return cluster


def _refuse_jump(last, stage):
    if stage.code not in STAGE_MOVES.get(last.stage.code, ()):
        raise Refused(
            _("“%(stage)s” does not follow “%(last)s”.") % {"stage": stage, "last": last.stage},
            remedy=_("Choose one of the stages that the page offers."),
        )
    if last.evidence_id is None and stage.code not in NEEDS_NO_EVIDENCE_BEFORE:
        raise Refused(
            _("“%(last)s” has no evidence document yet, so the cluster cannot move on.")
            % {"last": last.stage},
            remedy=_("Hand in the document of that stage first."),
            href=reverse("directory:stage", args=[last.pk]),
        )


def _refuse_backwards(earlier, later):
    """Dates may be years, months or days: compare what both of them say."""
    known = min(len(earlier), len(later))
    if later[:known] < earlier[:known]:
        raise Refused(
            _("A stage cannot be reached on %(later)s, before the one that precedes it (%(earlier)s).")
            % {"later": later, "earlier": earlier},
            remedy=_("Check both dates."),
        )


def _keep(document, actor):
    if not document:
        return None
    return files.keep(
        document, name=document.name, kind="evidence", owner=actor, types=(files.PDF, files.PNG, files.JPEG)
    )
