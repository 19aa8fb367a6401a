"""Who a cluster is made of, counted from its register of members."""

from dataclasses import dataclass

from django.db.models import Count
from django.db.models.fields.json import KeyTextTransform
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lonja.directory.models import Size

HELICES = {
    "industry": gettext_lazy("Industry"),
    "academia": gettext_lazy("Academia"),
    "government": gettext_lazy("Government"),
    "civil_society": gettext_lazy("Civil society"),
    "intermediary": gettext_lazy("Intermediaries"),
    "": gettext_lazy("Not stated"),
}


@dataclass(frozen=True, slots=True)
class Composition:
    """Active members by helix and by size; aggregates only, so private members stay unnamed."""

    by_helix: dict
    by_size: dict
    table: list  # one row for each helix: label, one count for each size, total
    total: int

    @property
    def columns(self):
        """The headings of the table."""
        sizes = [{"label": _size_label(size), "numeric": True} for size in Size]
        return [{"label": _("Helix")}, *sizes, {"label": _("All"), "numeric": True}]

    @property
    def chart(self):
        """The bars of the figure."""
        labels = [str(HELICES[helix]) for helix in self.by_helix]
        return {
            "kind": "bar",
            "labels": labels,
            "series": [{"name": _("Members"), "values": list(self.by_helix.values())}],
        }

    @property
    def headline(self):
        """The figure in one sentence."""
        if not self.total:
            return _("The register holds no members yet")
        helix, most = max(self.by_helix.items(), key=lambda pair: pair[1])
        return _("%(most)s of %(total)s members come from %(helix)s") % {
            "most": most,
            "total": self.total,
            "helix": _IN_A_SENTENCE[helix],
        }


_IN_A_SENTENCE = {
    "industry": gettext_lazy("industry"),
    "academia": gettext_lazy("academia"),
    "government": gettext_lazy("government"),
    "civil_society": gettext_lazy("civil society"),
    "intermediary": gettext_lazy("intermediaries"),
    "": gettext_lazy("a helix that is not stated"),
}


def _size_label(size):
    short = {
        Size.MICRO: _("Micro"),
        Size.SMALL: _("Small"),
        Size.MEDIUM: _("Medium"),
        Size.LARGE: _("Large"),
        Size.UNKNOWN: _("Not stated"),
    }
    return short[size]


def read(cluster):
    """Count the active members of a cluster, in one query."""
    rows = (
        cluster.memberships.active()
        .order_by()
        .annotate(helix=KeyTextTransform("helix", "organisation__actor_type__extra"))
        .values_list("helix", "organisation__size")
        .annotate(n=Count("pk"))
    )
    counts = {}
    for helix, size, n in rows:
        helix = helix if helix in HELICES else ""
        counts[helix, size] = counts.get((helix, size), 0) + n
    by_helix = {helix: sum(n for (h, _s), n in counts.items() if h == helix) for helix in HELICES}
    by_size = {size: sum(n for (_h, s), n in counts.items() if s == size) for size in Size}
    table = [
        [HELICES[helix], *(counts.get((helix, size), 0) for size in Size), by_helix[helix]]
        for helix in HELICES
        if by_helix[helix]
    ]
    return Composition({h: n for h, n in by_helix.items() if n}, by_size, table, sum(by_helix.values()))
