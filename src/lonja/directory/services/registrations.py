"""How a cluster comes into the directory: registered by anybody, decided by the site."""

from django.db import transaction
from django.utils.translation import gettext as _

from lonja.accounts.models import Role
from lonja.base import audit, outbox
from lonja.base.errors import Refused
from lonja.directory import mails, registering
from lonja.directory.models import Cluster, ClusterGrant, ClusterLink, LinkState, Registration
from lonja.directory.models.moderation import next_moderation_state
from lonja.directory.places import folded
from lonja.directory.services.slugs import free_slug


@transaction.atomic
def submit(*, facts, actor, now):
    """Ask for a cluster to be entered; refused with the first rule that it breaks."""
    _refuse_broken(facts)
    registration = Registration.objects.create(
        **facts, consented_at=now, submitted_at=now, submitted_by=actor
    )
    return _tell(registration, "registration.submitted", actor)


@transaction.atomic
def resubmit(registration, *, facts, actor, now):
    """Send a returned registration again, mended."""
    registration = _locked(registration)
    _refuse_broken(facts)
    registration.state = next_moderation_state("resubmit", registration)
    registration.submitted_at = now
    for name, value in facts.items():
        setattr(registration, name, value)
    registration.save()
    return _tell(registration, "registration.resubmitted", actor)


@transaction.atomic
def approve(registration, *, answer="", actor, now):
    """Enter the cluster, private for now, and make who registered it its manager."""
    registration = _decided(registration, "approve", answer, actor, now)
    cluster = Cluster.objects.create(
        slug=free_slug(Cluster, registration.name),
        name=registration.name,
        acronym=registration.acronym,
        summary=registration.summary,
        country=registration.country,
        city=registration.city,
        website=registration.website,
        staff=registration.staff,
        declared_members=registration.total_members,
    )
    ClusterGrant.objects.create(
        user=registration.submitted_by, role=Role.CLUSTER_MANAGER, cluster=cluster, granted_by=actor
    )
    registration.cluster = cluster
    registration.save()
    outbox.send(mails.registration_answered(registration), key=f"registration-{registration.pk}-approved")
    audit.record(actor, "registration.approved", registration, cluster=cluster.pk)
    return registration


@transaction.atomic
def send_back(registration, *, answer, actor, now):
    """Return a registration with what should change."""
    if not answer.strip():
        raise Refused(_("Say what should change, so that it can be mended."))
    registration = _decided(registration, "return", answer, actor, now)
    registration.save()
    entry = audit.record(actor, "registration.returned", registration)
    outbox.send(mails.registration_answered(registration), key=f"registration-{entry.position}")
    return registration


@transaction.atomic
def withdraw(registration, *, actor):
    """Take one's own registration back."""
    registration = _locked(registration)
    registration.state = next_moderation_state("withdraw", registration)
    registration.save()
    audit.record(actor, "registration.withdrawn", registration)
    return registration


def claims_to(cluster):
    """Claims of other clusters, by name, that may mean this one."""
    names = [folded(name) for name in (cluster.name, cluster.acronym) if name]
    rows = ClusterLink.objects.filter(other__isnull=True, state=LinkState.CLAIMED, sort_name__in=names)
    return rows.exclude(cluster=cluster).select_related("cluster")


def _refuse_broken(facts):
    asked = ("members", "staff", "waiver", "waiver_reason", "has_english_website")
    rules = registering.broken(**{name: facts[name] for name in asked})
    if rules:
        raise Refused(str(rules[0].sentence))


def _decided(registration, verb, answer, actor, now):
    registration = _locked(registration)
    registration.state = next_moderation_state(verb, registration)
    registration.answer, registration.answered_by, registration.answered_at = answer, actor, now
    return registration


def _tell(registration, action, actor):
    entry = audit.record(actor, action, registration)
    for message in mails.registration_submitted(registration):
        outbox.send(message, key=f"registration-{entry.position}-{message.to[0]}")
    return registration


def _locked(registration):
    rows = Registration.objects.select_for_update(of=("self",)).select_related("submitted_by")
    return rows.get(pk=registration.pk)
