"""Changes of a cluster's profile as plain values, and how they are written.

Whoever edits a section, brings a file or approves somebody else's edit makes a
`ProfileChange`; parts that it does not name stay as they are.
"""

from dataclasses import dataclass, field

from lonja.directory.models import ClusterStatement, ClusterTarget, ClusterTerm, TeamRole
from lonja.directory.services import contacts
from lonja.directory.services.profiles import apply_facts


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One headed text; level, status and call belong to support programmes."""

    heading: dict = field(default_factory=dict)
    text: dict = field(default_factory=dict)
    website: str = ""
    level: str = ""
    status: str = ""
    call: str = ""

    def as_dict(self):
        """The columns by name."""
        return {name: getattr(self, name) for name in STATEMENT_COLUMNS}


STATEMENT_COLUMNS = ("heading", "text", "website", "level", "status", "call")


@dataclass(frozen=True, slots=True)
class RoleLine:
    """One role in the team, with its own numbers and addresses."""

    title: dict = field(default_factory=dict)
    name: str = ""
    shows_name: bool = False
    contacts: list = field(default_factory=list)  # of ContactLine


@dataclass(slots=True)
class ProfileChange:
    """What is to become of a profile; a part that is missing stays.

    Attributes:
        facts: column → value.
        terms: (scheme, scope) → the whole list of terms.
        targets: scope → the whole list of countries.
        statements: kind → the whole list of `StatementLine`.
        team: the whole list of `RoleLine`, or None.
        contacts: the whole list of `ContactLine` of the cluster itself, or None.
        other_terms_go: whether lists without a scope that `terms` does not name become empty.
    """

    facts: dict = field(default_factory=dict)
    terms: dict = field(default_factory=dict)
    targets: dict = field(default_factory=dict)
    statements: dict = field(default_factory=dict)
    team: list | None = None
    contacts: list | None = None
    other_terms_go: bool = False


def write(cluster, change):
    """Write the change into a locked row and its lists; the names of the parts that differ."""
    changed = apply_facts(cluster, change.facts)
    changed += [scheme for (scheme, scope), terms in change.terms.items()
                if _set_terms(cluster, scheme, scope, terms)]  # fmt: skip
    if change.other_terms_go and _empty_other_lists(cluster, change.terms):
        changed.append("terms")
    changed += [f"targets {scope}" for scope, countries in change.targets.items()
                if _set_targets(cluster, scope, countries)]  # fmt: skip
    changed += [kind for kind, lines in change.statements.items() if _set_statements(cluster, kind, lines)]
    if change.team is not None and _set_team(cluster, change.team):
        changed.append("team")
    if change.contacts is not None and contacts.replace(cluster, change.contacts):
        changed.append("contacts")
    return [str(name) for name in changed]


def _set_terms(cluster, scheme, scope, terms):
    rows = cluster.described_by.filter(term__scheme=scheme, scope=scope)
    wanted, present = {term.pk for term in terms}, set(rows.values_list("term", flat=True))
    rows.filter(term__in=present - wanted).delete()
    ClusterTerm.objects.bulk_create(
        ClusterTerm(cluster=cluster, term_id=pk, scope=scope) for pk in sorted(wanted - present)
    )
    return wanted != present


def _empty_other_lists(cluster, named):
    kept = [scheme for scheme, scope in named if not scope]
    gone, _counts = cluster.described_by.filter(scope="").exclude(term__scheme__in=kept).delete()
    return gone > 0


def _set_targets(cluster, scope, countries):
    rows = cluster.targets.filter(scope=scope)
    wanted, present = set(countries), set(rows.values_list("country", flat=True))
    rows.filter(country__in=present - wanted).delete()
    ClusterTarget.objects.bulk_create(
        ClusterTarget(cluster=cluster, country=country, scope=scope) for country in sorted(wanted - present)
    )
    return wanted != present


def _set_statements(cluster, kind, lines):
    wanted = [line.as_dict() for line in lines]
    rows = list(cluster.statements.filter(kind=kind))
    if wanted == [{name: getattr(row, name) for name in STATEMENT_COLUMNS} for row in rows]:
        return False
    for position, values in enumerate(wanted):
        row = rows[position] if position < len(rows) else ClusterStatement(cluster=cluster, kind=kind)
        for name, value in {**values, "position": position}.items():
            setattr(row, name, value)
        row.save()
    ClusterStatement.objects.filter(pk__in=[row.pk for row in rows[len(wanted) :]]).delete()
    return True


def _set_team(cluster, lines):
    rows = list(cluster.team.all())
    changed = len(rows) != len(lines)
    for position, line in enumerate(lines):
        role = rows[position] if position < len(rows) else TeamRole(cluster=cluster)
        wanted = {"title": line.title, "name": line.name, "shows_name": line.shows_name, "position": position}
        if role.pk is None or any(getattr(role, name) != value for name, value in wanted.items()):
            for name, value in wanted.items():
                setattr(role, name, value)
            role.save()
            changed = True
        changed = contacts.replace(cluster, line.contacts, role=role) or changed
    TeamRole.objects.filter(pk__in=[row.pk for row in rows[len(lines) :]]).delete()
    return changed
