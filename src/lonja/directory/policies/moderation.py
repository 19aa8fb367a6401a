"""Who asks, who proposes, who decides."""

from django.db.models import Q

from lonja.accounts.policies import is_somebody
from lonja.base.policy import NOBODY, Policy
from lonja.directory.models import (
    ChangeState,
    Enquiry,
    EnquiryState,
    FactReport,
    ProposedChange,
    Registration,
    RegistrationState,
    ReportState,
)
from lonja.directory.policies.belonging import audits, manages
from lonja.directory.policies.labels import checks_for_the_site, edits_profile


def own(actor, field):
    """Rows that the actor wrote, named in `field`."""
    return Q(**{field: actor.pk}) if is_somebody(actor) else NOBODY


enquiries = Policy(
    Enquiry,
    view=lambda actor: own(actor, "sender") | edits_profile(actor),
    answer=lambda actor: edits_profile(actor) & Q(state=EnquiryState.SENT) & ~own(actor, "sender"),
    close=lambda actor: edits_profile(actor) & Q(state=EnquiryState.SHARED),
)


registrations = Policy(
    Registration,
    view=lambda actor: own(actor, "submitted_by") | checks_for_the_site(actor) | audits(actor),
    edit=lambda actor: own(actor, "submitted_by") & Q(state=RegistrationState.RETURNED),
    withdraw=lambda actor: (
        own(actor, "submitted_by") & Q(state__in=[RegistrationState.SUBMITTED, RegistrationState.RETURNED])
    ),
    decide=lambda actor: (
        checks_for_the_site(actor) & Q(state=RegistrationState.SUBMITTED) & ~own(actor, "submitted_by")
    ),
)


proposed_changes = Policy(
    ProposedChange,
    view=lambda actor: manages(actor, "cluster") | own(actor, "proposed_by") | audits(actor),
    decide=lambda actor: (
        manages(actor, "cluster") & Q(state=ChangeState.WAITING) & ~own(actor, "proposed_by")
    ),
    withdraw=lambda actor: own(actor, "proposed_by") & Q(state=ChangeState.WAITING),
)


fact_reports = Policy(
    FactReport,
    view=lambda actor: (
        edits_profile(actor) | own(actor, "reported_by") | checks_for_the_site(actor) | audits(actor)
    ),
    answer=lambda actor: (edits_profile(actor) | checks_for_the_site(actor)) & Q(state=ReportState.OPEN),
)
