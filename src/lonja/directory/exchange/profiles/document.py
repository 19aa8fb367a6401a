"""A cluster's profile as a plain document: the one shape that goes out and comes in.

The format is described in `docs/reference/cluster-profile-json.md`. A document holds codes and
texts per language, never ids, so it can be read by another installation. Empty values are left out.
"""

from collections import defaultdict

from lonja.directory import policies
from lonja.directory.models import Scope, StatementKind
from lonja.directory.services.profile_changes import STATEMENT_COLUMNS

FORMAT = "lonja-cluster-profile"
VERSION = 1

# Columns of the cluster under the names that the document uses.
PLAIN = {
    "name": "name",
    "acronym": "acronym",
    "colour": "accent",
    "website": "website",
    "languages": "languages",
    "label": "label",
}
TEXTS = ("summary", "mission", "description", "strategy")
FLAGS = {"formal_strategy": "has_formal_strategy", "looks_abroad": "looks_abroad"}
DECLARED = {
    "members": "declared_members",
    "smes": "declared_smes",
    "large": "declared_large",
    "research": "declared_research",
    "others": "declared_others",
}
# Lists of headed texts under the names that the document uses.
LISTS = {
    "goals": StatementKind.GOAL,
    "tags": StatementKind.AREA,
    "service_details": StatementKind.SERVICE,
    "collaborations": StatementKind.COLLABORATION,
    "programmes": StatementKind.PROGRAMME,
    "strengths": StatementKind.STRENGTH,
    "facilities": StatementKind.FACILITY,
    "major_players": StatementKind.PLAYER,
    "networks": StatementKind.NETWORK,
    "other_labels": StatementKind.LABEL,
}
SCOPES = (Scope.INTERNATIONAL, Scope.EUROPEAN)
ACTIVITIES = "internationalisation_activities"


def of(cluster, *, actor):
    """The profile as the actor may read it: contacts and names stay out that they may not see."""
    may_edit = policies.clusters.allows(actor, "edit", cluster)
    terms = defaultdict(list)
    for link in cluster.described_by.select_related("term").order_by("term__scheme", "term__code"):
        terms[link.scope, link.term.scheme_id].append(link.term.code)
    contacts = list(policies.contacts.scope(actor).filter(cluster=cluster))
    return _filled(
        {
            "format": FORMAT,
            "version": VERSION,
            **{name: getattr(cluster, column) for name, column in PLAIN.items()},
            "texts": {column: _texts(getattr(cluster, column)) for column in TEXTS},
            "established": _established(cluster),
            "place": _place(cluster),
            "stage": cluster.stage.code if cluster.stage else "",
            "staff": plain_number(cluster.staff),
            "declared": _declared(cluster),
            **{name: getattr(cluster, column) for name, column in FLAGS.items()},
            "terms": {scheme: codes for (scope, scheme), codes in terms.items() if not scope},
            "cooperation": _cooperation(cluster, terms),
            **_lists(cluster),
            "team": [_role(role, contacts, may_edit) for role in cluster.team.all()],
            "contacts": [_contact(row) for row in contacts if row.team_role_id is None],
            "links": [_link(row) for row in _claimed(cluster, actor)],
        }
    )


def _claimed(cluster, actor):
    """What the cluster itself says of its links; whether the other side agrees does not travel."""
    shown = policies.cluster_links.scope(actor).filter(cluster=cluster, until="")
    return shown.exclude(state="ended").order_by("sort_name", "kind", "pk")


def _link(row):
    return _filled(
        {
            "name": row.other_name,
            "kind": row.kind,
            "since": row.since,
            "website": row.website,
            "note": _texts(row.note),
        }
    )


def _established(cluster):
    return (
        {"date": cluster.established, "precision": cluster.established_precision}
        if cluster.established
        else {}
    )


def _place(cluster):
    region = cluster.region.code if cluster.region else ""
    return {"country": cluster.country, "region": region, "city": cluster.city}


def _declared(cluster):
    return {
        name: {"number": getattr(cluster, column), "qualifier": getattr(cluster, f"{column}_qualifier")}
        for name, column in DECLARED.items()
        if getattr(cluster, column) is not None
    }


def _cooperation(cluster, terms):
    targets = list(cluster.targets.all())
    return {
        scope.value: {
            "countries": [target.country for target in targets if target.scope == scope],
            "activities": terms.get((scope, ACTIVITIES), []),
        }
        for scope in SCOPES
    }


def _lists(cluster):
    found = defaultdict(list)
    for row in cluster.statements.all():
        values = {name: getattr(row, name) for name in STATEMENT_COLUMNS}
        values |= {"heading": _texts(row.heading), "text": _texts(row.text)}
        found[row.kind].append(_filled(values))
    return {name: found[kind] for name, kind in LISTS.items()}


def _role(role, contacts, may_edit):
    """A role; its holder's name only when everybody may read it, or to those who edit."""
    shown = may_edit or role.shows_name
    return _filled(
        {
            "title": _texts(role.title),
            "name": role.name if shown else "",
            "shows_name": role.shows_name if shown and role.name else False,
            "contacts": [_contact(row) for row in contacts if row.team_role_id == role.pk],
        }
    )


def _contact(row):
    return _filled({"kind": row.kind, "value": row.value, "label": row.label, "visibility": row.visibility})


def plain_number(value):
    """A decimal as its shortest text: "2.5", "3"; empty for none."""
    if value is None:
        return ""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _texts(texts):
    return {code: texts[code] for code in sorted(texts) if texts[code]}


def _filled(values):
    """Without what says nothing; `False` of a flag says something, of `shows_name` it does not."""
    kept = {name: _filled(value) if isinstance(value, dict) else value for name, value in values.items()}
    return {
        name: value
        for name, value in kept.items()
        if value not in ("", None, [], {}) and not (name == "shows_name" and value is False)
    }
