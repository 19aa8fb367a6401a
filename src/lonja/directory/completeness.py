"""What a profile does not say yet, why it matters, and where to say it; for its editors only."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lonja.directory.models import (
    Affiliation,
    Cluster,
    ClusterLink,
    ClusterStatement,
    ClusterTarget,
    ClusterTerm,
    Contact,
    Label,
    Membership,
    OrganisationTerm,
    StatementKind,
    TeamRole,
    Visibility,
)

# In which section of a cluster's profile each wish is met.
CLUSTER_SECTIONS = {
    **dict.fromkeys(("country", "region", "languages", "website", "established", "stage"), "identity"),
    **dict.fromkeys(("summary", "description", "english", "mission"), "words"),
    **dict.fromkeys(("staff", "team", "contacts"), "team"),
    **dict.fromkeys(("sectors", "technologies", "s3"), "focus"),
    **dict.fromkeys(("strategy", "goals"), "strategy"),
    "services": "services",
    "targets": "cooperation",
    "programmes": "programmes",
    "strengths": "strengths",
}


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing that a profile should say.

    Attributes:
        weight: how much it counts; the share is of all weights.
        why: what the reader of the page gains by it.
        met: from the row, with its annotations, to whether it is said.
        route: the page where it is said, and `anchor` the field on it.
        rows: how to find rows elsewhere that say it; asked together in one query.
    """

    key: str
    weight: int
    label: str
    why: str
    met: Callable | None = None
    route: str = ""
    anchor: str = ""
    rows: Callable | None = None

    def is_met(self, row):
        """Whether the profile says it."""
        return getattr(row, f"has_{self.key}") if self.rows else bool(self.met(row))

    def href(self, row):
        """Where to say it."""
        kind = row._meta.model_name
        if kind == "cluster" and not self.route:
            return reverse("directory:cluster-section", args=[row.slug, CLUSTER_SECTIONS[self.key]])
        address = reverse(f"directory:{self.route or 'organisation-edit'}", args=[row.slug])
        return f"{address}#{self.anchor}" if self.anchor else address


@dataclass(frozen=True, slots=True)
class Missing:
    """A wish that is not met, as its page shows it."""

    label: str
    why: str
    href: str
    weight: int


@dataclass(frozen=True, slots=True)
class Completeness:
    """How much of a profile is there, by weight, and what is missing, the weightiest first."""

    share: float
    missing: list
    also: dict


def read(row, *, also=None):
    """The completeness of an organisation or a cluster, in one query.

    Args:
        also: more that the same query shall read of the row, by name.
    """
    also = also or {}
    wishes = CLUSTER if isinstance(row, Cluster) else ORGANISATION
    checks = {f"has_{wish.key}": Exists(wish.rows()) for wish in wishes if wish.rows}
    row = type(row).objects.filter(pk=row.pk).annotate(**checks, **also).get()
    missing = [wish for wish in wishes if not wish.is_met(row)]
    whole = sum(wish.weight for wish in wishes)
    return Completeness(
        share=1 - sum(wish.weight for wish in missing) / whole,
        missing=[
            Missing(wish.label, wish.why, wish.href(row), wish.weight)
            for wish in sorted(missing, key=lambda wish: -wish.weight)
        ],
        also={name: getattr(row, name) for name in also},
    )


def _here(model, owner, **conditions):
    return lambda: model.objects.filter(**{owner: OuterRef("pk")}, **conditions)


def _in_list(model, owner, scheme):
    return _here(model, owner, term__scheme=scheme)


def _of_kind(kind):
    return _here(ClusterStatement, "cluster", kind=kind)


def _in_english(row):
    return row.summary.get("en", "").strip() and row.description.get("en", "").strip()


_SUMMARY = Wish(
    "summary", 10, _("One sentence"), _("Lists, cards and search results show it."),
    lambda row: any(row.summary.values()), anchor="id_summary_en",
)  # fmt: skip
_DESCRIPTION = Wish(
    "description", 10, _("A description"), _("Search looks through it, and readers decide by it."),
    lambda row: any(row.description.values()), anchor="id_description_en",
)  # fmt: skip
_ENGLISH = Wish(
    "english", 6, _("The texts in English"), _("Partners from abroad read them first."),
    _in_english, anchor="id_summary_en",
)  # fmt: skip
_WEBSITE = Wish(
    "website", 5, _("A website"), _("Readers check there whether you are active."),
    lambda row: row.website, anchor="id_website",
)  # fmt: skip
_COUNTRY = Wish(
    "country", 6, _("The country"), _("Without it nobody finds you by place."),
    lambda row: row.country, anchor="id_country",
)  # fmt: skip
_REGION = Wish(
    "region", 5, _("The region"), _("The map and the regional figures count by it."),
    lambda row: row.region_id, anchor="id_region",
)  # fmt: skip
_LANGUAGES = Wish(
    "languages", 4, _("Working languages"), _("Partners know in which language to write."),
    lambda row: row.languages, anchor="id_languages",
)  # fmt: skip


def _reachable(owner):
    return Wish(
        "contacts", 8, _("A contact that others may see"),
        _("Until one is open, people can only ask you through the form."),
        rows=_here(Contact, owner, visibility__in=[Visibility.MEMBERS, Visibility.PUBLIC]),
        anchor="contacts-title",
    )  # fmt: skip


ORGANISATION = [
    _SUMMARY, _DESCRIPTION, _ENGLISH, _WEBSITE, _COUNTRY, _REGION, _LANGUAGES, _reachable("organisation"),
    Wish("actor_type", 9, _("The kind of actor"), _("Statistics and filters by helix count by it."),
         lambda row: row.actor_type_id, anchor="id_actor_type"),
    Wish("size", 6, _("The size"), _("Many calls and vouchers are for small and medium companies only."),
         lambda row: row.size != "unknown", anchor="id_size"),
    Wish("founded", 3, _("The founding date"), _("It tells young companies from established ones."),
         lambda row: row.founded, anchor="id_founded"),
    Wish("technologies", 9, _("Technology fields"), _("Partners are suggested by them."),
         rows=_in_list(OrganisationTerm, "organisation", "een_technologies"), anchor="id_technologies"),
    Wish("sectors", 7, _("Sectoral industries"), _("Readers filter by them."),
         rows=_in_list(OrganisationTerm, "organisation", "sectoral_industries"), anchor="id_sectors"),
    Wish("people", 5, _("Somebody who works there"), _("Meetings are between people."),
         rows=_here(Affiliation, "organisation"), route="organisation-people"),
    Wish("vat_number", 3, _("The VAT number"),
         _("It keeps a second entry of you from appearing; it stays private."),
         lambda row: row.vat_number, anchor="id_vat_number"),
]  # fmt: skip

CLUSTER = [
    _SUMMARY, _DESCRIPTION, _ENGLISH, _WEBSITE, _COUNTRY, _REGION, _LANGUAGES, _reachable("cluster"),
    Wish("members", 10, _("Members in the register"), _("All figures of the cluster are counted from it."),
         rows=_here(Membership, "cluster", status="active"), route="members"),
    Wish("established", 4, _("The date of establishment"),
         _("Labels and programmes ask how old a cluster is."),
         lambda row: row.established, anchor="id_established"),
    Wish("stage", 3, _("The stage of life"), _("Promoters follow their clusters by it."),
         lambda row: row.stage_id, anchor="id_stage"),
    Wish("staff", 4, _("The people in the team"), _("Registers ask for at least half a post."),
         lambda row: row.staff is not None, anchor="id_staff"),
    Wish("team", 5, _("Roles in the team"), _("Partners want to know whom to ask about what."),
         rows=_here(TeamRole, "cluster")),
    Wish("mission", 4, _("The mission"), _("It says in a few words what the cluster is for."),
         lambda row: any(row.mission.values()), anchor="id_mission_en"),
    Wish("strategy", 6, _("The strategy"), _("Evaluators look for it first."),
         lambda row: any(row.strategy.values()), anchor="id_strategy_en"),
    Wish("goals", 5, _("Goals"), _("The strategy can only be followed by them."),
         rows=_of_kind(StatementKind.GOAL)),
    Wish("strengths", 4, _("Reasons to choose this cluster"), _("Partners compare clusters by them."),
         rows=_of_kind(StatementKind.STRENGTH)),
    Wish("programmes", 3, _("Support programmes"), _("They show with whom the cluster has delivered."),
         rows=_of_kind(StatementKind.PROGRAMME)),
    Wish("services", 5, _("Support services"), _("Companies join for them."),
         rows=_in_list(ClusterTerm, "cluster", "support_services")),
    Wish("sectors", 7, _("Sectoral industries"), _("Readers filter by them."),
         rows=_in_list(ClusterTerm, "cluster", "sectoral_industries"), anchor="id_sectors"),
    Wish("technologies", 7, _("Technology fields"), _("Partners are suggested by them."),
         rows=_in_list(ClusterTerm, "cluster", "een_technologies"), anchor="id_technologies"),
    Wish("s3", 3, _("Smart specialisation priorities"), _("Regions look for partners by them."),
         rows=_in_list(ClusterTerm, "cluster", "s3_priorities"), anchor="id_s3"),
    Wish("targets", 3, _("Target countries"), _("Clusters of those countries find you."),
         rows=_here(ClusterTarget, "cluster")),
    Wish("links", 4, _("Clusters it works with"),
         _("A link that the other side confirms is worth more than a claim."),
         rows=_here(ClusterLink, "cluster"), route="cluster-links"),
    Wish("labels", 3, _("Labels and registers"), _("Readers trust what somebody else has checked."),
         rows=_here(Label, "cluster"), route="cluster-labels"),
]  # fmt: skip
