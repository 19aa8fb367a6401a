"""What events can show for a cluster's self-assessment."""

from django.utils.translation import gettext_lazy as _

from lonja.directory.evidence import Fact, source
from lonja.events.models import Edition


@source("2.5", "4.3")
def organised(cluster, today):
    """How many events the cluster has organised."""
    over = Edition.objects.taking_place().filter(event__organiser_cluster=cluster, ends_on__lte=today)
    yield Fact(_("Events organised so far"), over.count(), today)
