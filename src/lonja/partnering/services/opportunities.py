"""Writing an offer or need: its texts, its keywords, its confidential annex."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from lonja.base import audit, files
from lonja.base.errors import Refused
from lonja.partnering.lifecycle import EDITABLE, OpportunityState
from lonja.partnering.models import AnnexGrant, Opportunity, OpportunityTerm, ReferenceCount
from lonja.partnering.services import checking

COPIED = (
    *("language", *Opportunity.TEXTS, "stage", "trl", "ipr", "target_countries", "framework_program"),
    *("call_identifier", "submission_scheme", "project_title", "budget_eur", "duration_weeks"),
    *("coordinator_required", "interest_until", "call_closes_on", "call_link", "video_link", "is_anonymous"),
)


@transaction.atomic
def create(kind, *, organisation, facts, terms=(), actor, now):
    """Write a new offer or need as a draft in the name of an organisation."""
    opportunity = Opportunity.objects.create(
        kind=kind,
        organisation=organisation,
        reference=next_reference(kind, organisation.country, now.date()),
        author=actor,
        country=organisation.country,
        created_at=now,
        changed_at=now,
        **facts,
    )
    set_terms(opportunity, terms)
    audit.record(actor, "opportunity.created", opportunity, opportunity_kind=kind)
    return opportunity


def next_reference(kind, country, day):
    """The next reference of a type, country and day, such as TOES20261122001; inside a transaction."""
    prefix = f"{kind}{country or 'XX'}{day:%Y%m%d}"
    ReferenceCount.objects.get_or_create(prefix=prefix)
    ReferenceCount.objects.filter(prefix=prefix).update(last=F("last") + 1)
    return f"{prefix}{ReferenceCount.objects.get(prefix=prefix).last:03}"


@transaction.atomic
def edit(opportunity, *, facts, terms, version, actor, now):
    """Change what it says; refused when somebody else changed it since `version` was read."""
    opportunity = Opportunity.objects.select_for_update(of=["self"]).get(pk=opportunity.pk)
    if opportunity.version != version:
        raise Refused(
            _("Somebody else has changed this text while you were writing."),
            remedy=_("Open the page again in another window, and bring your changes over."),
            href=opportunity.get_absolute_url(),
        )
    if opportunity.state not in EDITABLE:
        raise Refused(
            _("While it is “%(state)s”, the text cannot be changed.")
            % {"state": opportunity.get_state_display()}
        )
    changed = [name for name, value in facts.items() if getattr(opportunity, name) != value]
    for name in changed:
        setattr(opportunity, name, facts[name])
    if set_terms(opportunity, terms):
        changed.append("terms")
    if not changed:
        return opportunity
    _after_change(opportunity, actor=actor)
    opportunity.version += 1
    opportunity.changed_at = now
    opportunity.save()
    audit.record(actor, "opportunity.edited", opportunity, fields=sorted(changed))
    return opportunity


def _after_change(opportunity, *, actor):
    """What is public stays whole: a changed text is checked as a new one, and read again where wanted."""
    if opportunity.state not in (OpportunityState.PUBLISHED, OpportunityState.ON_HOLD):
        if opportunity.state == OpportunityState.DRAFT_ACCEPTED:
            opportunity.state = OpportunityState.DRAFT
        return
    checking.refuse_adviser(opportunity, actor=actor)
    checking.refuse_faults(opportunity)
    if checking.is_reviewed(opportunity.organisation):
        opportunity.state = OpportunityState.UNDER_REVIEW


def set_terms(opportunity, terms):
    """Make `terms` the whole list of its keywords; whether anything changed."""
    wanted = {term.pk for term in terms}
    present = set(opportunity.described_by.values_list("term", flat=True))
    opportunity.described_by.filter(term__in=present - wanted).delete()
    OpportunityTerm.objects.bulk_create(
        OpportunityTerm(opportunity=opportunity, term_id=pk) for pk in sorted(wanted - present)
    )
    return wanted != present


@transaction.atomic
def copy(opportunity, *, actor, now):
    """Write a new draft with the same words; dates, interests and the annex stay behind."""
    facts = {name: getattr(opportunity, name) for name in COPIED}
    terms = [row.term for row in opportunity.described_by.select_related("term")]
    made = Opportunity.objects.create(
        kind=opportunity.kind,
        organisation=opportunity.organisation,
        reference=next_reference(opportunity.kind, opportunity.organisation.country, now.date()),
        author=actor,
        country=opportunity.organisation.country,
        copied_from=opportunity,
        created_at=now,
        changed_at=now,
        **facts,
    )
    set_terms(made, terms)
    audit.record(actor, "opportunity.copied", made, source=opportunity.pk)
    return made


@transaction.atomic
def keep_annex(opportunity, *, uploaded, actor):
    """Keep a confidential annex; who had been granted the old one reads the new one."""
    opportunity = Opportunity.objects.select_for_update(of=["self"]).get(pk=opportunity.pk)
    opportunity.annex = files.keep(uploaded, name=uploaded.name, kind="opportunity-annex", owner=actor)
    opportunity.save(update_fields=["annex"])
    audit.record(actor, "opportunity.annex_kept", opportunity)
    return opportunity


@transaction.atomic
def remove_annex(opportunity, *, actor):
    """Take the confidential annex away."""
    opportunity = Opportunity.objects.select_for_update(of=["self"]).get(pk=opportunity.pk)
    opportunity.annex = None
    opportunity.save(update_fields=["annex"])
    audit.record(actor, "opportunity.annex_removed", opportunity)
    return opportunity


@transaction.atomic
def grant_annex(opportunity, *, organisation, actor, now):
    """Let an organisation read the confidential annex; doing it twice changes nothing."""
    grant, is_new = AnnexGrant.objects.get_or_create(
        opportunity=opportunity,
        organisation=organisation,
        defaults={"granted_by": actor, "granted_at": now},
    )
    if is_new:
        audit.record(actor, "opportunity.annex_granted", opportunity, organisation=organisation.pk)
    return grant


@transaction.atomic
def revoke_annex(opportunity, *, organisation, actor):
    """Close the confidential annex to an organisation again."""
    gone, _rows = AnnexGrant.objects.filter(opportunity=opportunity, organisation=organisation).delete()
    if gone:
        audit.record(actor, "opportunity.annex_revoked", opportunity, organisation=organisation.pk)
