"""Labels: entered by their holder, checked by somebody else."""

from django.db import transaction
from django.utils.translation import gettext as _

from lonja.base import audit, files, outbox
from lonja.base.errors import Refused
from lonja.directory import mails
from lonja.directory.models import Label, LabelState

EVIDENCE_TYPES = (files.PDF, files.PNG, files.JPEG)


@transaction.atomic
def add(holder, *, facts, upload=None, actor):
    """Enter a label of an organisation or a cluster, as declared by themselves."""
    label = Label(**{holder._meta.model_name: holder}, **facts)
    if upload:
        label.evidence = files.keep(upload, name=upload.name, kind="label", owner=actor, types=EVIDENCE_TYPES)
    label.save()
    if label.evidence_id or label.website:
        for message in mails.label_declared(label):
            outbox.send(message, key=f"label-{label.pk}-{message.to[0]}")
    audit.record(actor, "label.added", label, holder=f"{holder._meta.model_name} {holder.pk}")
    return label


@transaction.atomic
def check(label, *, actor, now):
    """Say, for the site, that the evidence shows what the label says."""
    label = Label.objects.select_for_update().get(pk=label.pk)
    if label.state == LabelState.VERIFIED:
        raise Refused(_("This label is verified already."))
    label.state, label.checked_by, label.checked_at = LabelState.VERIFIED, actor, now
    label.save()
    audit.record(actor, "label.verified", label)
    return label


@transaction.atomic
def remove(label, *, actor):
    """Take a label away that was entered by mistake; one that ran out stays as expired."""
    audit.record(actor, "label.removed", label, label=str(label))
    label.delete()
