"""What meetings can show for a cluster's self-assessment."""

from django.utils.translation import gettext_lazy as _

from lonja.directory.evidence import Fact, source
from lonja.meetings.lifecycle import HOLDING
from lonja.meetings.models import Meeting


@source("2.6")
def between_members(cluster, today):
    """How many planned meetings two members of the cluster had with each other."""
    members = cluster.memberships.filter(status="active").values("organisation")
    held = Meeting.objects.filter(
        run__state__in=HOLDING,
        run__edition__ends_on__lt=today,
        request__sender__organisation__in=members,
        request__recipient__organisation__in=members,
    )
    yield Fact(_("Meetings between members at events that are over"), held.count(), today)
