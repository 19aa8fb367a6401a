"""The life of an offer or need: published, reviewed, renewed, expired, withdrawn."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from lonja.base import audit, outbox
from lonja.base.errors import Refused
from lonja.directory.policies import own_organisations
from lonja.partnering import mails, rules
from lonja.partnering.lifecycle import OpportunityState, next_opportunity_state
from lonja.partnering.models import Opportunity
from lonja.partnering.services import checking

# What a person says with each of these goes with it, and the owner reads it.
WITH_NOTE = {"send_back", "reject", "flag"}


@transaction.atomic
def publish(opportunity, *, actor, now):
    """Show it to everybody, or send it to the reviewers where a cluster wants to read first."""
    opportunity = _locked(opportunity)
    if opportunity.state != OpportunityState.DRAFT_ACCEPTED:  # what the client approved, an adviser publishes
        checking.refuse_adviser(opportunity, actor=actor)
    checking.refuse_faults(opportunity)
    if checking.is_reviewed(opportunity.organisation):
        return _step(opportunity, "submit", actor=actor)
    return _make_public(opportunity, actor=actor, now=now)


@transaction.atomic
def ask_client(opportunity, *, actor):
    """An adviser puts a text in front of the client."""
    opportunity = _locked(opportunity)
    checking.refuse_faults(opportunity)
    opportunity = _step(opportunity, "ask_client", actor=actor)
    _send(mails.approval_wanted(opportunity), opportunity)
    return opportunity


@transaction.atomic
def approve(opportunity, *, actor):
    """The client lets its name stand under what an adviser wrote."""
    return _step(_locked(opportunity), "approve", actor=actor)


@transaction.atomic
def judge(opportunity, verb, *, note="", actor, now):
    """A reviewer's or a client's step: take up, let pass, send back, flag, lift the flag."""
    opportunity = _locked(opportunity)
    if verb in WITH_NOTE and not note.strip():
        raise Refused(_("Say why, so that the author can mend it."))
    opportunity.decision_note = note.strip() if verb in WITH_NOTE else ""
    if verb == "publish":
        _refuse_own(opportunity, actor=actor)
        opportunity = _make_public(opportunity, actor=actor, now=now)
    else:
        opportunity = _step(opportunity, verb, actor=actor)
    _send(mails.judged(opportunity), opportunity)
    return opportunity


def _refuse_own(opportunity, *, actor):
    if own_organisations(actor).filter(pk=opportunity.organisation_id).exists():
        raise Refused(_("Somebody else has to review what your own organisation wrote."))


@transaction.atomic
def move(opportunity, verb, *, actor):
    """The owner's plain steps: put on hold, publish again, withdraw."""
    return _step(_locked(opportunity), verb, actor=actor)


@transaction.atomic
def renew(opportunity, *, actor, today, now):
    """Let it live on, from a month before its expiry and at most two years in all."""
    opportunity = _locked(opportunity)
    checking.refuse_adviser(opportunity, actor=actor)
    if not rules.is_renewable(opportunity, today=today):
        raise Refused(
            _("This can be renewed from 30 days before its last day, and lives two years at most."),
            remedy=_("You can copy it to a new one at any time."),
        )
    checking.refuse_faults(opportunity)
    before = opportunity.state
    opportunity.state = next_opportunity_state("renew", before)
    opportunity.expires_on = rules.renewed_expiry(opportunity, today=today)
    opportunity.notice_sent_on = None
    if before == OpportunityState.EXPIRED:
        opportunity.published_at = now
    opportunity.save()
    audit.record(actor, "opportunity.renew", opportunity, before=before, until=opportunity.expires_on)
    return opportunity


def _locked(opportunity):
    rows = Opportunity.objects.select_for_update(of=["self"]).select_related("organisation")
    return rows.get(pk=opportunity.pk)


def _step(opportunity, verb, *, actor):
    before = opportunity.state
    opportunity.state = next_opportunity_state(verb, before)
    opportunity.save()
    audit.record(actor, f"opportunity.{verb}", opportunity, before=before, after=opportunity.state)
    return opportunity


def _make_public(opportunity, *, actor, now):
    today = now.date()
    opportunity.published_at = now
    opportunity.first_published_on = opportunity.first_published_on or today
    opportunity.expires_on = opportunity.expires_on or rules.expiry(opportunity, today=today)
    if opportunity.expires_on < today:
        raise Refused(_("Its last day is in the past."), remedy=_("Change the dates first, or copy it."))
    return _step(opportunity, "publish", actor=actor)


def expire_due(*, today):
    """Take down what has passed its last day, and say so to the owner; returns how many."""
    standing = [OpportunityState.PUBLISHED, OpportunityState.ON_HOLD, OpportunityState.FLAGGED]
    due = Opportunity.objects.filter(state__in=standing, expires_on__lt=today)
    return sum(_expire(row, today=today) for row in due.order_by("pk"))


@transaction.atomic
def _expire(opportunity, *, today):
    opportunity = _locked(opportunity)
    if opportunity.expires_on >= today or opportunity.state == OpportunityState.EXPIRED:
        return 0
    _step(opportunity, "expire", actor=None)
    _send(mails.expired(opportunity), opportunity, key=f"expired-{opportunity.expires_on}")
    return 1


def send_notices(*, today, until):
    """Tell the owners of what expires by `until`, once; returns how many."""
    soon = Opportunity.objects.published().filter(Q(notice_sent_on=None), expires_on__range=(today, until))
    return sum(_notify(row, today=today) for row in soon.order_by("pk"))


@transaction.atomic
def _notify(opportunity, *, today):
    opportunity = _locked(opportunity)
    if opportunity.notice_sent_on:
        return 0
    opportunity.notice_sent_on = today
    opportunity.save(update_fields=["notice_sent_on"])
    _send(mails.expires_soon(opportunity), opportunity, key=f"expires-{opportunity.expires_on}")
    return 1


def _send(messages, opportunity, *, key=""):
    for message in messages:
        outbox.send(message, key=f"opportunity-{opportunity.pk}-{key}" if key else "")
