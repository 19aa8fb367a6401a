"""The parts of a cluster's profile as its pages show them, each read when a page asks for it."""

from collections import defaultdict
from functools import cached_property

from django.utils.translation import gettext as _

from lonja.base.texts import worded
from lonja.directory import composition, policies, presenting
from lonja.directory.models import ProgrammeStatus, Size, StatementKind

SERVICES = "support_services"
STATES = {
    ProgrammeStatus.RUNNING: "good",
    ProgrammeStatus.WON: "good",
    ProgrammeStatus.UNDER_EVALUATION: "info",
    ProgrammeStatus.REJECTED: "bad",
}
SMES = (Size.MICRO, Size.SMALL, Size.MEDIUM)


class ProfilePage:
    """One cluster as one reader may see it."""

    def __init__(self, cluster, *, actor):
        self.cluster, self.actor = cluster, actor

    @cached_property
    def counted(self):
        """Who the register says the cluster is made of."""
        return composition.read(self.cluster)

    @cached_property
    def links(self):
        """The terms that describe it, with their scope."""
        return list(self.cluster.described_by.select_related("term__scheme"))

    @cached_property
    def statements(self):
        """Its headed texts by kind."""
        found = defaultdict(list)
        for row in self.cluster.statements.all():
            found[row.kind].append(row)
        return found

    def part(self, kind):
        """One list of headed texts for the page; None when it is empty."""
        rows = [shown(row) for row in self.statements.get(kind, [])]
        return {"kind": kind, "label": kind.label, "rows": rows, "only_in": only_in(rows)} if rows else None

    def parts(self, *kinds):
        """Several lists, those that are not empty."""
        return [part for part in map(self.part, kinds) if part]

    @property
    def fields(self):
        """The classifications side by side."""
        return presenting.by_scheme(
            link for link in self.links if not link.scope and link.term.scheme_id != SERVICES
        )

    @property
    def services(self):
        """The support services from the list."""
        return [link.term for link in self.links if link.term.scheme_id == SERVICES]

    @property
    def cooperation(self):
        """Cooperation beyond Europe and within it."""
        return presenting.cooperation(self.cluster.targets.all(), [link for link in self.links if link.scope])

    @property
    def programmes(self):
        """Support programmes with their status as a tag."""
        return [
            {
                **shown(row),
                "call": row.call,
                "level": row.get_level_display() if row.level else "",
                "status": row.get_status_display() if row.status else "",
                "state": STATES.get(row.status, "neutral"),
            }
            for row in self.statements.get(StatementKind.PROGRAMME, [])
        ]

    @cached_property
    def _contacts(self):
        rows = policies.contacts.scope(self.actor).filter(cluster=self.cluster)
        shown = presenting.contacts(rows, actor=self.actor)
        return list(zip(rows, shown, strict=True))

    @property
    def contacts(self):
        """Contacts of the cluster itself."""
        return [shown for row, shown in self._contacts if row.team_role_id is None]

    def team(self, *, may_edit):
        """Roles with the numbers and names that this reader may see; a role that says nothing is left out."""
        by_role = defaultdict(list)
        for row, shown in self._contacts:
            by_role[row.team_role_id].append(shown)
        return [
            {
                "title": worded(role.title),
                "name": role.name if role.shows_name or may_edit else "",
                "hides_name": bool(role.name) and not role.shows_name,
                "contacts": by_role[role.pk],
            }
            for role in self.cluster.team.all()
        ]

    @property
    def declared_beside_counted(self):
        """Rows of the table of composition: what is declared, what the register counts, the difference."""
        counted = counted_groups(self.counted)
        return [
            _beside(label, counted[name], self.cluster, column)
            for name, column, label in (
                ("members", "declared_members", _("All members")),
                ("smes", "declared_smes", _("SMEs")),
                ("large", "declared_large", _("Large companies")),
                ("research", "declared_research", _("Research, universities, technology centres")),
                ("others", "declared_others", _("Others")),
            )
        ]  # fmt: skip

    @property
    def has_composition(self):
        """Whether there is a number to show at all."""
        return bool(self.counted.total) or any(row["declared"] for row in self.declared_beside_counted)


def shown(row):
    """A headed text in the reader's language, or in the one that there is."""
    return {"heading": worded(row.heading), "text": worded(row.text), "website": row.website}


def only_in(rows):
    """The language in which a whole list is shown for want of the reader's; empty when it is not so."""
    found = [text for row in rows for text in (row["heading"], row["text"]) if text.text]
    languages = {text.language for text in found if text.is_fallback}
    return next(iter(languages)) if len(languages) == 1 and all(text.is_fallback for text in found) else ""


def counted_groups(counted):
    """What the register counts, in the groups in which clusters declare.

    Companies without a stated size count as others, so that the groups add up to all members.
    """
    sizes = list(Size)
    industry = next(
        (
            dict(zip(sizes, row[1:-1], strict=True))
            for helix, row in zip(counted.by_helix, counted.table, strict=True)
            if helix == "industry"
        ),
        {},
    )
    smes = sum(industry.get(size, 0) for size in SMES)
    large, research = industry.get(Size.LARGE, 0), counted.by_helix.get("academia", 0)
    return {
        "members": counted.total,
        "smes": smes,
        "large": large,
        "research": research,
        "others": counted.total - smes - large - research,
    }


def _beside(label, counted, cluster, column):
    number, qualifier = getattr(cluster, column), getattr(cluster, f"{column}_qualifier")
    difference = "" if number is None else f"{counted - number:+d}" if counted != number else "0"
    return {
        "label": label,
        "counted": counted,
        "declared": presenting.declared(number, qualifier),
        "difference": difference.replace("-", "\u2212"),
    }
