"""What stands between a draft and the public: faults, the client's word, a cluster's review."""

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext as _

from lonja.base.errors import Refused
from lonja.directory.models import Affiliation, Membership
from lonja.directory.policies import ACTIVE, own_organisations
from lonja.partnering import engine, quality
from lonja.partnering.lifecycle import OpportunityState
from lonja.partnering.models import Opportunity, OpportunityTerm, ReviewRule

MOST_COMPARED = 200


def draft_of(opportunity):
    """The row as the quality check reads it."""
    codes = {}
    is_read = "described_by" in getattr(opportunity, "_prefetched_objects_cache", {})
    links = opportunity.described_by.all() if is_read else opportunity.described_by.select_related("term")
    for row in links:
        codes.setdefault(row.term.scheme_id, []).append(row.term.code)
    names = ("framework_program", "call_identifier", "coordinator_required", "interest_until")
    more = ("call_closes_on", "target_countries", "stage", "trl", "ipr", "video_link")
    return quality.Draft(
        kind=opportunity.kind,
        language=opportunity.language,
        texts={name: getattr(opportunity, name) for name in Opportunity.TEXTS},
        codes=codes,
        facts={name: getattr(opportunity, name) for name in (*names, *more)},
        is_anonymous=opportunity.is_anonymous,
        country=opportunity.country,
        names=names_of(opportunity.organisation),
    )


def names_of(organisation):
    """The words that give an organisation away."""
    people = Affiliation.objects.filter(organisation=organisation).values_list("person__name", flat=True)
    return quality.identifying_words(organisation, people=people[:50])


def refuse_faults(opportunity):
    """Refuse to show a text that lacks what its type needs, or that gives an anonymous author away."""
    faults = quality.review(draft_of(opportunity)).faults
    if faults:
        raise Refused(
            _("This cannot be published yet. %(fault)s")
            % {"fault": " ".join(one.text for one in faults[:4])},
            remedy=_("The page of the text lists everything that is missing."),
            href=opportunity.get_absolute_url(),
        )


def is_reviewed(organisation):
    """Whether a cluster of the organisation reads what its members publish."""
    clusters = Membership.objects.filter(organisation=organisation, status=ACTIVE).values("cluster")
    return ReviewRule.objects.filter(cluster__in=clusters).exists()


def refuse_adviser(opportunity, *, actor):
    """An adviser writes; only the client's own people let their name stand under a public text."""
    if not own_organisations(actor).filter(pk=opportunity.organisation_id).exists():
        raise Refused(
            _("You act as an adviser: what is public changes only when the client has approved it."),
            remedy=_("Put a copy in front of the client, and ask for approval."),
        )


def near_identical(opportunity, *, visible):
    """Other offers and needs that say almost the same: the organisation's own, and public ones.

    Args:
        opportunity: the text to compare; it need not be saved.
        visible: the rows that the author may see.
    """
    code = opportunity.language
    own = visible.filter(organisation=opportunity.organisation_id)
    public = visible.filter(state=OpportunityState.PUBLISHED)
    rows = (own | public).exclude(pk=opportunity.pk).exclude(state=OpportunityState.ARCHIVED)
    rows = rows.filter(kind=opportunity.kind).select_related("organisation", "stage")
    candidates = list(rows.order_by("-changed_at", "-pk")[:MOST_COMPARED])
    others = [(row.pk, words_of(row, code)) for row in candidates]
    found = engine.near_identical(words_of(opportunity, code), code, [pair for pair in others if pair[1]])
    known = {row.pk: row for row in candidates}
    shown = [known[key] for key in found[:3]]
    prefetch_related_objects(shown, Prefetch("described_by", OpportunityTerm.objects.select_related("term")))
    return shown


def words_of(opportunity, code):
    """The words of one language that are compared."""
    texts = (opportunity.title, opportunity.summary, opportunity.description)
    return " ".join(text.get(code, "") for text in texts).strip()
