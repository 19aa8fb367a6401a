"""What came of the interests of a cluster's members: counted once for each cluster, once in the total."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.views.decorators.http import require_GET

from lonja.base.policy import access
from lonja.directory import policies as directory
from lonja.directory.models import Membership
from lonja.partnering.models import Interest, Result
from lonja.ui.answers import page


@access(directory.clusters, "edit")
@require_GET
def results(request):
    """Agreements that both sides confirmed, by cluster and kind, for the managers of these clusters."""
    clusters = list(directory.clusters.scope(request.user, "edit").order_by("sort_name"))
    if not clusters:
        raise PermissionDenied
    members = {}
    active = Membership.objects.filter(cluster__in=clusters, status=directory.ACTIVE)
    for cluster, organisation in active.values_list("cluster", "organisation"):
        members.setdefault(cluster, set()).add(organisation)
    everybody = set().union(*members.values())
    sides = Q(organisation__in=everybody) | Q(opportunity__organisation__in=everybody)
    agreed = Interest.objects.filter(sides, confirmed_at__isnull=False)
    facts = list(agreed.values_list("organisation", "opportunity__organisation", "result"))
    kinds = [choice for choice in Result.choices if choice[0] != Result.NONE]
    rows = [(cluster.name, *counted(facts, members.get(cluster.pk, set()), kinds)) for cluster in clusters]
    context = {
        "columns": [label for _value, label in kinds],
        "rows": [{"name": name, "counts": counts, "total": total} for name, counts, total in rows],
        "total": counted(facts, everybody, kinds),
    }
    return page(request, "partnering/results.html", context)


def counted(facts, members, kinds):
    """(number by kind, number in all) of the agreements with a side among the members, each once."""
    mine = [result for one, other, result in facts if {one, other} & members]
    return [mine.count(value) for value, _label in kinds], len(mine)
