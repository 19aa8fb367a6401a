"""Who may read, change and check labels, and self-assessments."""

from django.db.models import Q

from lonja.accounts.models import Role
from lonja.accounts.policies import site_role
from lonja.base.policy import Policy
from lonja.directory.models import Assessment, AssessmentState, Label
from lonja.directory.policies.belonging import administers, audits, manages
from lonja.directory.policies.profiles import clusters, organisations


def of_a_seen_profile(actor):
    """Rows of an organisation or a cluster that the actor may see."""
    return Q(organisation__in=organisations.scope(actor).values("pk")) | Q(
        cluster__in=clusters.scope(actor).values("pk")
    )


def edits_profile(actor):
    """Rows of an organisation or a cluster that the actor may edit."""
    return administers(actor, "organisation") | manages(actor, "cluster")


def checks_for_the_site(actor):
    """Every row, for those who look after the installation."""
    return site_role(actor, Role.OPERATOR)


labels = Policy(
    Label,
    view=of_a_seen_profile,
    view_evidence=lambda actor: (
        edits_profile(actor) | audits(actor) | (of_a_seen_profile(actor) & checks_for_the_site(actor))
    ),
    edit=edits_profile,
    check=lambda actor: of_a_seen_profile(actor) & checks_for_the_site(actor) & ~edits_profile(actor),
)


assessments = Policy(
    Assessment,
    view=lambda actor: manages(actor, "cluster") | audits(actor),
    view_summary=lambda actor: (
        Q(is_summary_public=True, cluster__in=clusters.scope(actor).values("pk")) | manages(actor, "cluster")
    ),
    edit=lambda actor: manages(actor, "cluster") & Q(state=AssessmentState.DRAFT),
    publish=lambda actor: manages(actor, "cluster") & Q(state=AssessmentState.SUBMITTED),
)
